"""A name that looks finished is finished: temporary name, flush to the disk, rename."""

from __future__ import annotations

import errno
import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, Final

from gangsheet_studio.errors import NotEnoughDiskError, OutputError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

DISK_FULL: Final = frozenset({28, 122})  # ENOSPC, EDQUOT; Windows maps its own codes to 28

TEMPORARY: Final = re.compile(r"\.(?P<final>.+)\.[0-9]+\.tmp", re.ASCII)
"""What AtomicFile calls a file until it is whole."""


class AtomicFile:
    """Writes beside `final`; `commit` gives the final name, leaving without it removes all."""

    def __init__(self, final: Path) -> None:
        self.final = final
        self.temporary = final.with_name(f".{final.name}.{os.getpid()}.tmp")
        self.committed = False
        self._file: BinaryIO | None = None

    def __enter__(self) -> AtomicFile:
        try:
            self._file = self.temporary.open("wb", buffering=0)
        except OSError as error:
            raise write_error(self.final, error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            with suppress(OSError):  # a drive that is gone; nobody wants what is in it
                self._file.close()
            self._file = None
            self._remove()

    def write(self, data: bytes | memoryview) -> None:
        """Append `data`; NotEnoughDiskError or OutputError name the file."""
        view = memoryview(data)
        try:
            while view:
                view = view[self._open.write(view) :]
        except OSError as error:
            raise write_error(self.final, error) from error

    def write_at_start(self, data: bytes) -> None:
        """Write `data` over the first bytes; NotEnoughDiskError or OutputError name the file."""
        view = memoryview(data)
        try:
            self._open.seek(0)
            while view:
                view = view[self._open.write(view) :]
            self._open.seek(0, os.SEEK_END)
        except OSError as error:
            raise write_error(self.final, error) from error

    def flush_to_disk(self) -> None:
        """Have the system write what it holds of the file so far."""
        try:
            os.fsync(self._open.fileno())
        except OSError as error:
            raise write_error(self.final, error) from error

    def commit(self) -> None:
        """Make the file durable and give it its final name, replacing an older one."""
        self.flush_to_disk()
        file, self._file = self._open, None
        try:
            file.close()  # network drives may tell here what they could not write
            self.temporary.replace(self.final)
        except OSError as error:
            self._remove()
            raise write_error(self.final, error) from error
        self.committed = True
        with suppress(OSError):  # some file systems flush no folder; the file itself is there and whole
            _flush_folder(self.final.parent)

    def _remove(self) -> None:
        with suppress(OSError):  # another program looks at it: the next start sweeps it
            self.temporary.unlink(missing_ok=True)

    @property
    def _open(self) -> BinaryIO:
        if self._file is None:
            raise ValueError(f"{self.final} is not open")
        return self._file


def write_error(path: Path, error: OSError) -> OutputError | NotEnoughDiskError:
    """Return what staff should read when writing `path` fails."""
    if error.errno in DISK_FULL:
        return NotEnoughDiskError(
            f"The disk is full: {path.name} could not be written to {path.parent}. Free some space or "
            "choose another output folder, then make the sheets again."
        )
    if error.errno == errno.EACCES and path.exists():
        return OutputError(
            f"{path.name} in {path.parent} could not be replaced ({error.strerror or error}). Close it in "
            "other programs, check that it may be written to, then make the sheets again."
        )
    return OutputError(
        f"{path.name} could not be written to {path.parent} ({error.strerror or error}). Check that the "
        "folder is there and may be written to, then make the sheets again."
    )


def _flush_folder(folder: Path) -> None:
    """Make a rename durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
