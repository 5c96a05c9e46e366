"""The journal of a job: what was asked and which sheets are finished, until the manifest says so.

It lies beside them, one JSON value a line, and is only ever appended to. A process holds it while it makes
sheets, so that no other makes the same ones, and everybody can tell whether a run is still alive.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec
from msgspec import Struct

from gangsheet_studio import __version__
from gangsheet_studio.engine.locked_file import take
from gangsheet_studio.errors import FolderBusyError
from gangsheet_studio.model.manifest import Manifest, ManifestPart, PartMemory
from gangsheet_studio.model.sheet_names import manifest_name
from gangsheet_studio.sheets.atomic import write_error

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from gangsheet_studio.engine.locked_file import LockedFile

FORMAT: Final = 1
SUFFIX: Final = ".journal"
_LARGEST: Final = 1 << 30


class Begun(Struct, frozen=True, kw_only=True, tag="begun"):
    """A run begins: `asked` are its parts' hashes. A `fresh` one takes nothing that is older for finished."""

    format: int
    version: str
    job: str
    asked: tuple[str, ...]
    fresh: bool = False


class Finished(Struct, frozen=True, kw_only=True, tag="finished"):
    """A sheet has its final name, and what is behind that name is on the disk."""

    part: ManifestPart
    memory: PartMemory


_Entry: TypeAlias = Begun | Finished
_UNREADABLE: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def journal_path(out: Path, job: str) -> Path:
    """Return where the journal of `job` lies."""
    return out / f"{job}{SUFFIX}"


def finished_sheets(out: Path, job: str) -> dict[str, Finished]:
    """Return what earlier runs of `job` finished in `out`, by file name, as they wrote it down.

    Whatever journal or manifest can't be read counts as none.
    """
    found: dict[str, Finished] = {}
    entries = list(_entries(_read(journal_path(out, job))))
    if not any(isinstance(entry, Begun) and entry.fresh for entry in entries):
        found = {sheet.part.file: sheet for sheet in _of_manifest(out / manifest_name(job))}
    for entry in entries:
        if isinstance(entry, Finished):
            found[entry.part.file] = entry
        elif entry.fresh:
            found.clear()
    return found


class Journal:
    """Held while a job's sheets are made. Leave it by `finish`, or by `give_up`, after which it may go on."""

    def __init__(self, held: LockedFile) -> None:
        self._held = held
        self._empty = os.fstat(held.file.fileno()).st_size == 0
        self._any = not self._empty and any(
            isinstance(entry, Finished) for entry in _entries(_read(held.path))
        )

    def begin(self, job: str, asked: Sequence[str], *, fresh: bool) -> None:
        """Write down what is asked. OutputError or NotEnoughDiskError."""
        begun = Begun(format=FORMAT, version=__version__, job=job, asked=tuple(asked), fresh=fresh)
        try:
            self._append(begun)
        except OSError as error:
            raise write_error(self._held.path, error) from error

    def add(self, part: ManifestPart, memory: PartMemory) -> bool:
        """Write down a finished sheet; False where that can't be: the sheet is good all the same."""
        try:
            self._append(Finished(part=part, memory=memory))
        except OSError:
            return False
        self._any = True
        return True

    def finish(self) -> None:
        """Take it away: the manifest tells everything now."""
        self._held.remove()

    def give_up(self) -> None:
        """Let go of it; it stays if any sheet is finished."""
        if self._any:
            self._held.close()
        else:
            self._held.remove()

    def _append(self, entry: _Entry) -> None:
        """Add a line, on the disk; one that was torn before it stays apart, and nobody can read it."""
        line = memoryview((b"" if self._empty else b"\n") + msgspec.json.encode(entry) + b"\n")
        self._empty = False
        while line:
            line = line[self._held.file.write(line) :]
        os.fsync(self._held.file.fileno())


def open_journal(out: Path, job: str) -> Journal:
    """Take hold of the journal of `job`. FolderBusyError while another process has it; OutputError."""
    path = journal_path(out, job)
    try:
        held = take(path)
    except OSError as error:
        raise write_error(path, error) from error
    if held is None:
        raise FolderBusyError(
            f"Another run is making the sheets of “{job}” in {out}. Wait until it is done, or choose another "
            "output folder or job name."
        )
    return Journal(held)


def _of_manifest(path: Path) -> Iterator[Finished]:
    try:
        manifest = msgspec.json.decode(_read(path), type=Manifest)
    except _UNREADABLE:
        return
    memory = {entry.part: entry for entry in manifest.memory.parts}
    for part in manifest.parts:
        if part.part in memory:
            yield Finished(part=part, memory=memory[part.part])


def _entries(data: bytes) -> Iterator[_Entry]:
    for line in data.splitlines():
        with suppress(*_UNREADABLE):
            yield msgspec.json.decode(line, type=_Entry)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST)
    except (OSError, ValueError):
        return b""
