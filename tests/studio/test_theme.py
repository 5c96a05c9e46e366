"""Both themes can be read by everyone: contrast as WCAG 2 counts it."""

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel

from gangsheet_studio.studio.look.dressing import wear
from gangsheet_studio.studio.look.theme import DARK, LIGHT, colours_of

TEXTS = ("text", "muted", "accent_text", "warn", "error", "done", "budget")
BACKGROUNDS = ("panel", "ground", "field")


def luminance(colour):
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_knows_black_on_white():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_has_contrast_and_edges_can_be_seen(colours):
    found = {
        (text, on): contrast(getattr(colours, text), getattr(colours, on))
        for text in TEXTS
        for on in BACKGROUNDS
    }
    assert not {pair: ratio for pair, ratio in found.items() if ratio < 4.5}
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.edge, colours.panel) >= 3
    assert contrast(colours.accent, colours.panel) >= 3


def test_a_theme_is_worn_at_once_by_what_is_there(qtbot):
    label, box = QLabel(), QCheckBox()
    for widget in (label, box):
        qtbot.addWidget(widget)
        widget.show()
    for name, colours in (("dark", DARK), ("light", LIGHT), ("dark", DARK), ("light", LIGHT)):
        wear(name)
        assert colours_of(label) is colours
        assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == colours.text
        assert box.palette().color(QPalette.ColorRole.Text).name().upper() == colours.text
        assert colours.muted in QApplication.instance().styleSheet()


def test_the_system_is_followed_only_where_that_is_wanted(qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    hints = QApplication.styleHints()
    wear("dark")
    hints.colorSchemeChanged.emit(hints.colorScheme())
    assert colours_of(label) is DARK
    wear("system")
    assert colours_of(label) is LIGHT  # what the off-screen platform asks for
    wear("light")
