"""A few faults of the kinds that differ most; all of them: `python -m tests.faults --report`."""

import importlib.util
import shutil
import subprocess
import sys

import pytest

from tests.tracing import can_trace

KINDS = {
    "killed at a write": 2,
    "killed at a flush": 1,
    "killed at a rename": 1,
    "killed at a new file": 1,
    "decoder killed at a write": 1,
    "disk full at a write": 1,
    "flush fails": 1,
    "rename fails": 1,
    "removal fails": 1,
    "no room for a new file": 1,
    "disk full at a decoder's write": 1,
    "output disk fills up": 1,
    "scratch folder vanishes": 1,
    "output folder vanishes": 1,
    "output is read-only": 1,
    "cancelled": 1,
    "journal torn": 1,
    "power cut, as far as it shows": 1,
    "design exchanged": 1,
    "design deleted after nesting": 1,
    "two runs of one job": 1,
    "one killed beside another": 1,
}


def can_mount(folder):
    folder.mkdir()
    if not shutil.which("mount"):
        return False
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(folder)], capture_output=True).returncode:
        return False
    return subprocess.run(["umount", "-l", str(folder)]).returncode == 0


def test_nothing_is_lost(tmp_path):
    if sys.platform != "linux":
        pytest.skip("faults are made by tools of Linux")
    if importlib.util.find_spec("PySide6") is None:
        pytest.skip("nothing here has a window: once is enough, where there is one")
    if not can_trace():
        pytest.skip("no system call can be struck here")
    from tests.faults.every import every_fault
    from tests.faults.fault import outcomes
    from tests.faults.job import open_shop

    shop, mounts = open_shop(tmp_path / "shop"), can_mount(tmp_path / "disk")
    found = {kind: [] for kind in KINDS}
    for fault in every_fault(shop):
        if fault.kind in found and (mounts or not fault.disk):
            found[fault.kind].append(fault)
    chosen = []
    for kind, count in KINDS.items():
        step = len(found[kind]) // count
        chosen += found[kind][step // 2 :: step][:count] if step else []
    lost = {(each.kind, each.name): loss for each, loss, _ in outcomes(shop, chosen, tmp_path) if loss}
    assert lost == {}
    assert len(chosen) == sum(KINDS.values()) or not mounts
