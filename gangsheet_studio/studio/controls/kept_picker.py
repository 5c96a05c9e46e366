"""Settings by their name: some that are built in, and those that this user keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QInputDialog, QPushButton, QVBoxLayout, QWidget

from gangsheet_studio.studio.controls.noted import Noted
from gangsheet_studio.studio.look.theme import CONTROL_HEIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LONGEST_NAME: Final = 60


class Named(Protocol):
    """Settings with a name."""

    @property
    def name(self) -> str:
        """What staff call them."""


class Shelf(Protocol):
    """What a picker offers: `thing` is the word for one, `own` that for all others."""

    thing: str
    own: str

    @property
    def built_in(self) -> Sequence[Named]:
        """What everybody has."""

    def find(self, current: Any, among: Any) -> Named | None:  # noqa: ANN401 - each shelf has its own
        """Return which of `among` the `current` settings are."""

    def named(self, name: str, current: Any) -> Named:  # noqa: ANN401
        """Return the `current` settings under a name."""

    def is_new(self, found: Any, current: Any) -> bool:  # noqa: ANN401
        """Return whether keeping the `current` settings would keep more than was `found`."""


class KeptPicker(QWidget):
    """`chosen` carries settings with a name, `ownChanged` all of this user's own."""

    chosen = Signal(object)
    ownChanged = Signal(tuple)  # noqa: N815 - Qt's way

    def __init__(self, shelf: Shelf, current: object, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf, self._current = shelf, current
        self._own: tuple[Named, ...] = ()
        self.box = QComboBox()
        self.box.setMinimumHeight(CONTROL_HEIGHT)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.activated.connect(self._on_activated)
        self.keep = _button("Keep...", f"Keep this {shelf.thing} as one of your own", self._keep)
        self.forget = _button("Forget", f"Forget this {shelf.thing} of your own", self._forget)
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
        self.set_own(())

    def set_own(self, own: Sequence[Named]) -> None:
        """Offer what is built in and this user's `own`."""
        self._own = tuple(own)
        self.box.clear()
        for each in self._all():
            self.box.addItem(each.name)
        self.box.addItem(self._shelf.own)
        self.set_current(self._current)

    def set_current(self, current: object) -> None:
        """Show which of those offered the `current` settings are."""
        self._current = current
        offered = self._all()
        found = self._shelf.find(current, offered)
        self.box.setCurrentIndex(offered.index(found) if found else len(offered))
        self.keep.setEnabled(self._shelf.is_new(found, current))
        self.forget.setEnabled(found in self._own)

    def _all(self) -> Sequence[Named]:
        return (*self._shelf.built_in, *self._own)

    def _on_activated(self, index: int) -> None:
        self.noted.set_note("")
        offered = self._all()
        if index < len(offered):
            self.chosen.emit(offered[index])
        else:
            self.set_current(self._current)  # they are what the controls say, nothing to choose

    def _keep(self) -> None:
        thing = self._shelf.thing
        answer, good = QInputDialog.getText(self, f"Keep this {thing}", "Name")
        name = " ".join(answer.split())[:_LONGEST_NAME]
        if not (good and name):
            return
        taken = {self._shelf.own.casefold(), *(each.name.casefold() for each in self._shelf.built_in)}
        if name.casefold() in taken:
            self.noted.set_note(
                f"“{name}” is the name of another {thing}; keep this one under a name of its own."
            )
            return
        self.noted.set_note("")
        others = (own for own in self._own if own.name.casefold() != name.casefold())
        kept = self._shelf.named(name, self._current)
        self.ownChanged.emit((*others, kept))
        self.chosen.emit(kept)

    def _forget(self) -> None:
        found = self._shelf.find(self._current, self._own)
        if found:
            self.ownChanged.emit(tuple(own for own in self._own if own != found))


def _button(text: str, tip: str, slot: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setMinimumSize(1, CONTROL_HEIGHT)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.clicked.connect(slot)
    return button
