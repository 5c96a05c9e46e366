"""Finding the artwork that an order means, within the folders it may come from and nowhere else."""

from __future__ import annotations

import filecmp
import os
import re
import unicodedata
from pathlib import PurePath, PureWindowsPath
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from gangsheet_studio.orders.columns import plain
from gangsheet_studio.orders.filenames import read_name
from gangsheet_studio.orders.files import IMAGE_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gangsheet_studio.orders.walk import ArtworkFile

_SAME_SUFFIX: Final = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "tiff": "tif"}
_LONGEST_NAME: Final = 500
_VARIANT: Final = re.compile(r"[-_–—][^-_–—]*$")  # noqa: RUF001

_Tier = dict[str, list[int]]


class Index(Struct, frozen=True):
    """Artwork by every name an order may give it; `tiers` go from the exact name to the loosest.

    `products` are the names, plain, of which there is a variant: dog where there is Dog - Red.png.
    """

    files: tuple[ArtworkFile, ...]
    tiers: tuple[_Tier, ...]
    paths: dict[str, int]
    products: frozenset[str]


class Found(Struct, frozen=True):
    """`path` of the artwork, or why there is none; `others` are the files that fit equally.

    `spelling` is the one of a design's that led here; `other_type`: it lies in another type's folder.
    """

    path: str | None = None
    reason: Literal["missing", "outside", "ambiguous"] = "missing"
    others: tuple[str, ...] = ()
    spelling: str = ""
    other_type: bool = False


def index_artwork(files: Iterable[ArtworkFile]) -> Index:
    """Return the index of `files`; a file that comes twice counts once."""
    known: dict[str, ArtworkFile] = {}
    for file in files:
        known.setdefault(os.path.normcase(file.path), file)
    tiers: tuple[_Tier, ...] = ({}, {}, {}, {})
    for number, file in enumerate(known.values()):
        for tier, names in zip(tiers, _names_of(file.name), strict=True):
            for name in names:
                tier.setdefault(name, []).append(number)
    paths = {path: number for number, path in enumerate(known)}
    products = frozenset(product for file in known.values() if (product := _product(file.name)))
    return Index(tuple(known.values()), tiers, paths, products)


def find_artwork(index: Index, text: str, kind: str = "") -> Found:
    """Return the artwork that `text` names: a name, with or without extension, or a path below a folder.

    Files in a folder called `kind` are preferred. An absolute path counts only if `index` holds it.
    """
    name = text.strip()
    if not name or len(name) > _LONGEST_NAME:
        return Found()
    if _leaves(name):
        number = index.paths.get(os.path.normcase(os.path.normpath(name)))
        return Found(reason="outside") if number is None else Found(index.files[number].path)
    # a path's folders must be there; but AC/DC is a title, and 3 1/2in a size
    *folders, last = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")] or [name]
    found = _best(index, last, folders, kind)
    if not found and folders:
        folders = []
        found = _best(index, name, folders, kind)
    if len(found) > 1 and not _same_content(found):
        return Found(reason="ambiguous", others=tuple(file.path for file in found))
    if not found:
        return Found()
    return Found(found[0].path, other_type=not folders and _is_other_type(found[0], kind))


def _best(index: Index, name: str, folders: Sequence[str], kind: str) -> list[ArtworkFile]:
    """Return the files of the first tier in which any fits, those in a folder called `kind` before others."""
    fits = [
        [index.files[number] for number in tier.get(key, ()) if _lies_in(index.files[number], folders)]
        for tier, key in zip(index.tiers, _keys(name), strict=True)
    ]
    wanted = plain(kind)
    if wanted:
        for files in fits:
            if inside := [file for file in files if wanted in map(plain, file.folders)]:
                return inside
    return next((files for files in fits if files), [])


def _is_other_type(file: ArtworkFile, kind: str) -> bool:
    """Return whether folders sort `file`, and none of them is called `kind`."""
    wanted = plain(kind)
    return bool(wanted and file.folders) and wanted not in map(plain, PurePath(file.path).parent.parts)


def _names_of(name: str) -> tuple[set[str], ...]:
    """Return the names under which each tier knows a file: exact, any case, plain, without its size."""
    exact = unicodedata.normalize("NFC", name)
    stem, suffix = _split(exact)
    title = read_name(stem).title
    return (
        {exact, stem},
        {exact.casefold(), stem.casefold()},
        _plain_names(stem, suffix),
        _plain_names(title, suffix),
    )


def plain_title(name: str) -> str:
    """Return the plain name of a file, or one that an order gives it, without extension and size."""
    return plain(read_name(_split(unicodedata.normalize("NFC", name))[0]).title)


def _product(name: str) -> str:
    """Return the plain name in front of a file's last dash or underscore, empty where there is none."""
    title = read_name(_split(name)[0]).title
    return plain(_VARIANT.sub("", title)) if _VARIANT.search(title) else ""


def _plain_names(stem: str, suffix: str) -> set[str]:
    key = plain(stem)
    return {key, f"{key}.{suffix}"} if key else set()


def _keys(name: str) -> tuple[str, ...]:
    """Return what to ask each tier for."""
    exact = unicodedata.normalize("NFC", name)
    stem, suffix = _split(exact)
    ending = f".{suffix}" if suffix else ""
    return (
        exact,
        exact.casefold(),
        plain(stem) + ending,
        plain(read_name(stem).title) + ending,
    )


def _split(name: str) -> tuple[str, str]:
    """Return stem and extension; the extension is empty where it is no picture's."""
    stem, dot, suffix = name.rpartition(".")
    suffix = suffix.lower()
    if not stem or dot + suffix not in IMAGE_SUFFIXES:
        return name, ""
    return stem, _SAME_SUFFIX.get(suffix, suffix)


def _lies_in(file: ArtworkFile, folders: Sequence[str]) -> bool:
    if not folders:
        return True
    tail = PurePath(file.path).parent.parts[-len(folders) :]
    return [plain(folder) for folder in tail] == [plain(folder) for folder in folders]


def _leaves(name: str) -> bool:
    """Return whether `name` is an absolute path on some system, or goes up."""
    path = PureWindowsPath(name)  # knows both slashes
    return bool(path.root) or ".." in path.parts


def _same_content(files: Sequence[ArtworkFile]) -> bool:
    first = files[0].path
    try:
        return all(filecmp.cmp(first, other.path, shallow=False) for other in files[1:])
    except OSError:
        return False
