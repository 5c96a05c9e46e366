"""The wheel scrolls a panel; it turns a control's value only where staff have gone to it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QWidget


class CalmWheel(QObject):
    """Lets the combo and spin boxes in `page` leave the wheel to the panel while they have no focus."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        for kind in (QComboBox, QAbstractSpinBox):
            for box in page.findChildren(kind):
                assert isinstance(box, QWidget)  # noqa: S101 - for the type checker
                box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # else the wheel gives it the focus
                box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - named by Qt
        """Leave a wheel to the parent of a control without focus."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False
