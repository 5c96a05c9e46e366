"""The one command that sets everything up: its decisions, without a network or a package manager."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("version", "suits"),
    [((3, 10), False), ((3, 11), True), ((3, 12), True), ((3, 13, 7), True), ((3, 14), False)],
)
def test_pythons_from_311_to_313_suit(bootstrap, version, suits):
    assert bootstrap.suits(version) is suits


def test_other_pythons_are_tried_newest_first_and_through_the_launcher_on_windows(bootstrap):
    assert bootstrap.other_pythons(windows=False) == [["python3.13"], ["python3.12"], ["python3.11"]]
    assert bootstrap.other_pythons(windows=True)[:3] == [["py", "-3.13"], ["py", "-3.12"], ["py", "-3.11"]]


def test_a_python_is_taken_only_if_it_starts_and_suits(bootstrap, tmp_path):
    if os.name == "nt":
        pytest.skip("a shell script stands in for the shim")
    for name, words in (("shim", "exit 127"), ("old", "echo 3 9")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{words}\n")
        (tmp_path / name).chmod(0o755)
    poor = [["no-such-python"], [str(tmp_path / "shim")], [str(tmp_path / "old")]]
    assert bootstrap.find_python(poor) is None
    assert bootstrap.find_python([*poor, [sys.executable]]) == [sys.executable]


def test_no_python_that_suits_is_one_clear_sentence(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap, "suits", lambda version: False)
    with pytest.raises(SystemExit, match=r"needs 3\.11, 3\.12 or 3\.13\. Install one") as end:
        bootstrap.with_a_python_that_suits(["demo"])
    assert "\n" not in str(end.value)


def test_each_missing_library_names_its_package(bootstrap, monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "FONT_FOLDERS", (str(tmp_path),))
    monkeypatch.setattr(
        bootstrap, "loads", lambda library: library not in {"libEGL.so.1", "libxcb-cursor.so.0"}
    )
    assert bootstrap.missing_qt_packages() == ["libegl1", "libxcb-cursor0", "fonts-dejavu-core"]
    (tmp_path / "shop.ttf").touch()
    monkeypatch.setattr(bootstrap, "loads", lambda library: True)
    assert bootstrap.missing_qt_packages() == []


def test_a_library_nobody_has_does_not_load(bootstrap):
    assert not bootstrap.loads("libno-such-library.so.9")


@pytest.fixture
def ran(bootstrap, monkeypatch):
    """Record commands in place of running them; each ends well."""
    commands = []

    def record(command, **keywords):
        commands.append(command)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(bootstrap.subprocess, "run", record)
    return commands


def test_without_apt_the_packages_are_named_and_nothing_runs(bootstrap, ran, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    assert not bootstrap.install_system_packages(["libgl1", "libegl1"], "Qt")
    assert "libgl1, libegl1" in capsys.readouterr().out
    assert ran == []


def test_without_rights_the_exact_command_is_named_and_nothing_runs(bootstrap, ran, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(bootstrap, "privilege", lambda: None)
    assert not bootstrap.install_system_packages(["libgl1", "libegl1"], "Qt")
    assert "Run: sudo apt-get install libgl1 libegl1\n" in capsys.readouterr().out
    assert ran == []


@pytest.mark.parametrize("prefix", [[], ["sudo", "-n"]])
def test_with_rights_the_lists_are_refreshed_and_the_packages_installed(bootstrap, ran, monkeypatch, prefix):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(bootstrap, "privilege", lambda: prefix)
    assert bootstrap.install_system_packages(["libgl1"], "Qt")
    update, install = ran
    assert update[: len(prefix)] == install[: len(prefix)] == prefix
    assert update[-1] == "update"
    assert install[-3:] == ["-y", "--no-install-recommends", "libgl1"]


def test_nothing_missing_runs_nothing(bootstrap, ran):
    assert bootstrap.install_system_packages([], "Qt")
    assert ran == []


def test_the_stamp_changes_with_all_it_was_made_of(bootstrap, tmp_path):
    made = ("pins", "project", "3.11.7", tmp_path)
    others = [("pins2", *made[1:]), (*made[:1], "project2", *made[2:]), (*made[:2], "3.12.1", tmp_path)]
    others += [(*made[:3], tmp_path / "elsewhere"), ("pinsproject", "", *made[2:])]
    first = bootstrap.stamp(*made)
    assert bootstrap.stamp(*made) == first
    assert all(bootstrap.stamp(*other) != first for other in others)


@pytest.mark.parametrize("content", [None, b"", b"[1]", b"{", b"\xff\xfe"])
def test_a_stamp_that_cannot_be_read_is_no_stamp(bootstrap, tmp_path, content):
    if content is not None:
        (tmp_path / bootstrap.STAMP).write_bytes(content)
    assert bootstrap.read_stamp(tmp_path) == {}


@pytest.fixture
def project(bootstrap, monkeypatch, tmp_path):
    """A checkout of two pins whose environment is made and filled by recorders."""
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    pins = tmp_path / "constraints.txt"
    pins.write_text(
        "shiboken6==1 \\\n    --hash=sha256:aa\ntqdm==2 \\\n    --hash=sha256:bb\n", encoding="utf-8"
    )
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "CONSTRAINTS", pins)
    done = []

    def create(venv):
        done.append("create")
        python = bootstrap.program(venv, "python")
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()

    monkeypatch.setattr(bootstrap, "create", create)
    monkeypatch.setattr(bootstrap, "usable", lambda venv: bootstrap.program(venv, "python").exists())
    monkeypatch.setattr(bootstrap, "install", lambda venv, chosen: done.append([name for name, _ in chosen]))
    return tmp_path, done


def test_a_second_set_up_does_nothing_and_a_new_pin_installs_over_the_old(bootstrap, project):
    root, done = project
    bootstrap.set_up(root / ".venv")
    bootstrap.set_up(root / ".venv")
    assert done == ["create", ["shiboken6", "tqdm"]]
    bootstrap.CONSTRAINTS.write_text("tqdm==3\n", encoding="utf-8")
    bootstrap.set_up(root / ".venv")
    assert done[2:] == [["tqdm"]]


def test_without_qt_its_packages_are_left_out(bootstrap, project):
    root, done = project
    bootstrap.set_up(root / ".venv-headless", bootstrap.STUDIO_ONLY)
    assert done == ["create", ["tqdm"]]


def test_an_environment_that_was_moved_is_made_anew(bootstrap, project):
    root, done = project
    bootstrap.set_up(root / ".venv")
    stamp = root / ".venv" / bootstrap.STAMP
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "root": "/elsewhere"}))
    bootstrap.set_up(root / ".venv")
    assert done.count("create") == 2


def test_an_installation_that_failed_is_not_taken_for_finished(bootstrap, project, monkeypatch):
    root, done = project
    recorded = bootstrap.install
    monkeypatch.setattr(bootstrap, "install", lambda venv, chosen: bootstrap.stop("no network"))
    with pytest.raises(SystemExit, match="no network"):
        bootstrap.set_up(root / ".venv")
    monkeypatch.setattr(bootstrap, "install", recorded)
    bootstrap.set_up(root / ".venv")
    assert done == ["create", ["shiboken6", "tqdm"]]


def test_pip_takes_hashed_pins_alone_and_builds_with_nothing_else(bootstrap, ran, tmp_path):
    bootstrap.install(
        tmp_path, [("setuptools", "setuptools==84 \\\n    --hash=sha256:cc\n"), ("tqdm", "tqdm==2\n")]
    )
    builders, pinned, project = ran
    assert all({"--require-hashes", "--no-build-isolation"} <= set(command) for command in (builders, pinned))
    assert {"--no-deps", "--no-build-isolation", "--editable"} <= set(project)
    assert not any("index" in word or "://" in word for command in ran for word in command)


def test_qt_draws_off_screen_only_where_there_is_no_display(bootstrap):
    assert bootstrap.surroundings({"A": "1"}, "linux") == {"QT_QPA_PLATFORM": "offscreen", "A": "1"}
    assert bootstrap.surroundings({"QT_QPA_PLATFORM": "vnc"}, "linux") == {"QT_QPA_PLATFORM": "vnc"}
    for shown in ({"DISPLAY": ":1"}, {"WAYLAND_DISPLAY": "w"}):
        assert bootstrap.surroundings(shown, "linux") == shown
    assert bootstrap.surroundings({}, "darwin") == {}


def test_the_checks_stop_at_the_first_that_fails_with_its_exit_code(bootstrap, monkeypatch, capfd):
    codes = {"a": 0, "b": 3, "c": 0}
    steps = [(name, [sys.executable, "-c", f"raise SystemExit({code})"]) for name, code in codes.items()]
    monkeypatch.setattr(bootstrap, "checks", lambda *given: steps)
    monkeypatch.chdir(ROOT)
    assert bootstrap.test(Path("venv"), [], without_qt=False) == 3
    lines = capfd.readouterr().out.splitlines()
    outcomes = [line.rpartition(" in ")[0] for line in lines if line.endswith(" s")]
    assert outcomes == ["a: ok", "b: failed with exit code 3"]
    assert not any(line.startswith("c:") for line in lines)


def test_the_whole_suite_is_lint_types_contract_and_tests_and_without_qt_leaves_the_studio_out(bootstrap):
    whole = bootstrap.checks(Path("venv"), ["-k", "sample"], without_qt=False)
    assert [name for name, _ in whole] == ["lint", "format", "types", "import contract", "tests"]
    assert whole[-1][1][-3:] == ["pytest", "-k", "sample"]
    ((_, command),) = bootstrap.checks(Path("venv"), [], without_qt=True)
    assert command[-1] == "--ignore=tests/studio"


@pytest.mark.parametrize(
    ("arguments", "venv", "verb"),
    [
        (["test", "-k", "sample", "-x"], ".venv", ("test", ["-k", "sample", "-x"], False)),
        (["test", "--without-qt", "-x"], ".venv-headless", ("test", ["-x"], True)),
        (["demo", "--out", "there"], ".venv", ("demo", ["--out", "there"])),
    ],
)
def test_what_is_not_bootstraps_own_goes_on_to_the_program(bootstrap, monkeypatch, arguments, venv, verb):
    called = []
    monkeypatch.setattr(bootstrap, "missing_qt_packages", list)
    monkeypatch.setattr(bootstrap, "set_up", lambda where, leave_out: called.append(where.name))
    monkeypatch.setattr(
        bootstrap, "test", lambda where, rest, headless: called.append(("test", rest, headless)) or 7
    )
    monkeypatch.setattr(bootstrap, "run", lambda command: called.append(("demo", command[2:])) or 7)
    assert bootstrap.main(arguments) == 7
    assert called == [venv, verb]


def test_an_old_python_can_still_read_it_and_say_that_it_is_too_old():
    source = (ROOT / "packaging" / "bootstrap.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 7))
    assert "from __future__ import annotations" in map(ast.unparse, tree.body)
