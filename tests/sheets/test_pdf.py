"""PDF sheets as their writer makes them: inks apart, sizes, and names of any kind."""

import io
import shutil
import subprocess
import threading
import tracemalloc

import msgspec
import numpy as np
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gangsheet_studio.model.layout import Part, Placement
from gangsheet_studio.model.one_line import one_line
from gangsheet_studio.model.output import Cut
from gangsheet_studio.resources import resource
from gangsheet_studio.sheets.pdf.picture import PdfPicture
from gangsheet_studio.sheets.pdf.planes import write_planes
from gangsheet_studio.sheets.pdf.sheet import PdfSettings, PdfSheet

SIDE, DPI = 60, 100
RED = (255, 0, 0, 255, 255)


class Served:
    """Serves one picture to all copies."""

    def __init__(self, picture):
        self._picture = picture

    def take(self, _placement):
        return self._picture

    def give_back(self, _placement):
        pass


def triangle(folder):
    """A red upper left half, and white ink of the same shape below it."""
    pixels = np.zeros((SIDE, SIDE, 5), np.uint8)
    down, right = np.mgrid[:SIDE, :SIDE]
    pixels[down + right < SIDE - 4] = RED
    files = [folder / name for name in ("colour", "alpha", "white")]
    strips = [pixels.reshape(SIDE, -1)]
    assert write_planes(strips, SIDE, files, threading.Event()).alpha
    box = ((-0.02, -0.02), (0.62, -0.02), (0.62, 0.62), (-0.02, 0.62))
    return PdfPicture(
        width_px=SIDE,
        height_px=SIDE,
        colour=files[0],
        alpha=files[1],
        white=files[2],
        cuts={(SIDE, SIDE): (box,)},
    )


def copy(x, y, *, rotation=0, order=""):
    return Placement(
        line=1,
        design="d",
        key="k",
        order=order,
        copy=1,
        x=x,
        y=y,
        width=SIDE,
        height=SIDE,
        rotation=rotation,
    )


def write(picture, *copies, width=100, height=100, white=None, cut=None):
    """Return the bytes of a sheet."""
    file = io.BytesIO()
    if white is None:
        picture = msgspec.structs.replace(picture, white=None)
    part = Part(number=1, width_px=width, height_px=height, placements=copies)
    sheet = PdfSheet(part, file, sheet_settings(white, cut))
    written = sheet.write(
        Served(picture), band_rows=lambda: 1, on_row=lambda _row: None, cancel=threading.Event()
    )
    assert written.bytes == len(file.getvalue())
    return file.getvalue()


def sheet_settings(white=None, cut=None):
    return PdfSettings(
        dpi=DPI,
        title="Job",
        software="Test",
        profile=resource("srgb.icc").read_bytes(),
        mirror=False,
        background=None,
        white=white,
        cut=cut,
        layer=lambda placement: placement.order,
        in_order=True,
        picture_of=lambda placement: placement.key,
    )


@pytest.fixture(scope="module")
def picture(tmp_path_factory):
    return triangle(tmp_path_factory.mktemp("planes"))


def nested(picture, **inks):
    """Two triangles nested by their shapes: their boxes overlap, what they print does not."""
    return write(picture, copy(5, 5), copy(20, 20, rotation=180), **inks)


def by_pdfium(data):
    with pypdfium2.PdfDocument(data) as document:
        page = document[0].render(scale=DPI / 72, no_smoothimage=True)
        return np.asarray(page.to_pil().convert("RGB"))


def plates(data, folder):
    """Return how much of each ink is where, by an interpreter that separates them as a RIP does."""
    if shutil.which("gs") is None:
        pytest.skip("gs is not installed (ghostscript)")
    (folder / "sheet.pdf").write_bytes(data)
    command = ["gs", "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiffsep", f"-r{DPI}"]
    command += [f"-sOutputFile={folder / 'sheet.tif'}", str(folder / "sheet.pdf")]
    subprocess.run(command, check=True, timeout=60)
    found = {}
    for path in folder.glob("sheet(*).tif"):
        with Image.open(path) as image:
            found[path.stem[len("sheet(") : -1]] = np.asarray(image.convert("L")) < 128
    return found


def test_white_lies_under_all_that_prints_and_takes_nothing_away(picture, tmp_path):
    found = plates(nested(picture, white="Spot 1", cut=Cut(name="CutContour", offset=0.02)), tmp_path)
    assert set(found) == {"Cyan", "Magenta", "Yellow", "Black", "Spot 1", "CutContour"}
    printed = found["Magenta"]
    assert printed.sum() == pytest.approx(SIDE * SIDE, rel=0.15), "both halves are there"
    assert np.array_equal(found["Spot 1"], printed)
    assert found["CutContour"].any()


def test_a_viewer_without_white_ink_shows_the_colours(picture):
    assert np.array_equal(by_pdfium(nested(picture, white="White")), by_pdfium(nested(picture)))


@pytest.mark.parametrize(("height", "unit"), [(20_000, 1), (20_001, 2), (43_000, 3)])
def test_a_page_is_as_long_as_the_part_in_units_that_viewers_take(picture, height, unit):
    with pikepdf.open(io.BytesIO(write(picture, copy(0, 0), height=height))) as pdf:
        page = pdf.pages[0]
        assert int(page.obj.get("/UserUnit", 1)) == unit
        assert page.MediaBox[3] <= 14_400
        assert float(page.MediaBox[3]) * unit * DPI / 72 == pytest.approx(height, abs=0.01)


class Nowhere:
    """Takes what is written to it, and keeps none."""

    def write(self, _data):
        pass


def most_memory(picture, copies):
    part = Part(
        number=1,
        width_px=100,
        height_px=copies,
        placements=tuple(copy(0, n, order=f"{n // 50}") for n in range(copies)),
    )
    sheet = PdfSheet(part, Nowhere(), sheet_settings())
    tracemalloc.start()
    try:
        sheet.write(Served(picture), band_rows=lambda: 1, on_row=lambda _row: None, cancel=threading.Event())
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_copy_takes_some_bytes_of_memory_and_none_for_what_it_shows(picture):
    plain = msgspec.structs.replace(picture, white=None)
    a_copy = (most_memory(plain, 4000) - most_memory(plain, 1000)) / 3000
    assert a_copy < 300


@settings(max_examples=40, deadline=None)
@given(orders=st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_layers_of_any_name_are_read_back(picture, orders):
    data = write(picture, *(copy(0, 10 * n, order=order) for n, order in enumerate(orders)), white="White")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = [str(group.Name) for group in pdf.Root.OCProperties.OCGs]
    said = [
        one_line(order).encode("utf-16-be", "replace").decode("utf-16-be") for order in dict.fromkeys(orders)
    ]
    assert names == [*said, "White"]
