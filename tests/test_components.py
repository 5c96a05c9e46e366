"""What the program says it is made of."""

import re
import tomllib
from pathlib import Path

from gangsheet_studio import __version__
from gangsheet_studio.components import components, licence_text

ROOT = Path(__file__).resolve().parents[1]


def test_the_program_comes_first_and_the_rest_by_name():
    program, python, *libraries = components()
    assert (program.name, program.version) == ("Gangsheet Studio", __version__)
    assert python.name == "Python"
    names = [one.name.lower() for one in libraries]
    assert names == sorted(names)


def test_everything_that_is_required_is_named():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = {re.match(r"[\w.-]+", one)[0].lower() for one in project["dependencies"]}
    assert required <= {one.name.lower() for one in components()}


def test_what_tests_and_builds_use_is_not():
    assert not {"pytest", "mypy", "pyinstaller", "hatchling"} & {one.name.lower() for one in components()}


def test_every_licence_can_be_read():
    texts = {one.name: licence_text(one) for one in components()}
    assert {name: text for name, text in texts.items() if len(text) < 900} == {}
    assert "Permission is hereby granted" in texts["Gangsheet Studio"]


def test_a_folder_without_libraries_holds_the_program_alone(tmp_path):
    names = [one.name for one in components(tmp_path)]
    assert names == ["Gangsheet Studio", "Python", "DejaVu fonts"]
