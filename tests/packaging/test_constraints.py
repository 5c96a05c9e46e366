"""The pins: every package, every system, every Python, with hashes and with no address."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONSTRAINTS = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8")
OF_BUNDLES = (ROOT / "packaging" / "constraints-build.txt").read_text(encoding="utf-8")

both = pytest.mark.parametrize("file", [CONSTRAINTS, OF_BUNDLES], ids=["all", "bundles"])


@pytest.fixture
def pins(bootstrap):
    return bootstrap.pins(CONSTRAINTS)


@both
def test_the_pins_are_the_whole_file_but_for_its_heading(bootstrap, file):
    pins = bootstrap.pins(file)
    heading = file.index(pins[0][1])
    assert file[heading:] == "".join(lines for _, lines in pins)
    assert all(line.startswith("#") for line in file[:heading].splitlines())


@both
def test_every_pin_has_hashes(bootstrap, file):
    pins = bootstrap.pins(file)
    assert len(pins) > 30
    assert [name for name, lines in pins if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", lines)] == []


@both
def test_no_address_and_no_path_of_the_machine_that_made_it(file):
    assert "://" not in file
    assert not re.search(r"^\s*-(?!-hash=)", file, re.MULTILINE)
    assert not re.search(r"(^|\s)/\w", file)


def test_bundles_are_made_of_what_was_tested(bootstrap, pins):
    def pinned(pins):
        return {(name, re.search(r"==([^ ;]+)", lines)[1]) for name, lines in pins}

    of_bundles = pinned(bootstrap.pins(OF_BUNDLES))
    assert of_bundles - pinned(pins) == set()
    assert {"pytest", "mypy", "hypothesis"}.isdisjoint(name for name, _ in of_bundles)


def test_everything_the_project_asks_for_is_pinned(pins):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(requirement for extra in extras for requirement in extra)]
    names = {re.match(r"[\w.-]+", requirement)[0].lower() for requirement in wanted}
    assert names - {name for name, _ in pins} == set()


def test_qt_stays_below_612_on_python_311(pins):
    found = [lines.splitlines()[0] for name, lines in pins if name == "pyside6-essentials"]
    old = [line for line in found if "python_full_version < '3.12'" in line]
    assert len(old) == 1
    assert re.match(r"pyside6-essentials==6\.(9|10|11)\.", old[0])
    assert all("python_full_version >= '3.12'" in line for line in found if line not in old)


def test_what_is_left_out_without_qt_is_what_qt_alone_brings(bootstrap, pins):
    brought_by = {name: set(re.findall(r"#\s+(?:via )?([\w.-]+)", lines)) - {"via"} for name, lines in pins}
    qt = {"pyside6-essentials"} | {name for name, by in brought_by.items() if by == {"pyside6-essentials"}}
    assert qt | {"pytest-qt"} == bootstrap.STUDIO_ONLY


def test_what_builds_from_source_is_pinned_with_its_builders(bootstrap, pins):
    names = {name for name, _ in pins}
    assert {*bootstrap.SOURCE_ONLY.split(","), *bootstrap.BUILDERS} <= names
