"""Job names: what files can be named on every system."""

from __future__ import annotations

import re
from typing import Final

from gangsheet_studio.model.one_line import one_line, steers

_RESERVED: Final = frozenset('<>:"/\\|?*')
# Windows takes figures in superscript for figures
_WINDOWS_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {
        f"{port}{n}"
        for port in ("com", "lpt")
        for n in "123456789\N{SUPERSCRIPT ONE}\N{SUPERSCRIPT TWO}\N{SUPERSCRIPT THREE}"
    }
)
_LONGEST_NAME: Final = 150


def name_problem(name: str) -> str | None:
    """Return why files can't be named after job `name` on every system, and what to do; None if they can."""
    if not name.strip() or name != name.strip() or name.startswith("."):
        shown = one_line(name)
        return f"The job name “{shown}” can't name a file; begin and end it with a letter or a number."
    if bad := next(filter(_is_bad, name), None):
        return f"The job name has {bad!a} in it, which no file name can have; “{tidy_name(name)}” would do."
    if len(name.encode()) > _LONGEST_NAME or _is_device(name):
        return f"The job name “{name[:40]}” can't name a file on every system; choose another."
    return None


def tidy_name(text: str) -> str:
    """Return a job name made of `text`, say an order file's, in which `name_problem` finds nothing."""
    usable = "".join("_" if _is_bad(each) else each for each in text)
    short = usable.encode()[:_LONGEST_NAME].decode(errors="ignore")
    clean = re.sub(r"^[\s.]+|[\s.]+$", "", short)
    return "GangSheet" if not clean or _is_device(clean) else clean


def _is_bad(character: str) -> bool:
    return character in _RESERVED or steers(character)


def _is_device(name: str) -> bool:
    """Return whether Windows takes `name` for a device: by what stands before its first dot."""
    return name.split(".")[0].rstrip().lower() in _WINDOWS_DEVICES
