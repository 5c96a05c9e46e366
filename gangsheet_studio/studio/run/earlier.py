"""Sheets that lie in the output folder before a run: whether there are any, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gangsheet_studio.model.names import name_problem
from gangsheet_studio.model.output import NAMES
from gangsheet_studio.model.sheet_names import is_file_of, manifest_name
from gangsheet_studio.studio.look.words import count
from gangsheet_studio.studio.run.left_out import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gangsheet_studio.model.manifest import Manifest

OLDER: Final = "output.older-sheet"
"""The engine's warning of a leftover: the studio moves it away, and says so itself."""
_ROOM: Final = 8
"""Bytes of a name that a number after it may take."""


def earlier_sheets(folder: Path, name: str, pattern: str = NAMES) -> tuple[Path, ...]:
    """Return what a job called `name` wrote into `folder`, its sheets by `pattern`, and no file besides."""
    if not name or name_problem(name):
        return ()  # the engine refuses it and writes nothing
    try:
        found = [path for path in folder.iterdir() if is_file_of(path.name, name, pattern)]
        if not found:  # some systems take other letters for the same
            first = folder / manifest_name(name), folder / f"{name}_Part_1.png"
            found = [path for path in first if path.exists()]
    except OSError:
        return ()
    return tuple(sorted(found))


def free_name(folder: Path, name: str, pattern: str = NAMES) -> str:
    """Return `name` with the first number from 2 on that no sheets in `folder` are called by."""
    number, base = 2, name
    while name_problem(f"{base} {'9' * (_ROOM - 1)}"):
        base = base[:-1].rstrip()
    while earlier_sheets(folder, f"{base} {number}", pattern):
        number += 1
    return f"{base} {number}"


def leftovers(earlier: Sequence[Path], manifest: Manifest) -> tuple[Path, ...]:
    """Return the files of `earlier` that a finished run has not made anew.

    There are none where it made nothing at all: then the earlier ones are the best there is.
    """
    if not manifest.parts:
        return ()
    made = {manifest_name(manifest.job), *(file.name for file in manifest.written)}
    return tuple(path for path in earlier if path.name not in made)


def what_became(moved: Sequence[Path], kept: Sequence[Path]) -> str:
    """Return what staff must know of leftovers that were `moved` to the trash, and those that were not."""
    if kept:
        names = ", ".join(shortened([path.name for path in kept]))
        return f"Older sheets of this name are still there: {names}. Delete them, or they may get printed."
    if moved:
        are = "was" if len(moved) == 1 else "were"
        return f"{count(len(moved), 'older sheet')} of this name {are} moved to the trash."
    return ""
