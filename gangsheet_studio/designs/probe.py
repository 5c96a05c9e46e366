"""What an artwork file's header says; no pixel is decoded."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from gangsheet_studio.designs.density import density
from gangsheet_studio.designs.footprint import whole_bytes
from gangsheet_studio.designs.sniff import identify, refused, unreadable
from gangsheet_studio.designs.structure.content import read_content
from gangsheet_studio.designs.tiff import needs_a_byte, read_tags, unreadable_kind
from gangsheet_studio.designs.vips import open_image
from gangsheet_studio.model.design import Design
from gangsheet_studio.model.units import GB, format_bytes

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from gangsheet_studio.designs.structure.content import Content
    from gangsheet_studio.designs.tiff import Tags
    from gangsheet_studio.model.design import Format

_MOST_PIXELS: Final = 3_000_000_000  # a 60 cm x 5 m film at 400 dpi is 750 million
_MOST_HELD: Final = 4 * GB  # an interlaced PNG of the largest sheet takes 3
_BOUNDED: Final = {"png", "jpeg"}
_MOST_A_BYTE: Final = 10_000  # pixels: of one bit and one level in a PNG, 8,320
_BITS: Final = {"uchar": 8, "ushort": 16}


def probe(path: Path) -> Design:
    """Return what the header of `path` says and its content's hash.

    RefusedInputError when it is no regular file, of no allowed format, damaged or absurdly large.
    """
    kind = identify(path)
    try:
        status = path.stat()
        content = read_content(path, kind)  # what means harm is found before libvips opens it
        image = open_image(path, kind, lenient=bool(content.damage))
        return _describe(path, kind, image, content, status)
    except OSError as error:
        raise unreadable(path, error) from error


def _describe(path: Path, kind: Format, image: Any, content: Content, status: os.stat_result) -> Design:  # noqa: ANN401
    fields = set(image.get_fields())
    tags = read_tags(path) if kind == "tiff" else {}
    _refuse_what_cannot_print(path, kind, image, tags)
    if kind in _BOUNDED or needs_a_byte(tags) or content.damage:
        _refuse_empty_promises(path, image, status.st_size)
    orientation = int(image.get("orientation")) if "orientation" in fields else 1
    orientation = orientation if 1 <= orientation <= 8 else 1
    size, dpi = (image.width, image.height), density(path, kind, image)
    if orientation >= 5:
        size, dpi = size[::-1], dpi and dpi[::-1]
    whole = whole_bytes(path, kind, image)
    if whole + content.held_bytes > _MOST_HELD:
        held = format_bytes(whole + content.held_bytes)
        raise refused(path, "too-large", f"takes {held} of memory to decode; export it as a plain PNG")
    return Design(
        key=content.key,
        path=str(path),
        name=path.name,
        format=kind,
        width_px=size[0],
        height_px=size[1],
        dpi=dpi,
        colour="palette" if "palette" in fields else str(image.interpretation),
        bits=int(image.get("bits-per-sample"))
        if "bits-per-sample" in fields
        else _BITS.get(image.format, 32),
        alpha=bool(image.hasalpha()),
        profile="icc-profile-data" in fields,
        orientation=orientation,
        file_bytes=status.st_size,
        modified_ns=status.st_mtime_ns,
        streams=whole == 0 and kind != "svg",  # drawn in large squares
        whole_bytes=whole,
        held_bytes=content.held_bytes,
        damage=content.damage,
    )


def _refuse_empty_promises(path: Path, image: Any, file_bytes: int) -> None:  # noqa: ANN401
    """Raise RefusedInputError for a header that tells of far more pixels than its file could hold."""
    if image.width * image.height > file_bytes * _MOST_A_BYTE:
        what = f"says that it has {image.width:,} x {image.height:,} pixels, and has nearly none of them"
        raise refused(path, "damaged", f"{what}; export it again")


def content_key(path: Path) -> str:
    """Return the hash that tells a design's content, whatever its name."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse_what_cannot_print(path: Path, kind: Format, image: Any, tags: Tags) -> None:  # noqa: ANN401
    """Raise RefusedInputError for a good file that we can't decode, or not to colours we could vouch for."""
    if image.width * image.height > _MOST_PIXELS:
        raise refused(
            path, "too-large", f"has {image.width:,} x {image.height:,} pixels, more than can be printed"
        )
    if kind == "tiff" and (why := unreadable_kind(tags)):
        raise refused(path, "codec", f"{why}; export it with LZW compression, or as PNG")
    if kind == "heif" and image.get("heif-compression") != "av1":
        raise refused(path, "codec", "is a HEIC photo, which can't be decoded here; export it as PNG or JPEG")
    if image.format not in _BITS and image.interpretation not in ("scrgb", "lab", "labs"):
        # nothing says which number is white
        raise refused(
            path, "levels", "has levels that are no 8 or 16 bit numbers; export it with 8 or 16 bit"
        )
