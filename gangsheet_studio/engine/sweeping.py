"""Taking away what dead runs left, and nothing else: temporary files beside sheets, and scratch folders."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from gangsheet_studio.engine.journal import journal_path
from gangsheet_studio.engine.locked_file import is_held, take
from gangsheet_studio.model.sheet_names import is_file_of, job_of
from gangsheet_studio.sheets.atomic import TEMPORARY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCRATCH_PREFIX: Final = "job-"
LOCK_SUFFIX: Final = ".lock"
_OURS: Final = re.compile(re.escape(SCRATCH_PREFIX) + r"[a-z0-9_]{8}", re.ASCII)


def sweep_output(out: Path, job: str, pattern: str) -> None:
    """Remove temporary files from `out`: of `job`, whose journal is held here, and of every dead run.

    Sheets of `job` may be named by `pattern`; those of other jobs are known where they are named as usual.
    """
    for path in _files(out):
        if not (temporary := TEMPORARY.fullmatch(path.name)):
            continue
        final = temporary["final"]
        other = job_of(final)
        if is_file_of(final, job, pattern) or (other and not is_held(journal_path(out, other))):
            with suppress(OSError):  # another run sweeps too
                path.unlink()


def sweep_scratch(parent: Path) -> None:
    """Remove the scratch folders in `parent` that no process holds."""
    for path in _files(parent):
        name = path.name.removesuffix(LOCK_SUFFIX)
        if not _OURS.fullmatch(name) or path.is_symlink():
            continue
        with suppress(OSError):  # another run sweeps too
            lock = take(parent / f"{name}{LOCK_SUFFIX}")
            if lock is None:
                continue
            if lock.sure:
                shutil.rmtree(parent / name, ignore_errors=True)
                lock.remove()
            else:
                lock.close()


def _files(folder: Path) -> Iterator[Path]:
    try:
        yield from list(folder.iterdir())
    except OSError:
        return  # nothing is there yet
