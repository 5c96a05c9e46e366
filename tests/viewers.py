"""Sheets as programs show them that did not write them: RGB levels on white, shape (rows, columns, 3)."""

import io
import re
import shutil
import subprocess

import numpy as np
import pypdfium2
import pytest
from PIL import Image


def on_white(path):
    with Image.open(path) as image:
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image)
    return np.asarray(white.convert("RGB")).astype(int)


def by_pdfium(path, dpi):
    """Render as it would be printed; pixels go where they lie, none is made of its neighbours."""
    with pypdfium2.PdfDocument(path) as document:
        assert len(document) == 1
        # a hair less, for pdfium rounds a page up to whole pixels
        page = document[0].render(scale=dpi / 72 * (1 - 1e-6), no_smoothimage=True)
        return np.asarray(page.to_pil().convert("RGB")).astype(int)


def by_librsvg(path):
    if shutil.which("rsvg-convert") is None:
        pytest.skip("rsvg-convert is not installed (librsvg2-bin)")
    width, height = re.search(rb'viewBox="0 0 (\d+) (\d+)"', path.read_bytes()).groups()
    command = ["rsvg-convert", "-w", width.decode(), "-h", height.decode(), "-b", "white", "-u", str(path)]
    run = subprocess.run(command, capture_output=True, timeout=60)
    assert run.returncode == 0, run.stderr
    return np.asarray(Image.open(io.BytesIO(run.stdout)).convert("RGB")).astype(int)
