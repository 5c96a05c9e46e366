"""A file that one process at a time holds; the hold ends with its process, however that ends."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_HELD: Final = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
_FAR_BEYOND: Final = 1 << 40  # a byte that no content reaches: Windows lets nobody else read what is locked


class LockedFile:
    """An open file and the hold on it; `sure` is False where the file system knows no locks."""

    def __init__(self, path: Path, file: BinaryIO, *, sure: bool) -> None:
        self.path, self.file, self.sure = path, file, sure

    def __enter__(self) -> LockedFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of it; the file stays."""
        self.file.close()

    def remove(self) -> None:
        """Let go of it and take the file away, if it is still the one that was opened."""
        ours = _is_at(self.path, self.file)
        if os.name == "nt":  # which removes no open file
            self.file.close()
        if ours:
            with suppress(OSError):  # its folder is gone, or another process has opened it by now
                self.path.unlink()
        self.file.close()


def take(path: Path) -> LockedFile | None:
    """Open `path` for appending, made where it is missing; None while another process holds it. OSError."""
    while True:
        file = path.open("a+b", buffering=0)
        try:
            sure = _lock(file.fileno())
        except OSError as error:
            file.close()
            if error.errno in _HELD:
                return None
            raise
        if _is_at(path, file):
            return LockedFile(path, file, sure=sure)
        file.close()  # who held it before has taken it away


def is_held(path: Path) -> bool:
    """Tell whether another process holds `path`, or may, for all we know; False where it is missing."""
    if not path.exists():
        return False
    try:
        taken = take(path)
    except OSError:
        return True
    if taken is None:
        return True
    with taken:
        return not taken.sure


def _is_at(path: Path, file: BinaryIO) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


def _lock(descriptor: int) -> bool:
    """Lock what is open; False where its file system has no locks, OSError where another process has one."""
    if sys.platform == "win32":
        import msvcrt

        position = os.lseek(descriptor, 0, os.SEEK_CUR)
        os.lseek(descriptor, _FAR_BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(descriptor, position, os.SEEK_SET)
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL):
            return False
        raise
    return True
