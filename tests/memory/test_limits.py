"""Limits read from control groups, as Linux and containers lay them out."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from gangsheet_studio.memory import limits
from gangsheet_studio.memory.limits import Memory, cgroup_memory, memory_limit, system_memory

MB = 1 << 20


def group(root: Path, folder: str, files: dict[str, object]) -> None:
    target = root / "sys/fs/cgroup" / folder
    target.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (target / name).write_text(f"{content}\n")


def process_in(root: Path, line: str) -> None:
    (root / "proc/self").mkdir(parents=True, exist_ok=True)
    (root / "proc/self/cgroup").write_text(f"{line}\n")


def v2(limit: object, used: int, stat: str = "") -> dict[str, object]:
    return {"memory.max": limit, "memory.current": used, "memory.stat": stat}


def v1(limit: object, used: int, stat: str = "") -> dict[str, object]:
    return {"memory.limit_in_bytes": limit, "memory.usage_in_bytes": used, "memory.stat": stat}


def test_version_2_and_all_groups_above(tmp_path: Path) -> None:
    process_in(tmp_path, "0::/shop/engine")
    group(tmp_path, "shop/engine", v2("max", 10 * MB))
    group(tmp_path, "shop", v2(300 * MB, 90 * MB))
    assert cgroup_memory(tmp_path) == [Memory(300 * MB, 90 * MB)]


def test_version_1_and_all_groups_above(tmp_path: Path) -> None:
    process_in(tmp_path, "4:memory:/shop/engine")
    group(tmp_path, "memory/shop/engine", v1(256 * MB, 50 * MB))
    group(tmp_path, "memory/shop", v1(9223372036854771712, 900 * MB))
    assert cgroup_memory(tmp_path) == [Memory(256 * MB, 50 * MB)]


def test_a_path_that_a_container_hides(tmp_path: Path) -> None:
    process_in(tmp_path, "4:memory:/docker/0123")
    group(tmp_path, "memory", v1(256 * MB, 50 * MB))
    assert cgroup_memory(tmp_path) == [Memory(256 * MB, 50 * MB)]


def test_page_cache_is_not_used_memory(tmp_path: Path) -> None:
    process_in(tmp_path, "0::/engine")
    stat = f"active_file {10 * MB}\ninactive_file {30 * MB}\nfile_dirty {4 * MB}\nfile_writeback {1 * MB}"
    group(tmp_path, "engine", v2(300 * MB, 90 * MB, stat))
    assert cgroup_memory(tmp_path) == [Memory(300 * MB, (90 - 40) * MB)]


def test_page_cache_is_not_used_memory_in_version_1(tmp_path: Path) -> None:
    process_in(tmp_path, "4:memory:/engine")
    stat = f"active_file 1\ntotal_active_file {10 * MB}\ntotal_inactive_file {30 * MB}\ntotal_dirty {4 * MB}"
    group(tmp_path, "memory/engine", v1(300 * MB, 90 * MB, stat))
    assert cgroup_memory(tmp_path) == [Memory(300 * MB, (90 - 40) * MB)]


@pytest.mark.parametrize("line", ["0::/engine", "3:cpu,cpuacct:/engine"])
def test_no_limit(tmp_path: Path, line: str) -> None:
    process_in(tmp_path, line)
    group(tmp_path, "engine", v2("max", 1))
    assert cgroup_memory(tmp_path) == []


def test_a_system_without_control_groups(tmp_path: Path) -> None:
    assert cgroup_memory(tmp_path) == []


def test_the_least_of_all_counts_and_some_is_left_to_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = psutil.virtual_memory().total
    assert memory_limit(machine * 2) < machine
    monkeypatch.setattr(
        limits, "cgroup_memory", lambda: [Memory(300 * MB, 10 * MB), Memory(200 * MB, 20 * MB)]
    )
    assert memory_limit(None) == 170 * MB
    assert memory_limit(100 * MB) == 100 * MB
    assert memory_limit(machine * 2) == 170 * MB
    assert system_memory() == Memory(170 * MB, 20 * MB)


def test_this_machine() -> None:
    memory = system_memory()
    assert 0 < memory.used < memory.total
    assert memory.available == memory.total - memory.used
