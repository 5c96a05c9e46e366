"""The list of what a bundle holds, and its licences; the libraries of the tests stand for a bundle's."""

import json
import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from tests.packaging.conftest import PACKAGING

LIBRARIES = Path(msgspec.__file__).parents[1]


@pytest.fixture
def contents(script):
    return script("contents")


@pytest.fixture
def release(script):
    return script("release").newest_release()


def required():
    project = tomllib.loads((PACKAGING.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["studio"]]
    return {re.match(r"[\w.-]+", one)[0].lower() for one in wanted}


def test_the_list_names_everything_the_program_requires(contents, release):
    bom = json.loads(contents.bill_of_materials(LIBRARIES, release))
    named = {part["bom-ref"].partition(":")[2] for part in bom["components"]}
    assert required() <= named
    assert {"python", "qt", "libvips", "icu", "pyinstaller"} <= named
    assert not {"pytest", "ruff", "hypothesis"} & named
    assert bom["metadata"]["component"]["version"] == release.version


def test_every_part_of_it_has_a_licence_and_most_a_version(contents, release):
    parts = json.loads(contents.bill_of_materials(LIBRARIES, release))["components"]
    assert [part["name"] for part in parts if not part.get("licenses")] == []
    assert [part["name"] for part in parts if "version" not in part and "description" not in part] == []


def test_the_same_release_gives_the_same_list(contents, release):
    again = contents.bill_of_materials(LIBRARIES, release)
    assert contents.bill_of_materials(LIBRARIES, release) == again


def test_the_licences_are_there_in_full(contents):
    told = contents.licences(LIBRARIES)
    assert told.startswith("MIT License")
    for phrase in (
        "GNU LESSER GENERAL PUBLIC LICENSE",
        "PYTHON SOFTWARE FOUNDATION LICENSE",
        "Qt, in PySide6",
    ):
        assert phrase in told
    bodies = told.split("=" * 79 + "\n\n")[1:]
    assert min(len(body) for body in bodies) > 900  # the shortest licence there is, with its notice
