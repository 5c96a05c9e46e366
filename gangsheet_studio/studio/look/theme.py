"""The colours of the light and the dark theme, and the palette and style sheet made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

ROW_HEIGHT: Final = 28
CONTROL_HEIGHT: Final = 24
CONTROLS: Final = ("QCheckBox", "QComboBox", "QAbstractSpinBox")
_FUSION_DARKER: Final = 140
THUMBNAIL: Final = 40
PADDING: Final = 12
GRID: Final = 8


class Colours(Struct, frozen=True, kw_only=True):
    """`#rrggbb` by what it is for.

    Text colours keep 4.5:1 or more against `panel` and `ground`; `edge`, around what can be typed into, 3:1.
    """

    panel: str
    ground: str
    field: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    accent_text: str
    on_accent: str
    warn: str
    error: str
    done: str
    film: str
    checker: str
    budget: str


LIGHT: Final = Colours(
    panel="#F4F5F6",
    ground="#E7E9EB",
    field="#FFFFFF",
    line="#CDD1D5",
    edge="#868C92",
    text="#1D2125",
    muted="#565D65",
    accent="#0A79B6",
    accent_text="#06629A",
    on_accent="#FFFFFF",
    warn="#8A5300",
    error="#B3261E",
    done="#1E6B34",
    film="#F6F7F8",
    checker="#ECEEF0",
    budget="#7A4B00",
)
DARK: Final = Colours(
    panel="#24272B",
    ground="#1B1D20",
    field="#1F2226",
    line="#3A3F45",
    edge="#6E7780",
    text="#E6E8EA",
    muted="#A3ABB3",
    accent="#0A79B6",
    accent_text="#5CB8EA",
    on_accent="#FFFFFF",
    warn="#F0B354",
    error="#FF8A80",
    done="#7FCB93",
    film="#2A2E33",
    checker="#31353B",
    budget="#F0B354",
)


def colours_of(widget: QWidget) -> Colours:
    """Return the colours that go with the palette `widget` has now."""
    return DARK if widget.palette().window().color().lightness() < 128 else LIGHT


def system_colours() -> Colours:
    """Return the colours of the theme the system asks for."""
    return DARK if QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def palette(colours: Colours) -> QPalette:
    """Return a palette for all of Qt's own widgets."""
    made = QPalette()
    roles = QPalette.ColorRole
    for role, colour in {
        roles.Window: colours.panel,
        roles.Base: colours.field,
        roles.AlternateBase: colours.panel,
        roles.Button: colours.panel,
        roles.ToolTipBase: colours.field,
        roles.WindowText: colours.text,
        roles.Text: colours.text,
        roles.ButtonText: colours.text,
        roles.ToolTipText: colours.text,
        roles.PlaceholderText: colours.muted,
        roles.Highlight: colours.accent,
        roles.HighlightedText: colours.on_accent,
        roles.Link: colours.accent_text,
        roles.Accent: colours.accent,
    }.items():
        made.setColor(role, QColor(colour))
    faded = QColor(colours.muted)
    faded.setAlpha(150)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, faded)
    return made


def control_palette(colours: Colours) -> QPalette:
    """Return a palette for what staff type into or tick: with an edge that can be seen."""
    made = palette(colours)
    # Fusion draws edges in the window's colour, this much darker
    made.setColor(QPalette.ColorRole.Window, QColor(colours.edge).lighter(_FUSION_DARKER))
    return made
