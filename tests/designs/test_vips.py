"""libvips as we set it up."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import pyvips

from gangsheet_studio.designs.vips import library, open_image
from tests.designs.conftest import noise, save

AT_ONCE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from gangsheet_studio.designs.vips import open_image

sys.setswitchinterval(1e-6)
start = Barrier(8)

def look(number):
    start.wait()
    return open_image(Path(sys.argv[1]), "svg").width

with ThreadPoolExecutor(8) as threads:
    assert list(threads.map(look, range(8))) == [9] * 8
"""


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


def test_threads_that_meet_libvips_at_once_all_find_it_set_up(tmp_path: Path) -> None:
    """Each try takes a process of its own: libvips is set up once in a process."""
    path = tmp_path / "art.svg"
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    )
    for _ in range(5):
        subprocess.run([sys.executable, "-c", AT_ONCE, path], check=True)
