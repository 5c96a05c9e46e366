"""Lines whose artwork is trimmed or hardened: by the menu, in the layout, and as the film shows them."""

import pytest
from PIL import Image
from PySide6.QtGui import QColor

from gangsheet_studio.protocol import Thumbnail
from gangsheet_studio.studio.film.thumbnails import Thumbnails


@pytest.fixture
def bordered(tmp_path):
    """A red square of 1 in, alone in the lower right quarter of 2 x 2 in."""
    picture = Image.new("RGBA", (200, 200))
    picture.paste((255, 0, 0, 255), (100, 100, 200, 200))
    picture.save(tmp_path / "square.png", dpi=(100, 100))
    return tmp_path / "square.png"


def command(desk, text):
    panel = desk.window.orders
    panel.select_rows((0,))
    return next(each for each in panel.make_context_menu().actions() if each.text() == text)


def shown(desk):
    (part,) = desk.flow.last.layout.parts
    return part.placements[0]


def test_a_trimmed_line_takes_less_film_and_can_be_undone(desk, bordered, qtbot):
    desk.opener.open_paths([bordered])
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy)
    whole = shown(desk)
    assert whole.trim is None
    command(desk, "Trim transparent borders").trigger()
    qtbot.waitUntil(lambda: not desk.flow.busy and shown(desk).trim is not None)
    trimmed = shown(desk)
    assert trimmed.trim == (100, 100, 100, 100)
    assert (trimmed.width, trimmed.height) == (whole.width // 2, whole.height // 2)
    assert command(desk, "Trim transparent borders").isChecked()
    qtbot.waitUntil(lambda: not desk.window.thumbnails.pixmap(trimmed.key).isNull())
    picture = desk.window.thumbnails.pixmap(trimmed.key, 0, trimmed.trim).toImage()
    assert picture.pixelColor(2, 2) == picture.pixelColor(picture.width() // 2, 5) == QColor("red")
    desk.document.undo_stack.undo()
    qtbot.waitUntil(lambda: not desk.flow.busy and shown(desk).trim is None)


def test_a_hardened_line_says_so(desk, bordered, qtbot):
    desk.opener.open_paths([bordered])
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy)
    command(desk, "Harden soft edges").trigger()
    assert desk.document.project.lines[0].harden == 0.5
    assert command(desk, "Harden soft edges").isChecked()
    command(desk, "Harden soft edges").trigger()
    assert desk.document.project.lines[0].harden is None


def test_a_thumbnail_is_cut_before_it_is_turned(qapp):
    pixels = bytearray()
    for row in range(20):
        for column in range(40):
            pixels += bytes((255, 0, 0, 255) if column < 10 and row >= 10 else (0, 0, 255, 255))
    thumbnails = Thumbnails()
    thumbnails.put(
        Thumbnail(path="a", key="k", width=40, height=20, pixels=bytes(pixels), soft=0.0, own=(400, 200))
    )
    cut = thumbnails.pixmap("k", 90, (0, 100, 100, 100)).toImage()
    assert (cut.width(), cut.height()) == (10, 10)
    assert {cut.pixelColor(x, y).name() for x in range(10) for y in range(10)} == {"#ff0000"}
    assert thumbnails.pixmap("k", 90).height() == 40
    assert thumbnails.is_turned("k", 90, (0, 100, 100, 100)) and not thumbnails.is_turned("k", 180)
