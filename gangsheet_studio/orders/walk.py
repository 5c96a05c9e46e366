"""The artwork files below a folder."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.orders.files import IMAGE_SUFFIXES
from gangsheet_studio.orders.findings import Place, is_clean, shown

if TYPE_CHECKING:
    from gangsheet_studio.model.problem import Problem

MOST_FILES: Final = 200_000
_UNPRINTABLE_SUFFIXES: Final = frozenset({".pdf", ".psd", ".psb", ".ai", ".eps", ".bmp", ".cdr", ".indd"})
_FIGURES: Final = re.compile(r"([0-9]+)")


class ArtworkFile(Struct, frozen=True):
    """A file with a picture's extension: its full path, the folders between the root and it, its name."""

    path: str
    folders: tuple[str, ...]
    name: str


class Walk(Struct, frozen=True):
    """The artwork below a folder in natural order, and what was passed over.

    `unprinted` are paths that look like artwork: of a kind that can't be printed, links that lead out, pipes.
    """

    files: tuple[ArtworkFile, ...]
    problems: tuple[Problem, ...] = ()
    unprinted: tuple[str, ...] = ()


def walk_artwork(root: Path) -> Walk:
    """Return the artwork in `root` and its subfolders: 2.png before 10.png, a folder's own files first.

    Hidden files and folders are passed over, and so are links that lead out of `root`.
    """
    files: list[ArtworkFile] = []
    problems: list[Problem] = []
    unprinted: list[str] = []
    place = Place(root)
    top = full_path(root)
    waiting: list[tuple[str, tuple[str, ...]]] = [(top, ())]
    seen = 0
    while waiting:
        folder, folders = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = [entry for entry in found if not is_hidden(entry.name)]
        except OSError as error:
            text = f"“{shown(folder)}” can't be read ({error.strerror}); check who may open it."
            problems.append(place.finding("unreadable", text, value=folder, severity="warning"))
            continue
        seen += len(entries)
        if seen > MOST_FILES:
            text = f"only the first {MOST_FILES:,} files were looked at; choose a smaller folder."
            problems.append(place.finding("folder-too-large", text, severity="warning"))
            break
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if is_clean(entry.name):
                    waiting.append((entry.path, (*folders, entry.name)))
            elif _is_artwork(entry, top):
                if is_clean(entry.name):
                    files.append(ArtworkFile(entry.path, folders, entry.name))
                else:
                    text = f"the file {entry.name!a} has a name that no program can show; rename it."
                    problems.append(place.finding("bad-name", text, value=entry.name, severity="warning"))
            elif _looks_like_artwork(entry, top):
                unprinted.append(entry.path)
    files.sort(key=lambda file: (tuple(map(natural, file.folders)), natural(file.name)))
    return Walk(tuple(files), tuple(problems), tuple(sorted(unprinted, key=natural)))


def not_printed(path: str) -> Problem:
    """Return the warning for one of a walk's `unprinted`."""
    file = Path(path)
    if file.is_symlink():
        text = "it is a link out of the folder or to nothing, so it is not printed; copy the file here."
    elif file.suffix.lower() in IMAGE_SUFFIXES:
        text = "it is not printed, for it is no regular file; copy the picture here."
    else:
        kind = file.suffix[1:].upper()
        text = f"it is not printed, for artwork can't be {kind}; save it as PNG or move it elsewhere."
    return Place(file).finding("not-printed", text, severity="warning")


def artwork_at(path: Path) -> ArtworkFile:
    """Return a single file as artwork."""
    return ArtworkFile(full_path(path), (), path.name)


def full_path(path: Path) -> str:
    """Return `path` from the root on; links and network drives keep the names staff gave them."""
    return os.path.abspath(path)  # noqa: PTH100 - Path.absolute keeps `..`


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """Return a sort key that counts: 2 comes before 10."""
    pieces = _FIGURES.split(name.casefold())
    return tuple((int(piece), "") if piece.isdecimal() else (0, piece) for piece in pieces)


def is_hidden(name: str) -> bool:
    """Return whether a program put a file there for itself."""
    return name.startswith((".", "~$")) or name == "__MACOSX"


def _is_artwork(entry: os.DirEntry[str], top: str) -> bool:
    if PurePath(entry.name).suffix.lower() not in IMAGE_SUFFIXES:
        return False
    if entry.is_symlink():
        return Path(entry.path).is_file() and leads_inside(entry.path, top)
    return entry.is_file()


def _looks_like_artwork(entry: os.DirEntry[str], top: str) -> bool:
    """Return whether staff may think that `entry`, which is passed over, is printed."""
    suffix = PurePath(entry.name).suffix.lower()
    if suffix in _UNPRINTABLE_SUFFIXES or suffix in IMAGE_SUFFIXES:
        return True
    return entry.is_symlink() and Path(entry.path).is_dir() and not leads_inside(entry.path, top)


def leads_inside(link: str, top: str) -> bool:
    """Return whether what `link` leads to lies in the folder `top`."""
    real, inside = os.path.realpath(link), os.path.realpath(top)
    try:
        return os.path.commonpath([real, inside]) == inside
    except ValueError:  # another drive
        return False
