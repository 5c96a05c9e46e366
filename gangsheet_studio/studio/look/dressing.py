"""The theme of the whole application, as wanted and as the system changes it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from gangsheet_studio.studio.look import theme
from gangsheet_studio.studio.look.style_sheet import style_sheet

_SCHEMES: Final = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
_COLOURS: Final = {"light": theme.LIGHT, "dark": theme.DARK}


class Dresser(QObject):
    """Paints an application in the theme it wears: light, dark, or system; there is one for each."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._wanted = "system"
        application.styleHints().colorSchemeChanged.connect(self._paint)

    def wear(self, wanted: str) -> None:
        """Show theme `wanted` from now on."""
        self._wanted = wanted
        hints = self._application.styleHints()
        # for what is not ours: title bars, file dialogs
        hints.setColorScheme(_SCHEMES.get(wanted, Qt.ColorScheme.Unknown))
        self._paint()

    def _paint(self) -> None:
        colours = _COLOURS.get(self._wanted) or theme.system_colours()
        sheet = style_sheet(colours)
        self._application.setPalette(theme.palette(colours))
        for kind in theme.CONTROLS:
            # the stubs ask for bytes, which it refuses
            self._application.setPalette(theme.control_palette(colours), kind)  # type: ignore[arg-type]
        if self._application.styleSheet() != sheet:
            self._application.setStyleSheet(sheet)


def wear(wanted: str) -> None:
    """Show theme `wanted` in the application that runs, now and until another is worn."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return  # nothing to dress
    dresser = application.findChild(Dresser) or Dresser(application)
    dresser.wear(wanted)
