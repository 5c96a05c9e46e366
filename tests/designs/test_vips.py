"""libvips as we set it up."""

from __future__ import annotations

from pathlib import Path

import pytest
import pyvips

from gangsheet_studio.designs.vips import library, open_image
from tests.designs.conftest import noise, save


def test_nothing_is_remembered(tmp_path: Path) -> None:
    assert library() is pyvips
    assert pyvips.cache_get_max() == 0
    path = save(tmp_path / "art.png", noise(4, 4))
    assert open_image(path, "png").width == 4
    save(path, noise(5, 4))
    assert open_image(path, "png").width == 5
    assert pyvips.cache_get_size() == 0


@pytest.mark.parametrize("kind", ["png", "jpeg", "tiff", "webp", "gif", "avif"])
def test_every_format_we_promise_opens(tmp_path: Path, kind: str) -> None:
    path = save(tmp_path / "art", noise(8, 6, 3), format=kind)
    image = open_image(path, "heif" if kind == "avif" else kind)
    assert (image.width, image.height) == (8, 6)


def test_loaders_outside_the_list_are_blocked(tmp_path: Path) -> None:
    library()
    for loader in ("pdfload", "magickload", "openslideload", "fitsload", "matload", "radload", "ppmload"):
        with pytest.raises((pyvips.Error, AttributeError)):
            getattr(pyvips.Image, loader)(str(tmp_path / "art"))
