"""The bench prints a line of JSON for each instance, and fails where a layout is invalid."""

import json

import pytest

from tests.bench import nesting
from tests.bench.check_instance import Placed
from tests.bench.instances import read_folder, write_instance
from tests.bench.instances.shapes import shape_instance
from tests.bench.instances.zero_waste import zero_waste_instance
from tests.bench.solvers import SOLVERS, Answer

FIELDS = {
    "name": str,
    "solver": str,
    "seconds": float,
    "length": float,
    "parts": int,
    "utilisation": float,
    "first_layout_seconds": float,
    "placed": int,
    "unplaced": int,
    "valid": bool,
}


@pytest.fixture
def folder(tmp_path):
    write_instance(zero_waste_instance(17, "pinwheel", 1, turns=True), tmp_path)
    write_instance(shape_instance(150, seed=2), tmp_path)
    return tmp_path


@pytest.fixture
def run(monkeypatch, capsys):
    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["nesting", *map(str, arguments)])
        code = nesting.main()
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_each_instance_is_a_line(run, folder):
    code, printed, _ = run(
        "--instances", folder, "--json", "--solvers", "instant", "rectpack", "--seconds", "0.1"
    )
    lines = [json.loads(line) for line in printed.splitlines()]
    assert code == 0
    assert [(line["placed"], line["solver"]) for line in lines] == [
        (150, "instant"),
        (150, "rectpack"),
        (17, "instant"),
        (17, "rectpack"),
    ]
    for line in lines:
        assert {name: type(value) for name, value in line.items()} == FIELDS
        assert line["valid"]


def test_a_table_ends_with_the_means(run, folder):
    code, printed, _ = run("--instances", folder, "--only", "zero", "--solvers", "rows", "instant")
    assert code == 0
    assert "zero-waste 17 pinwheel 1, turning: 17 copies, lengths in mm" in printed
    assert "Every layout is valid." in printed
    assert "shapes" not in printed


def test_an_invalid_layout_fails(run, folder, monkeypatch):
    heap = [Placed(str(number), 0, 0, 0) for number in range(1, 18)]
    monkeypatch.setitem(SOLVERS, "instant", lambda instance, seconds: iter([Answer(0.0, heap, {})]))
    code, printed, said = run("--instances", folder, "--only", "zero", "--json", "--solvers", "instant")
    assert code == 1
    assert json.loads(printed)["valid"] is False
    assert "overlaps" in said


def test_what_is_written_is_read(run, folder, tmp_path):
    code, printed, _ = run("--instances", folder, "--write", tmp_path / "again")
    assert code == 0
    assert len(printed.splitlines()) == 2
    assert read_folder(tmp_path / "again") == read_folder(folder)


@pytest.mark.parametrize(
    "arguments", [("--only", "nothing is called so"), ("--instances", "/no/such/folder")]
)
def test_nothing_to_run_is_said(run, arguments):
    code, _, said = run(*arguments)
    assert code == 2
    assert len(said.splitlines()) == 1
