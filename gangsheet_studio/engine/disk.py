"""The folders a render writes to, and whether there is room in them."""

from __future__ import annotations

import secrets
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from gangsheet_studio.engine.locked_file import take
from gangsheet_studio.engine.sweeping import LOCK_SUFFIX, SCRATCH_PREFIX, sweep_scratch
from gangsheet_studio.errors import NotEnoughDiskError, OutputError
from gangsheet_studio.model.units import MB, format_bytes
from gangsheet_studio.sheets.atomic import DISK_FULL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gangsheet_studio.protocol import Forecast

_SPARE = 64 * MB  # a file system without any room fails in other programs too


@contextmanager
def output_folder(name: str) -> Iterator[Path]:
    """Make the output folder; one that was made here and stays empty is taken away again."""
    folder = Path(name).absolute()
    made = _make(folder, "output")
    try:
        yield folder
    finally:
        if made and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def scratch_parent(name: str | None) -> Path:
    """Return the folder that each job gets a scratch folder in: `name`, or the user's own."""
    return Path(name).absolute() if name else platformdirs.user_cache_path("gangsheet-studio") / "scratch"


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
        why = getattr(error, "strerror", None) or error
        raise OutputError(f"The {purpose} folder {folder} can't be used ({why}). Choose another.") from error
    return made


def check_space(out: Path, scratch: Path, forecast: Forecast) -> None:
    """Raise NotEnoughDiskError if the sheets or the scratch files should not fit."""
    for error in space_errors(out, scratch, forecast):
        raise error


def space_errors(out: Path, scratch: Path, forecast: Forecast) -> Iterator[NotEnoughDiskError]:
    """Yield an error for each disk that the sheets or the scratch files should not fit on."""
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
