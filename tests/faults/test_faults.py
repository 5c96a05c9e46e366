"""One fault of each kind; all of them, and what became of each: `python -m tests.faults --report`."""

import shutil
import subprocess
import sys

import pytest

from tests.faults.__main__ import outcome, place_in
from tests.faults.faults import all_faults, count_writes
from tests.faults.job import open_shop

KILLED_AT = 5  # of fifty, spread over the run


def can_trace():
    strace = shutil.which("strace")
    return (
        strace
        and subprocess.run([strace, "-qq", "-o", "/dev/null", sys.executable, "-c", ""]).returncode == 0
    )


def can_mount(folder):
    folder.mkdir()
    if not shutil.which("mount"):
        return False
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(folder)], capture_output=True).returncode:
        return False
    return subprocess.run(["umount", "-l", str(folder)]).returncode == 0


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    if sys.platform != "linux":
        pytest.skip("faults are made by tools of Linux")
    return open_shop(tmp_path_factory.mktemp("faults") / "shop")


@pytest.fixture(scope="module")
def faults(shop, tmp_path_factory):
    """A few of the kills, and one of each other kind, as far as they can be made here."""
    folder = tmp_path_factory.mktemp("tools")
    traced = can_trace()
    found = {}
    for fault in all_faults(count_writes(shop, place_in(folder / "counted")) if traced else 0):
        found.setdefault(fault.kind, []).append(fault)
    chosen = [*found.pop("killed")[:: 50 // KILLED_AT], *(each[len(each) // 2] for each in found.values())]
    mounts = can_mount(folder / "disk")
    return [each for each in chosen if (traced or not each.traced) and (mounts or not each.disk)]


def test_nothing_is_lost(shop, faults, tmp_path):
    if not faults:
        pytest.skip("no fault can be made here")
    lost = {}
    for number, fault in enumerate(faults):
        if loss := outcome(shop, fault, tmp_path / str(number)):
            lost[f"{fault.kind}, {fault.name}"] = loss
    assert lost == {}
