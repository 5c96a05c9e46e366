"""libvips, opened carefully: one loader a format, each named by us and no other reachable."""

from __future__ import annotations

import os
import threading
from functools import cache
from typing import TYPE_CHECKING, Any, Final, get_args

from gangsheet_studio.designs.sniff import refused
from gangsheet_studio.designs.tiff import read_tags, without_other_inks
from gangsheet_studio.model.design import Format

if TYPE_CHECKING:
    from pathlib import Path

    import pyvips

    from gangsheet_studio.errors import RefusedInputError

SVG_DPI: Final = 96.0  # CSS: a px is 1/96 in
_VIPS_SVG_DPI: Final = 72.0  # libvips takes a px for 1/72 in, and enlarges by what dpi is above that
# libtiff leaves a strip blank that it can't decode, and libjpeg goes on after all but the worst
_FAIL_ON: Final[dict[str, str]] = {"tiff": "error", "jpeg": "warning"}
# of a PNG that has no more rows, the last ones would come again and again
_LENIENT_FAIL_ON: Final[dict[str, str]] = {"png": "truncated"}
_SETTING_UP: Final = threading.Lock()


def library() -> Any:  # noqa: ANN401  # pyvips has no types
    """Return pyvips, set up once a process: no operation cache, no loader outside the allow list."""
    with _SETTING_UP:  # `cache` alone would let two threads in, one to open while the other still blocks
        return _set_up()


@cache
def _set_up() -> Any:  # noqa: ANN401
    import pyvips

    pyvips.cache_set_max(0)
    pyvips.vips_lib.vips_block_untrusted_set(1)
    pyvips.operation_block_set("VipsForeignLoadSvg", False)  # blocked with them, and we need it
    pyvips.vips_lib.vips_concurrency_set(1)  # designs are decoded side by side instead
    return pyvips


def readable_formats() -> tuple[Format, ...]:
    """Return the formats that this libvips has a loader for."""
    pyvips = library()
    return tuple(kind for kind in get_args(Format) if pyvips.type_find("VipsOperation", f"{kind}load"))


def open_image(path: Path, kind: Format, *, scale: float = 1.0, lenient: bool = False) -> pyvips.Image:
    """Open `path` for one pass from top to bottom; RefusedInputError when its header is damaged.

    `scale` enlarges an SVG; every other format ignores it. What is damaged further on raises pyvips.Error as
    its rows are read, unless it is read `lenient`: then some formats go on with grey or wrong pixels.
    """
    pyvips = library()
    fail_on = _LENIENT_FAIL_ON.get(kind, "none") if lenient else _FAIL_ON.get(kind, "truncated")
    options: dict[str, object] = {"access": "sequential", "fail_on": fail_on}
    if kind == "svg":
        options |= {"scale": scale * _VIPS_SVG_DPI / SVG_DPI, "dpi": SVG_DPI}
    elif kind == "tiff":
        options["unlimited"] = True  # it refuses strips over 50 MB otherwise; the probe tells what they take
    pyvips.vips_lib.vips_error_clear()  # or what was said of another file would be told of this one
    try:
        if kind == "svg":
            # from its content alone, librsvg knows of no folder that other files could come from
            return pyvips.Image.svgload_buffer(path.read_bytes(), **options)
        # bytes, because a name need not be text
        image = getattr(pyvips.Image, f"{kind}load")(os.fsencode(path), **options)
        return without_other_inks(image, read_tags(path)) if kind == "tiff" else image
    except pyvips.Error as error:
        raise damaged(path, error) from error


def damaged(path: Path, error: Exception) -> RefusedInputError:
    """Return the error for artwork that libvips gave up on."""
    lines = str(getattr(error, "detail", error)).strip().splitlines()
    why = f" ({lines[0]})" if lines else ""
    return refused(path, "damaged", f"can't be read{why}; it is damaged or of a rare kind: export it again")
