"""What an artwork file is, told by its first bytes; its name is never asked."""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING, Final

from gangsheet_studio.errors import RefusedInputError
from gangsheet_studio.model.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from gangsheet_studio.model.design import Format

HEAD_BYTES: Final = 1 << 16  # licences and a program's notes stand before <svg
_HEIF_BRANDS: Final = {b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}
# XML 1.0, 2.8: what may stand before the root. No two alternatives start alike and repeats are possessive,
# so that no head takes longer than one look at each byte
_PROLOG: Final = re.compile(
    rb"""
    \s++
    | <\?.*?\?>
    | <!--.*?-->
    | <!DOCTYPE
        (?: "[^"]*+" | '[^']*+' | [^>\["'] )*+
        (?: \[ (?: "[^"]*+" | '[^']*+' | <!--.*?--> | <\?.*?\?> | <(?!!--|\?) | [^]"'<] )*+ ] \s*+ )?+
        >
    """,
    re.DOTALL | re.VERBOSE,
)
_ROOT: Final = re.compile(rb"<(?:\w++:)?svg[\s>]")


def sniff(head: bytes) -> Format | None:
    """Return the format that a file's first HEAD_BYTES show, None for any that is not ours."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "tiff"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "heif"
    if _is_svg(head.removeprefix(b"\xef\xbb\xbf")):
        return "svg"
    return None


def _is_svg(head: bytes) -> bool:
    at = 0
    while found := _PROLOG.match(head, at):
        at = found.end()
    return _ROOT.match(head, at) is not None


def identify(path: Path) -> Format:
    """Return the format of a regular file; RefusedInputError for anything else."""
    try:
        kind = path.stat().st_mode
        if not stat.S_ISREG(kind):
            what = "a folder" if stat.S_ISDIR(kind) else "not a regular file"
            raise refused(path, "not-a-file", f"is {what}; choose an image file")
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise unreadable(path, error) from error
    except ValueError as error:  # a name with a NUL in it
        raise refused(path, "unreadable", "has a name that no file can have; rename it") from error
    if not head:
        raise refused(path, "empty", "is empty; export it again")
    found = sniff(head)
    if found is None:
        raise refused(path, "format", "is no PNG, JPEG, TIFF, WebP, SVG, GIF or HEIF image; export it as PNG")
    return found


def unreadable(path: Path, error: OSError) -> RefusedInputError:
    """Return the error for a file that the system did not give us."""
    missing = isinstance(error, FileNotFoundError | NotADirectoryError)
    what = "was not found" if missing else "could not be read"
    text = f"{what} ({error.strerror or error}); check the file and its folder"
    return refused(path, "missing" if missing else "unreadable", text)


def refused(path: Path, reason: str, what: str) -> RefusedInputError:
    """Return the error for artwork that can't be used: “name” `what`."""
    message = _text(f"“{path.name}” {what}.")
    problem = Problem(id=f"designs.{reason}", severity="error", message=message, file=_text(str(path)))
    return RefusedInputError(message, [problem])


def _text(name: str) -> str:
    """Return `name` as text that can be sent: a file's name may be bytes that are none."""
    return name.encode(errors="replace").decode()
