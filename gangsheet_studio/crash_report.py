"""A report of something nobody expected: where it happened, and nothing of what customers sent."""

from __future__ import annotations

import errno
import os
import platform
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gangsheet_studio import __version__
from gangsheet_studio.folders import log_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEPT: Final = 20
_MOST_CAUSES: Final = 10
_LIBRARIES: Final = ("msgspec", "numpy", "pillow", "psutil", "pyside6-essentials", "pyvips", "spyrrow")
_PACKAGE: Final = Path(__file__).parent.parent


def write_report(error: BaseException, program: str, folder: Path | None = None) -> Path | None:
    """Write what is known of `error` into the log folder and return the file; None where that can't be.

    It has versions, the platform and the places in the code. Messages, values and names of files stay out.
    """
    try:
        folder = folder or log_folder()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"crash-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{os.getpid()}.txt"
        unfinished = path.with_suffix(".tmp")
        unfinished.write_text("\n".join([*_about(program), "", *_chain(error), ""]), encoding="utf-8")
        unfinished.replace(path)
        for older in reports(folder)[_KEPT:]:
            older.unlink(missing_ok=True)
    except OSError:
        return None
    return path


def reports(folder: Path | None = None) -> list[Path]:
    """Return the reports that are kept, the newest first."""
    return sorted((folder or log_folder()).glob("crash-*.txt"), reverse=True)


def _about(program: str) -> Iterator[str]:
    from importlib import metadata  # every start would take 30 ms longer for it

    yield f"Gangsheet Studio {__version__}, {program}"
    yield time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    yield f"{platform.platform()}, {platform.machine()}"
    yield f"Python {platform.python_version()}{', bundled' if getattr(sys, 'frozen', False) else ''}"
    for name in _LIBRARIES:
        try:
            yield f"{name} {metadata.version(name)}"
        except metadata.PackageNotFoundError:
            continue


def _chain(error: BaseException) -> Iterator[str]:
    """Yield the error and what led to it, the first cause last."""
    seen: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if seen is None:
            return
        yield f"{type(seen).__module__}.{type(seen).__qualname__}{_number(seen)}"
        for frame in traceback.extract_tb(seen.__traceback__):
            yield f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}"
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
        if seen is not None:
            yield "because of"


def _number(error: BaseException) -> str:
    """Return what the system calls an error: its message would hold a name."""
    if isinstance(error, OSError) and error.errno is not None:
        return f" {errno.errorcode.get(error.errno, '')} ({error.errno})"
    return ""


def _place(filename: str) -> str:
    """Return a file of code without the folders of the machine, which hold people's names."""
    path = Path(filename)
    if path.is_relative_to(_PACKAGE):
        return path.relative_to(_PACKAGE).as_posix()
    parts = path.parts
    for root in ("site-packages", "dist-packages"):
        if root in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(root) :])
    return path.name
