"""Resources are found in a checkout and in an installed wheel."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from gangsheet_studio.resources import resource

ROOT = Path(__file__).resolve().parents[2]


def test_a_checkout_finds_its_resources():
    assert resource("sample-job/orders.csv") == ROOT / "resources" / "sample-job" / "orders.csv"


def test_a_missing_resource_is_named():
    with pytest.raises(FileNotFoundError, match=r"“no-such-thing\.svg” is missing"):
        resource("no-such-thing.svg")


def test_a_wheel_brings_its_resources_and_finds_them(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as files:
        files.extractall(installed)
    ask = "from gangsheet_studio.resources import resource; print(resource('sample-job'))"
    environ = {**os.environ, "PYTHONPATH": str(installed)}
    answer = subprocess.run(
        [sys.executable, "-c", ask], cwd=tmp_path, env=environ, check=True, capture_output=True, text=True
    )
    found = Path(answer.stdout.strip())
    assert found == installed / "gangsheet_studio" / "_resources" / "sample-job"
    pictures = {path for path in files_in(ROOT / "resources") if path.parts[0] == "screenshots"}
    assert files_in(found.parent) == files_in(ROOT / "resources") - pictures


def files_in(folder):
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
