"""What is wrong with an artwork file, told by its structure while all of it is read for its hash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.designs.structure import gif, heif, jpeg, png, svg, webp
from gangsheet_studio.designs.structure.phrases import CUT
from gangsheet_studio.designs.structure.reader import Reader
from gangsheet_studio.designs.tiff import is_cut, read_tags
from gangsheet_studio.model.units import GB

if TYPE_CHECKING:
    from pathlib import Path

    from gangsheet_studio.model.design import Format


_MOST_BYTES: Final = 16 * GB  # the largest sheet, uncompressed and with 16 bit, takes less


class Content(Struct, frozen=True):
    """A file's hash, and a phrase about what is wrong with it, empty where nothing is.

    `held_bytes` is what a drawing takes while it is drawn, at any size.
    """

    key: str
    damage: str = ""
    held_bytes: int = 0


def read_content(path: Path, kind: Format) -> Content:
    """Return what reading all of the file at `path` tells, in little memory; no image library sees it.

    OSError; RefusedInputError where nothing can be read of it, or where decoding it would do harm.
    """
    held, damage = 0, ""
    with path.open("rb", buffering=0) as file:
        reader = Reader(file, path)
        if reader.size > _MOST_BYTES:
            raise reader.refused("too-large", "is a larger file than any sheet; export it again")
        match kind:
            case "png":
                damage = png.damage(reader)
            case "jpeg":
                damage = jpeg.damage(reader)
            case "webp":
                damage = webp.damage(reader)
            case "gif":
                damage = gif.damage(reader)
            case "tiff":
                damage = CUT if is_cut(read_tags(path), reader.size) else ""
            case "heif":
                heif.check(reader)
            case "svg":
                held = svg.check(reader)
        return Content(reader.hash(), damage, held)
