"""Artwork of a job that was moved, with or without its files: found again by name."""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.project import Project

_MOST_FOLDERS: Final = 3
"""How many folders above a file are looked for in the new place, so that a/logo.png is no b/logo.png."""


def find_moved(project: Project, file: Path) -> tuple[Project, int]:
    """Return `project`, saved in `file`, with artwork that is gone as it lies in a folder of the job.

    These are the folder of `file` and the artwork folders. Also returns how many lines that changed.
    A file that two different ones could be now is taken for none of them.
    """
    paths = dict.fromkeys(line.path for line in project.lines if line.path)
    gone = _gone(paths)
    folders = dict.fromkeys([file.parent, *map(Path, project.designs)])
    found = {path: place for path in gone if (place := _look_for(path, list(folders)))}
    taken = Counter([*found.values(), *(path for path in paths if path not in found)])
    found = {path: place for path, place in found.items() if taken[place] == 1}
    if not found:
        return project, 0
    lines = tuple(
        msgspec.structs.replace(line, path=found[line.path]) if line.path in found else line
        for line in project.lines
    )
    changed = sum(new is not old for new, old in zip(lines, project.lines, strict=True))
    return msgspec.structs.replace(project, lines=lines), changed


def _gone(paths: dict[str, None]) -> list[str]:
    """Return those of `paths` where there is no file, asking once for each folder."""
    names = cache(_names)
    gone = []
    for path in paths:
        here = names(os.path.dirname(path))  # noqa: PTH120 - a fifth of the time, for thousands
        # a system that takes other letters for the same may still have it
        if os.path.basename(path) not in here and not (here and os.path.exists(path)):  # noqa: PTH110, PTH119
            gone.append(path)
    return gone


def _names(folder: str) -> frozenset[str]:
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208
    except (OSError, ValueError):
        return frozenset()


def _look_for(path: str, folders: Sequence[Path]) -> str | None:
    """Return where `path` of any system lies now; the more of its folders are the same, the better."""
    old = PureWindowsPath(path)
    parts = old.parts[bool(old.anchor) :]
    for many in range(min(_MOST_FOLDERS + 1, len(parts)), 0, -1):
        for folder in folders:
            place = folder.joinpath(*parts[-many:])
            if place.is_file():
                return str(place.absolute())
    return None
