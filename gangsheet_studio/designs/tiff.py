"""What a TIFF's first directory says about where its pixels lie: libvips keeps that to itself."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

Tags: TypeAlias = dict[int, tuple[int, ...]]

# TIFF 6.0, sections 8 and 15
_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC = 256, 257, 258, 259, 262
_STRIP_OFFSETS, _SAMPLES, _STRIP_ROWS, _STRIP_BYTES, _PLANAR = 273, 277, 278, 279, 284
_TILE_WIDTH, _TILE_HEIGHT, _TILE_OFFSETS, _TILE_BYTES, _EXTRA_SAMPLES = 322, 323, 324, 325, 338
_PLACES: Final = {_STRIP_OFFSETS, _STRIP_BYTES, _TILE_OFFSETS, _TILE_BYTES}
_WANTED: Final = {
    *(_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC, _SAMPLES, _STRIP_ROWS, _PLANAR),
    *(_TILE_WIDTH, _TILE_HEIGHT, _EXTRA_SAMPLES),
    *_PLACES,
}
_TYPES: Final = {3: "H", 4: "I", 16: "Q"}
_UNCOMPRESSED, _YCBCR, _SEPARATE = 1, 6, 2
_ALPHA: Final = (1, 2)  # associated or not; 0 is any other ink, such as white
_READABLE: Final = frozenset({1, 2, 3, 4, 5, 6, 7, 8, 32773, 32946, 50001})  # codecs in the libvips wheel
_BOUNDED: Final = frozenset({1, 5, 7, 8, 32773, 32946})
_MOST_PLACES: Final = 1 << 18  # of strips, a row each in three planes, of the longest sheet
_MOST_VALUES: Final = 1 << 12
_MOST_TAGS: Final = 1 << 12  # where libtiff gives up
_ROW_BY_ROW: Final = 128  # of strips higher than this, libvips reads single rows


def read_tags(path: Path) -> Tags:
    """Return the whole-number tags of a TIFF's or BigTIFF's first directory; none where we can't follow."""
    tags: Tags = {}
    with path.open("rb") as file:

        def read(form: str) -> tuple[int, ...]:
            return struct.unpack(order + form, file.read(struct.calcsize(order + form)))

        head = file.read(16)
        order = "<" if head[:2] == b"II" else ">"
        big = b"+" in head[2:4]
        count, entry, inline, offset = ("Q", "HHQ", 8, "Q") if big else ("H", "HHI", 4, "I")
        try:
            file.seek(struct.unpack_from(order + offset, head, 8 if big else 4)[0])
            for _ in range(min(read(count)[0], _MOST_TAGS)):
                number, kind, values = read(entry)
                after = file.tell() + inline
                most = _MOST_PLACES if number in _PLACES else _MOST_VALUES
                if number in _WANTED and number not in tags and kind in _TYPES and values <= most:
                    form = f"{values}{_TYPES[kind]}"
                    if struct.calcsize(order + form) > inline:
                        file.seek(read(offset)[0])
                    tags[number] = read(form)
                file.seek(after)
        except (struct.error, OverflowError, ValueError):
            return {}  # libvips, which opened the file, can follow more than we do
    return tags


def held_bytes(tags: Tags, file_bytes: int) -> int:
    """Return what the strips or tiles take that libvips has to hold at once."""
    width, samples = _one(tags, _WIDTH), _one(tags, _SAMPLES)
    if _TILE_WIDTH in tags:
        tile_width, tile_height = _one(tags, _TILE_WIDTH), _one(tags, _TILE_HEIGHT)
        across = -(-width // tile_width)
        stored = min(max(tags.get(_TILE_BYTES, (0,))), file_bytes)
        return 2 * across * tile_height * _row_bytes(tags, tile_width) * _planes(tags) + stored
    rows = min(tags.get(_STRIP_ROWS, (1 << 32,))[0], _one(tags, _HEIGHT))
    stored = min(max(tags.get(_STRIP_BYTES, (0,))), file_bytes)
    plane = rows * _row_bytes(tags, width)
    if _planes(tags) > 1:
        return plane * (samples + 1) + stored
    if rows > _ROW_BY_ROW and _one(tags, _PHOTOMETRIC) != _YCBCR:
        return 0 if _one(tags, _COMPRESSION) == _UNCOMPRESSED else stored
    return 2 * plane + stored


def is_cut(tags: Tags, file_bytes: int) -> bool:
    """Tell whether pixels should lie beyond the end of the file: libvips makes up what is missing."""
    tiled = _TILE_WIDTH in tags
    starts = tags.get(_TILE_OFFSETS if tiled else _STRIP_OFFSETS, ())
    sizes = tags.get(_TILE_BYTES if tiled else _STRIP_BYTES, ())
    if _one(tags, _COMPRESSION) == _UNCOMPRESSED and not tiled:
        # their sizes are known without the tag, which some programs leave wrong
        height = _one(tags, _HEIGHT)
        rows = min(tags.get(_STRIP_ROWS, (height,))[0], height) or height
        a_plane = -(-height // rows)
        row = _row_bytes(tags, _one(tags, _WIDTH))
        sizes = tuple(min(rows, height - n % a_plane * rows) * row for n in range(len(starts)))
    return any(start + size > file_bytes for start, size in zip(starts, sizes, strict=False))


def needs_a_byte(tags: Tags) -> bool:
    """Tell whether each byte of a TIFF stands for some pixels at most: fax codes and WebP know no bound."""
    return bool(tags) and _one(tags, _COMPRESSION) in _BOUNDED


def unreadable_kind(tags: Tags) -> str | None:
    """Return what about the file libvips can't decode, None if it can."""
    if _one(tags, _COMPRESSION) not in _READABLE:
        return "is compressed in a way that can't be read here"
    if _TILE_WIDTH in tags and _planes(tags) > 1:
        return "has its colours in separate tiles, which can't be read here"
    return None


def without_other_inks(image: Any, tags: Tags) -> Any:  # noqa: ANN401
    """Return the libvips `image` with its colours and its alpha alone: it takes any fourth ink for alpha."""
    extra = tags.get(_EXTRA_SAMPLES, ())
    if not extra or (len(extra) == 1 and extra[0] in _ALPHA) or len(extra) >= image.bands:
        return image
    colours = image.bands - len(extra)
    alpha = [image[colours + place] for place, kind in enumerate(extra) if kind in _ALPHA]
    return image.extract_band(0, n=colours).bandjoin(alpha[:1])


def _one(tags: Tags, number: int) -> int:
    """Return a tag's value; 1 stands for a missing one, which suits all that we ask for."""
    return max(1, tags.get(number, (1,))[0])


def _planes(tags: Tags) -> int:
    return _one(tags, _SAMPLES) if _one(tags, _PLANAR) == _SEPARATE else 1


def _row_bytes(tags: Tags, width: int) -> int:
    """Return the bytes of a row, of one plane where planes lie apart."""
    bits = max(tags.get(_BITS, (1,)))
    return -(-width * bits * _one(tags, _SAMPLES) // _planes(tags) // 8)
