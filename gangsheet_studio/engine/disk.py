"""The folders a render writes to, and whether there is room in them."""

from __future__ import annotations

import secrets
import shutil
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gangsheet_studio import folders
from gangsheet_studio.engine.locked_file import take
from gangsheet_studio.engine.sweeping import LOCK_SUFFIX, SCRATCH_PREFIX, sweep_scratch
from gangsheet_studio.errors import NotEnoughDiskError, OutputError
from gangsheet_studio.model.units import MB, format_bytes
from gangsheet_studio.sheets.atomic import DISK_FULL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gangsheet_studio.protocol import Forecast

_SPARE: Final = 64 * MB  # a file system without any room fails in other programs too
_LEAST_FREE: Final = 32 * MB  # what a job in the middle leaves to them
_SECONDS_BETWEEN_LOOKS: Final = 0.1


@contextmanager
def output_folder(name: str) -> Iterator[Path]:
    """Make the output folder; one that was made here and stays empty is taken away again."""
    folder = Path(name).absolute()
    made = _make(folder, "output")
    try:
        yield folder
    finally:
        if made:
            with suppress(OSError):  # it is gone, or has something in it
                folder.rmdir()


def scratch_parent(name: str | None) -> Path:
    """Return the folder that each job gets a scratch folder in: `name`, or the user's own."""
    return Path(name).absolute() if name else folders.scratch_folder()


@contextmanager
def scratch_folder(name: str | None) -> Iterator[Path]:
    """Make a folder of this job's own for staged designs; it is gone afterwards, however the job ended.

    An OSError from inside is about the scratch files: sheets and manifest have errors of their own.
    """
    parent = scratch_parent(name)
    _make(parent, "scratch")
    sweep_scratch(parent)
    try:
        with _held_folder(parent) as folder:
            yield folder
    except OSError as error:
        if error.errno in DISK_FULL:
            raise NotEnoughDiskError(
                f"The disk of the scratch folder {parent} is full. Free some space there or choose another "
                "scratch folder, then make the sheets again."
            ) from error
        raise OutputError(
            f"The scratch folder {parent} can't be used ({error.strerror or error}). Choose another."
        ) from error


@contextmanager
def _held_folder(parent: Path) -> Iterator[Path]:
    """Make a folder in `parent`, with a lock beside it that says that its process is alive."""
    while True:
        name = f"{SCRATCH_PREFIX}{secrets.token_hex(4)}"
        lock = take(parent / f"{name}{LOCK_SUFFIX}")
        if lock is not None:
            break
    try:
        (parent / name).mkdir()
        yield parent / name
    finally:
        shutil.rmtree(parent / name, ignore_errors=True)
        lock.remove()


def _make(folder: Path, purpose: str) -> bool:
    """Make sure that `folder` is there; return whether it was made now."""
    try:
        made = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        if isinstance(error, OSError) and error.errno in DISK_FULL:
            raise NotEnoughDiskError(
                f"The disk is full: the {purpose} folder {folder} could not be made. Free some space there "
                "or choose another folder, then make the sheets again."
            ) from error
        why = getattr(error, "strerror", None) or error
        raise OutputError(f"The {purpose} folder {folder} can't be used ({why}). Choose another.") from error
    return made


def check_space(out: str, scratch: str | None, forecast: Forecast) -> None:
    """Raise NotEnoughDiskError if the sheets or the scratch files should not fit."""
    for error in space_errors(out, scratch, forecast):
        raise error


def space_errors(out: str, scratch: str | None, forecast: Forecast) -> list[NotEnoughDiskError]:
    """Return an error for each disk that the sheets or the scratch files should not fit on.

    Folders need not be there yet, and none is made. One that can't be looked at counts as large enough:
    making it tells why it is not.
    """
    with suppress(OSError, ValueError):
        folders = _there(Path(out).absolute()), _there(scratch_parent(scratch))
        return list(_space_errors(*folders, forecast))
    return []


def _there(folder: Path) -> Path:
    """Return `folder` or the nearest folder above it that exists."""
    return next((each for each in (folder, *folder.parents) if each.is_dir()), folder)


def _space_errors(out: Path, scratch: Path, forecast: Forecast) -> Iterator[NotEnoughDiskError]:
    needs = {out: forecast.output_bytes, scratch: forecast.scratch_bytes}
    if out.stat().st_dev == scratch.stat().st_dev:
        needs = {out: forecast.output_bytes + forecast.scratch_bytes}
    for folder, needed in needs.items():
        free = shutil.disk_usage(folder).free
        if free < needed + _SPARE:
            yield NotEnoughDiskError(
                f"Not enough disk space in {folder}: about {format_bytes(needed + _SPARE)} is needed, "
                f"{format_bytes(free)} is free. Free some space or choose another folder.",
                needed=needed + _SPARE,
                available=free,
            )


class Space:
    """Watches the disks of both folders while a job runs, so that it stops while there is some room left."""

    def __init__(self, out: Path, scratch: Path) -> None:
        self._out, self._scratch = out, scratch
        self._next_look = 0.0

    def check(self) -> None:
        """Raise NotEnoughDiskError if either is nearly full; looks ten times a second at the most."""
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + _SECONDS_BETWEEN_LOOKS
            _check_free(self._out, "output", 0)
            _check_free(self._scratch, "scratch", 0)

    def check_scratch(self, coming: int) -> None:
        """Raise NotEnoughDiskError if `coming` bytes would fill the scratch folder's disk."""
        _check_free(self._scratch, "scratch", coming)


def _check_free(folder: Path, purpose: str, coming: int) -> None:
    try:
        free = shutil.disk_usage(folder).free
    except OSError:  # it is gone: whoever writes to it says so
        return
    if free < coming + _LEAST_FREE:
        raise NotEnoughDiskError(
            f"The disk of the {purpose} folder {folder} is nearly full: {format_bytes(free)} is left, and "
            f"{format_bytes(coming + _LEAST_FREE)} is needed. Free some space there or choose another "
            "folder, then make the sheets again. Those that were already saved are kept.",
            needed=coming + _LEAST_FREE,
            available=free,
        )
