"""Job names: what files can be named on every system."""

from __future__ import annotations

import re
from typing import Final

_NOT_IN_NAMES: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\ud800-\udfff]')
_WINDOWS_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
)
_LONGEST_NAME: Final = 150


def name_problem(name: str) -> str | None:
    """Return why files can't be named after job `name` on every system, and what to do; None if they can."""
    if not name.strip() or name != name.strip() or name.startswith("."):
        return f"The job name “{name}” can't name a file; begin and end it with a letter or a number."
    if bad := _NOT_IN_NAMES.search(name):
        return (
            f"The job name has {bad[0]!a} in it, which no file name can have; “{tidy_name(name)}” would do."
        )
    if len(name.encode()) > _LONGEST_NAME or name.split(".")[0].lower() in _WINDOWS_DEVICES:
        return f"The job name “{name[:40]}” can't name a file on every system; choose another."
    return None


def tidy_name(text: str) -> str:
    """Return a job name made of `text`, say an order file's, in which `name_problem` finds nothing."""
    short = _NOT_IN_NAMES.sub("_", text).encode()[:_LONGEST_NAME].decode(errors="ignore")
    clean = re.sub(r"^[\s.]+|[\s.]+$", "", short)
    if not clean or clean.split(".")[0].lower() in _WINDOWS_DEVICES:
        return "GangSheet"
    return clean
