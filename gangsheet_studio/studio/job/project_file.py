"""Projects on disk: opening, saving, and the copy that survives a crash of the studio."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct
from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from gangsheet_studio.errors import OutputError, RefusedInputError
from gangsheet_studio.folders import recovery_folder
from gangsheet_studio.model.project import LARGEST, Project, ProjectError, decode_project, encode_project
from gangsheet_studio.studio.whole_file import write_whole

if TYPE_CHECKING:
    from gangsheet_studio.studio.job.document import Document

SUFFIX: Final = ".gangsheet"
_SAVE_AFTER_MS: Final = 2000


class Recovered(Struct, frozen=True):
    """What a studio that ended without closing left behind; `path` is where it was saved, if it was."""

    file: Path
    project: Project
    path: Path | None


class _Kept(Struct, frozen=True):
    """The file of a recovery: the project as it is saved, and where it belongs."""

    path: str
    project: msgspec.Raw


def load(path: Path) -> Project:
    """Return the project in `path`; RefusedInputError has the sentence for staff."""
    try:
        return decode_project(_read(path))
    except OSError as error:
        raise RefusedInputError(f"“{path.name}” can't be opened: {error.strerror or error}.") from error
    except ProjectError as error:
        raise RefusedInputError(f"“{path.name}” can't be opened. {error}") from error


def save(path: Path, project: Project) -> None:
    """Write `project` to `path`, whole or not at all; OutputError says why not."""
    write_whole(path, encode_project(project))


class Autosave(QObject):
    """Keeps a copy of an unsaved document beside the studio's state, until `close`.

    Each process has a file and a lock of its own: a file whose lock is free belongs to a dead one.
    """

    failed = Signal(str)
    """The copy could not be written: a sentence for staff, once until it works again."""

    def __init__(
        self, document: Document, state_folder: Path | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._folder = state_folder / "recovery" if state_folder else recovery_folder()
        self._file = self._folder / f"{os.getpid()}-{uuid.uuid4().hex[:12]}{SUFFIX}"
        self._lock: QLockFile | None = None
        self._claimed: dict[Path, QLockFile] = {}
        self._told = False
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save_now)
        document.changed.connect(self._schedule)
        document.cleanChanged.connect(self._on_clean)

    @property
    def file(self) -> Path:
        """Where the copy is kept."""
        return self._file

    def save_now(self) -> bool:
        """Write the copy at once, or remove it where the document is saved; False where it can't be."""
        self._timer.stop()
        if self._document.is_clean:
            self._remove()
            return True
        path = self._document.path
        kept = _Kept(str(path or ""), msgspec.Raw(msgspec.json.encode(self._document.project)))
        try:
            self._hold()
            write_whole(self._file, msgspec.json.encode(kept))
        except (OSError, OutputError) as error:
            if not self._told:
                self._told = True
                self.failed.emit(f"No copy for recovery could be kept; save the job yourself. {error}")
            return False
        self._told = False
        return True

    def recoverable(self) -> tuple[Recovered, ...]:
        """Return what studios that are no longer running left, newest first; it is ours until `close`."""
        self._sweep()
        found = [each for file in self._files() if (each := self._claim(file))]
        return tuple(found)

    def discard(self, recovered: Recovered) -> None:
        """Remove a recovery that was taken over or is not wanted."""
        recovered.file.unlink(missing_ok=True)
        if lock := self._claimed.pop(recovered.file, None):
            lock.unlock()

    def close(self) -> None:
        """End cleanly: nothing of this run is left to recover."""
        self._timer.stop()
        self._remove()
        for lock in self._claimed.values():
            lock.unlock()
        self._claimed.clear()
        if self._lock:
            self._lock.unlock()
            self._lock = None

    def _schedule(self) -> None:
        # not restarted by each change: a busy hour is saved too
        if not self._timer.isActive():
            self._timer.start()

    def _on_clean(self, clean: bool) -> None:
        if clean:
            self._timer.stop()
            self._remove()
        else:
            self._schedule()

    def _remove(self) -> None:
        if self._lock:
            self._file.unlink(missing_ok=True)

    def _hold(self) -> None:
        if self._lock:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = _lock_of(self._file)
        if not lock.tryLock(0):
            raise OSError(f"{self._file.name} can't be locked.")
        self._lock = lock

    def _files(self) -> list[Path]:
        try:
            timed = [(file.stat().st_mtime_ns, file) for file in self._folder.glob(f"*{SUFFIX}")]
        except OSError:
            return []  # no folder, or another studio has just tidied up
        return [file for _, file in sorted(timed, reverse=True) if file != self._file]

    def _sweep(self) -> None:
        """Take away what studios that were killed while they wrote have left half written."""
        for part in self._folder.glob(f"*{SUFFIX}.*"):
            lock = _lock_of(part.with_suffix(""))
            if lock.tryLock(0):
                part.unlink(missing_ok=True)
                lock.unlock()

    def _claim(self, file: Path) -> Recovered | None:
        """Return what `file` holds if its owner is gone; one that can't be read stays where it is."""
        lock = self._claimed.get(file)
        if lock is None:
            lock = _lock_of(file)
            if not lock.tryLock(0):
                return None
        try:
            kept = msgspec.json.decode(_read(file), type=_Kept)
            project = decode_project(bytes(kept.project))
        except (OSError, ValueError):
            lock.unlock()
            self._claimed.pop(file, None)
            return None
        self._claimed[file] = lock
        return Recovered(file, project, Path(kept.path) if kept.path else None)


def _lock_of(file: Path) -> QLockFile:
    lock = QLockFile(str(file.with_suffix(".lock")))
    lock.setStaleLockTime(0)  # never by age: only a dead owner's lock is free
    return lock


def _read(path: Path) -> bytes:
    """Return the bytes of `path`, one more than a project may have where it is larger."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)
