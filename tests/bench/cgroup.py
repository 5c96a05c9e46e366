"""A memory control group of our own for a child process (Linux, as root): v1 or v2, no swap."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ROOT = Path("/sys/fs/cgroup")


class CannotLimitError(OSError):
    """This system lets us make no control group."""


@contextmanager
def memory_group(limit_bytes: int) -> Iterator[Path]:
    """Make a group limited to `limit_bytes`; write a process id into its `cgroup.procs` to join it."""
    version_2 = (_ROOT / "cgroup.controllers").exists()
    group = (_ROOT if version_2 else _ROOT / "memory") / f"gangsheet-bench-{os.getpid()}"
    try:
        group.mkdir()
    except OSError as error:
        raise CannotLimitError(f"no memory control group can be made here ({error})") from error
    try:
        if version_2:
            (group / "memory.max").write_text(str(limit_bytes))
            (group / "memory.swap.max").write_text("0")
        else:
            (group / "memory.limit_in_bytes").write_text(str(limit_bytes))
            (group / "memory.swappiness").write_text("0")
        yield group
    finally:
        group.rmdir()
