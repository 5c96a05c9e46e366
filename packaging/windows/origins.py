"""Where each file of the bundle comes from: a wheel, CPython or this build. A file from elsewhere is refused.

A file counts by its content, so a library that was replaced is refused as well as one that was added.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

LICENCES: Final = "licences.txt"
# what the build writes itself, below the bundle's folder
MADE: Final = ("Gangsheet Studio.exe", "gangsheet-studio.exe", "_internal/base_library.zip", LICENCES)
_LIBRARIES: Final = ("*.dll", "DLLs/*.dll", "DLLs/*.pyd")


def of_wheels(site_packages: Path) -> dict[str, str]:
    """Return the SHA-256 of each file that an installed wheel lists, with the wheel's name and version.

    The lists are RECORD files (PyPA specification "Recording installed projects").
    """
    known = {}
    for record in site_packages.glob("*.dist-info/RECORD"):
        name = record.parent.name.removesuffix(".dist-info").replace("-", " ")
        with record.open(encoding="utf-8", newline="") as lines:
            for _path, digest, _size in csv.reader(lines):
                if digest.startswith("sha256="):
                    known[_hexadecimal(digest.removeprefix("sha256="))] = name
    return known


def of_python(python: Path) -> dict[str, str]:
    """Return the SHA-256 of the libraries of an installed CPython."""
    libraries = (path for pattern in _LIBRARIES for path in python.glob(pattern))
    return {hashlib.sha256(path.read_bytes()).hexdigest(): "CPython" for path in libraries}


def of_archive(archive: Path) -> dict[str, str]:
    """Return the SHA-256 of each file in the zip that a CPython was unpacked from."""
    with zipfile.ZipFile(archive) as files:
        names = [name for name in files.namelist() if not name.endswith("/")]
        return {hashlib.sha256(files.read(name)).hexdigest(): "CPython" for name in names}


def check(bundle: Path, known: Mapping[str, str], made: Iterable[str] = MADE) -> dict[str, str]:
    """Return all files below `bundle`, each path with its origin; SystemExit where one has none."""
    own = dict.fromkeys(made, "this build")
    found = {}
    for path in sorted(bundle.rglob("*")):
        if path.is_file():
            name = path.relative_to(bundle).as_posix()
            found[name] = own.get(name) or known.get(hashlib.sha256(path.read_bytes()).hexdigest(), "")
    strange = [name for name, origin in found.items() if not origin]
    if strange:
        raise SystemExit(
            "origins: no wheel and no CPython has these files as they are: " + ", ".join(strange)
        )
    return found


def _hexadecimal(encoded: str) -> str:
    return base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).hex()
