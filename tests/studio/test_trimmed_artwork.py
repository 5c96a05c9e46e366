"""Lines whose artwork is trimmed or hardened: by the menu, in the layout, and as the film shows them."""

import pytest
from PIL import Image
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QPushButton, QSlider

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


def button(dialog, text):
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == text)


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


@pytest.fixture
def soft(tmp_path):
    """A square that is opaque to the left and more and more transparent to the right."""
    picture = Image.new("RGBA", (100, 100), (0, 90, 200, 255))
    for x in range(50, 100):
        picture.paste((0, 90, 200, 255 - 5 * (x - 49)), (x, 0, x + 1, 100))
    picture.save(tmp_path / "fade.png", dpi=(100, 100))
    return tmp_path / "fade.png"


def ask_about(desk, qtbot):
    command(desk, "Soft edges...").trigger()
    dialog = desk.hardening.dialog
    views = [dialog.view(kind) for kind in ("plain", "heat", "hard")]
    qtbot.waitUntil(lambda: not any(view.picture.isNull() for view in views), timeout=20_000)
    return dialog


def alphas(view):
    image = view.picture.toImage()
    return [image.pixelColor(x, 50).alpha() for x in range(image.width())]


def test_soft_edges_are_seen_before_they_are_hardened(desk, soft, qtbot):
    desk.opener.open_paths([soft])
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy)
    dialog = ask_about(desk, qtbot)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert any(text.startswith("“fade.png”: 4") and "half transparent" in text for text in said)
    assert len(set(alphas(dialog.view("plain")))) > 20
    assert set(alphas(dialog.view("hard"))) == {0, 255}
    opaque = alphas(dialog.view("hard")).count(255)
    before = dialog.view("hard").picture.cacheKey()
    dialog.findChild(QSlider, "thresholdSlider").setValue(80)
    qtbot.waitUntil(lambda: dialog.view("hard").picture.cacheKey() != before, timeout=20_000)
    assert alphas(dialog.view("hard")).count(255) < opaque
    button(dialog, "Make edges hard").click()
    assert desk.document.project.lines[0].harden == 0.8
    assert desk.hardening.dialog is None
    assert command(desk, "Soft edges...").isChecked()
    dialog = ask_about(desk, qtbot)
    assert dialog.threshold == 0.8
    button(dialog, "Print as it is").click()
    assert desk.document.project.lines[0].harden is None


def test_looking_at_soft_edges_changes_nothing(desk, soft, qtbot):
    desk.opener.open_paths([soft])
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy)
    steps = desk.document.undo_stack.index()
    command(desk, "Soft edges...").trigger()
    desk.hardening.dialog.reject()
    assert desk.hardening.dialog is None
    assert desk.document.undo_stack.index() == steps


def test_artwork_that_is_gone_says_so(desk, soft, qtbot):
    desk.opener.open_paths([soft])
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy)
    soft.unlink()
    command(desk, "Soft edges...").trigger()
    dialog = desk.hardening.dialog
    qtbot.waitUntil(
        lambda: any(
            "fade.png" in each.text() and "looking" not in each.text() for each in dialog.findChildren(QLabel)
        ),
        timeout=20_000,
    )
    dialog.reject()


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
