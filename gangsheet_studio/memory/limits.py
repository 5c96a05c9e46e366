"""How much memory this process may use: the machine's, or the control group's where that is less.

psutil knows only the machine; inside a container the control group decides (Linux, Documentation/
admin-guide/cgroup-v1/memory.rst and cgroup-v2.rst). Some of either is left to the system: who takes the last
of it gets killed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import psutil
from msgspec import Struct

from gangsheet_studio.model.units import MB

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_LIMIT: Final = 1 << 60  # v1 writes a huge number where there is none
_SHARE_OF_GROUP: Final = 0.85
_SHARE_OF_MACHINE, _LEAST_RESERVE = 0.98, 64 * MB


class Memory(Struct, frozen=True):
    """Bytes that may be used and that are, by everything under the same limit."""

    total: int
    used: int

    @property
    def available(self) -> int:
        """Bytes that are still to be had."""
        return max(0, self.total - self.used)


def memory_limit(budget: int | None) -> int:
    """Return the bytes the engine may use: the least of budget, machine and 85 % of any control group."""
    total = min(memory.total for memory in _all())
    return min(total, budget) if budget else total


def system_memory() -> Memory:
    """Return the tightest of the machine and the control groups this process is in."""
    return min(_all(), key=lambda memory: memory.available)


def _all() -> list[Memory]:
    machine = psutil.virtual_memory()
    usable = min(int(machine.total * _SHARE_OF_MACHINE), machine.total - _LEAST_RESERVE)
    groups = [Memory(int(group.total * _SHARE_OF_GROUP), group.used) for group in cgroup_memory()]
    return [Memory(usable, machine.total - machine.available), *groups]


def cgroup_memory(root: Path = Path("/")) -> list[Memory]:
    """Return the limits of this process' control group and all above it; none where there is none."""
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return []
    found: list[Memory] = []
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            found += _read(root / "sys/fs/cgroup", path, "memory.max", "memory.current", "")
        elif "memory" in controllers.split(","):
            base = root / "sys/fs/cgroup/memory"
            found += _read(base, path, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_")
    return found


def _read(base: Path, path: str, limit: str, usage: str, prefix: str) -> Iterator[Memory]:
    group = base / path.lstrip("/")
    for folder in [group, *group.parents]:
        if not folder.is_relative_to(base):
            return
        try:
            total = int((folder / limit).read_text())
            used = int((folder / usage).read_text())
        except (OSError, ValueError):  # "max": no limit here; or hidden from a container
            continue
        if total < _NO_LIMIT:
            yield Memory(total, max(0, used - _reclaimable(folder / "memory.stat", prefix)))


def _reclaimable(stat: Path, prefix: str) -> int:
    """Return the page cache, which the system takes back before it kills anyone.

    Also what it has yet to write: it waits for that. Files in memory (tmpfs) are not among these.
    """
    try:
        lines = stat.read_text().splitlines()
        values = {name: int(value) for name, value in (line.split() for line in lines)}
    except (OSError, ValueError):
        return 0
    return values.get(f"{prefix}active_file", 0) + values.get(f"{prefix}inactive_file", 0)
