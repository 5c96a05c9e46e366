"""What kind of order a path is, told by its content; every read is bounded."""

from __future__ import annotations

import io
import stat
import zipfile
from typing import TYPE_CHECKING, Final, Literal

from gangsheet_studio.orders.findings import is_clean, refusal

if TYPE_CHECKING:
    from pathlib import Path

Kind = Literal["folder", "artwork", "workbook", "json", "delimited"]

MOST_BYTES: Final = 16 << 20
MOST_WORKBOOK_BYTES: Final = 32 << 20  # with pictures in it
MOST_MEMBERS: Final = 10_000
IMAGE_SUFFIXES: Final = frozenset(
    {".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".tif", ".tiff", ".webp", ".svg", ".gif"}
    | {".heic", ".heif", ".avif"}
)
_MEMBER: Final = b"PK\1\2"  # stands before what an archive says of each
_IMAGE_HEADS: Final = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_PROGRAMS: Final = {
    ".pdf": "a PDF",
    ".bmp": "a BMP picture",
    ".psd": "a Photoshop file",
    ".psb": "a Photoshop file",
    ".ai": "an Illustrator file",
    ".eps": "an EPS file",
}
_PROGRAM_HEADS: Final = (
    (b"%PDF", ".pdf"),
    (b"8BPS", ".psd"),
    (b"%!PS", ".eps"),
    (b"\xc5\xd0\xd3\xc6", ".eps"),
)
_OTHER_HEADS: Final = (
    (b"\xd0\xcf\x11\xe0", "is an old or a password-protected workbook; save it as .xlsx without a password"),
    (b"\x1f\x8b", "is compressed; unpack it first"),
    (b"7z\xbc\xaf", "is compressed; unpack it first"),
    (b"Rar!", "is compressed; unpack it first"),
)


def kind_of(path: Path) -> Kind:
    """Return how `path` is to be read; RefusedInputError for what is neither an order nor artwork."""
    if not is_clean(str(path)):
        raise refusal(path, "bad-name", "its name has characters that no program can show; rename it.")
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return "folder"
        if not stat.S_ISREG(mode):
            raise refusal(path, "unreadable", "it is not a regular file; choose a file or a folder.")
        with path.open("rb") as file:
            head = file.read(64)
    except OSError as error:
        raise _unreadable(path, error) from error
    if path.suffix.lower() in IMAGE_SUFFIXES or _is_image(head):
        return "artwork"
    if what := _PROGRAMS.get(path.suffix.lower()) or _program_of(head):
        raise refusal(
            path, "unreadable", f"it is {what}; export artwork from it as PNG, an order as CSV or XLSX."
        )
    for magic, what in _OTHER_HEADS:
        if head.startswith(magic):
            raise refusal(path, "unreadable", f"it {what}.")
    if head.startswith(b"PK"):
        return _kind_of_archive(path)
    # whatever the encoding: no byte but white space and its own marks stands before the bracket
    first = head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1]
    return "json" if first in (b"{", b"[") else "delimited"


def read_bytes(path: Path, kind: Kind) -> bytes:
    """Return the content of an order file of `kind`; RefusedInputError if it is too large or unreadable."""
    most = MOST_WORKBOOK_BYTES if kind == "workbook" else MOST_BYTES
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise _unreadable(path, error) from error
    if len(data) > most:
        raise refusal(path, "unreadable", f"it is larger than {most >> 20} MB; split it into several files.")
    return data


def decode_text(path: Path, data: bytes) -> str:
    """Return the text of an order file in UTF-8, UTF-16 or Windows-1252, without its byte order mark."""
    try:
        if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
            return data.decode("utf-32")
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        if wide := _unmarked_utf16(data[:4096]):
            return data.decode(wide)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise refusal(
            path, "unreadable", "its characters are in no known encoding; save it as CSV UTF-8."
        ) from error


def _unmarked_utf16(sample: bytes) -> str | None:
    """Return the byte order of UTF-16 text without a mark: every other byte of plain text is zero."""
    pairs = len(sample) // 2
    high, low = sample[0 : pairs * 2 : 2].count(0), sample[1 : pairs * 2 : 2].count(0)
    if pairs and low > 0.4 * pairs and high < 0.1 * pairs:
        return "utf-16-le"
    if pairs and high > 0.4 * pairs and low < 0.1 * pairs:
        return "utf-16-be"
    return None


def _is_image(head: bytes) -> bool:
    return (
        head.startswith(_IMAGE_HEADS)
        or (head.startswith(b"RIFF") and head[8:12] == b"WEBP")
        or (head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif"))
    )


def _program_of(head: bytes) -> str | None:
    """Return what kind of artwork that can't be read begins with `head`, whatever its name."""
    if head.startswith(b"BM") and head[6:10] == bytes(4):  # and no text that begins with BM
        return _PROGRAMS[".bmp"]
    return next((_PROGRAMS[suffix] for magic, suffix in _PROGRAM_HEADS if head.startswith(magic)), None)


def _kind_of_archive(path: Path) -> Kind:
    data = read_bytes(path, "workbook")
    if data.count(_MEMBER) > MOST_MEMBERS:
        raise refusal(path, "unreadable", "it is an archive of too many files; save the order's sheet alone.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise refusal(path, "unreadable", "it is a damaged workbook or archive; save it again.") from error
    if any(name.lower() == "xl/workbook.xml" for name in names):
        return "workbook"
    raise refusal(
        path, "unreadable", "it is an archive, not a .xlsx workbook; unpack it or save it as .xlsx."
    )


def _unreadable(path: Path, error: OSError) -> Exception:
    what = (
        "it was not found" if isinstance(error, FileNotFoundError) else f"it can't be read ({error.strerror})"
    )
    return refusal(path, "unreadable", f"{what}; check the file and its folder.")
