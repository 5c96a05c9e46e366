"""Whether the files of a finished job are still as its manifest says they were written."""

from __future__ import annotations

import stat
from functools import partial
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Final

import msgspec

from gangsheet_studio.errors import RefusedInputError
from gangsheet_studio.model.manifest import Manifest
from gangsheet_studio.model.one_line import one_line
from gangsheet_studio.protocol import CheckedFile, Progress, VerifyDone
from gangsheet_studio.sheets.written import read_written

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from gangsheet_studio.model.manifest import ManifestFile
    from gangsheet_studio.protocol import FileState, Listener, VerifyRequest

_LARGEST: Final = 1 << 30
_SHOWN: Final = 200


def verify(request: VerifyRequest, listener: Listener, cancel: Event) -> VerifyDone:
    """Read all files of a manifest and hold them against it.

    RefusedInputError where it can't be read, CancelledError once `cancel` is set. A name that leads out of
    the manifest's folder is never followed, nor is a link.
    """
    path = Path(request.manifest)
    manifest = _read(path)
    folder, files = path.absolute().parent, manifest.written
    sizes = [_size(folder, file.name) for file in files]
    total, before = sum(size or 0 for size in sizes), 0
    checked: list[CheckedFile] = []
    for number, (file, size) in enumerate(zip(files, sizes, strict=True), 1):
        text = f"Checking {file.name[:_SHOWN]}, {number} of {len(files)}"
        tell = partial(_tell, listener, text, before, total)
        state, message = _look_at(folder, file, size, cancel, tell)
        checked.append(CheckedFile(name=file.name, kind=file.kind, state=state, message=message))
        before += size or 0
        tell(size or 0)
    return VerifyDone(job=manifest.job, files=tuple(checked))


def _read(path: Path) -> Manifest:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST)
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        why = getattr(error, "strerror", None) or error
        text = f"The manifest {path} can't be read ({why}). Choose the one beside the sheets."
        raise RefusedInputError(text) from error
    try:
        manifest: Manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        text = f"{path.name} is no manifest of finished sheets: it is another file, or damaged. "
        raise RefusedInputError(text + "Choose the file that ends in .manifest.json.") from error
    return manifest


def _tell(listener: Listener, text: str, before: int, total: int, done: int) -> None:
    fraction = min(1.0, (before + done) / total) if total else 1.0
    listener(Progress(phase="verifying", fraction=fraction, text=text))


def _size(folder: Path, name: str) -> int | None:
    """Return the bytes of a regular file in `folder`, None where there is none or `name` leads elsewhere."""
    try:
        status = (folder / name).lstat() if _is_beside(name) else None
    except (OSError, ValueError):
        return None
    return status.st_size if status and stat.S_ISREG(status.st_mode) else None


def _is_beside(name: str) -> bool:
    """Return whether `name` is that of a file in the folder itself, on every system."""
    plain = name == PurePosixPath(name).name == PureWindowsPath(name).name
    return plain and name not in ("", "..") and ":" not in name and "\0" not in name


def _look_at(
    folder: Path, file: ManifestFile, size: int | None, cancel: Event, on_read: Callable[[int], None]
) -> tuple[FileState, str]:
    """Return what became of `file`, and the sentence for staff."""
    shown = one_line(file.name[:_SHOWN])
    if not _is_beside(file.name):
        return "not-beside", f"“{shown}” is no file beside the manifest, so it was not looked at."
    if size is None:
        return "missing", f"{shown} is missing. Bring it back, or make the sheets again."
    if size < file.bytes:
        gone = f"{file.bytes - size:,} of its {file.bytes:,} bytes are missing"
        return "cut-short", f"{shown} is cut short: {gone}. Make the sheets again."
    try:
        same = size == file.bytes and read_written(folder / file.name, cancel, on_read).sha256 == file.sha256
    except OSError as error:
        return (
            "unreadable",
            f"{shown} can't be read ({error.strerror or error}). Check the file and its drive.",
        )
    if same:
        return "good", ""
    return (
        "changed",
        f"{shown} has been changed since it was written. If that was not meant, make the sheets again.",
    )
