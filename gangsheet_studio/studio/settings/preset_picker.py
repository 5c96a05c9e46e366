"""The film by its name: one of the built-in presets, or one that this user keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QInputDialog, QPushButton, QVBoxLayout, QWidget

from gangsheet_studio.model.film import Film
from gangsheet_studio.studio.controls.noted import Noted
from gangsheet_studio.studio.look.theme import CONTROL_HEIGHT
from gangsheet_studio.studio.settings.presets import BUILT_IN, FilmPreset, find

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_OWN_FILM: Final = "Own film"
_LONGEST_NAME: Final = 60


class PresetPicker(QWidget):
    """`chosen` carries a FilmPreset, `ownChanged` all of this user's own."""

    chosen = Signal(object)
    ownChanged = Signal(tuple)  # noqa: N815 - Qt's way

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._film = Film()
        self._own: tuple[FilmPreset, ...] = ()
        self.box = QComboBox()
        self.box.setObjectName("presetBox")
        self.box.setMinimumHeight(CONTROL_HEIGHT)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setToolTip("The film in the printer")
        self.box.setAccessibleName("Film preset")
        self.box.activated.connect(self._on_activated)
        self.keep = _button("Keep...", "Keep this film as a preset of your own", self._keep)
        self.forget = _button("Forget", "Forget this preset of your own", self._forget)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.keep, 1)
        buttons.addWidget(self.forget, 1)
        self.noted = Noted(self.box)
        self.setFocusProxy(self.box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        column.addWidget(self.noted)
        column.addLayout(buttons)
        self.set_presets(())

    def set_presets(self, own: tuple[FilmPreset, ...]) -> None:
        """Offer the built-in films and this user's `own`."""
        self._own = own
        self.box.clear()
        for preset in self._all():
            self.box.addItem(preset.name)
        self.box.addItem(_OWN_FILM)
        self.set_film(self._film)

    def set_film(self, film: Film) -> None:
        """Show which preset `film` is."""
        self._film = film
        presets = self._all()
        found = find(film, presets)
        self.box.setCurrentIndex(presets.index(found) if found else len(presets))
        self.keep.setEnabled(found is None or (found.price is None and film.price > 0))
        self.forget.setEnabled(found in self._own)

    def _all(self) -> Sequence[FilmPreset]:
        return (*BUILT_IN, *self._own)

    def _on_activated(self, index: int) -> None:
        self.noted.set_note("")
        presets = self._all()
        if index < len(presets):
            self.chosen.emit(presets[index])
        else:
            self.set_film(self._film)  # own film is what the lengths say, nothing to choose

    def _keep(self) -> None:
        answer, good = QInputDialog.getText(self, "Keep this film", "Name of the preset")
        name = " ".join(answer.split())[:_LONGEST_NAME]
        if not (good and name):
            return
        if name.casefold() in {taken.casefold() for taken in (_OWN_FILM, *(each.name for each in BUILT_IN))}:
            self.noted.set_note(
                f"“{name}” is the name of another film; keep this one under a name of its own."
            )
            return
        self.noted.set_note("")
        kept = FilmPreset.named(name, self._film)
        others = (own for own in self._own if own.name.casefold() != name.casefold())
        self.ownChanged.emit((*others, kept))

    def _forget(self) -> None:
        found = find(self._film, self._own)
        if found:
            self.ownChanged.emit(tuple(own for own in self._own if own != found))


def _button(text: str, tip: str, slot: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setMinimumSize(1, CONTROL_HEIGHT)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.clicked.connect(slot)
    return button
