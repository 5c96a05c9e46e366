"""What staff do in a window: drop files on it, and answer its questions."""

from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox


def drop(window, *paths):
    """Drag files over the window and let go."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place = window.rect().center()
    given = Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(place, *given))
    QApplication.sendEvent(window, QDropEvent(QPointF(place), *given))


def answer(*words):
    """Press these buttons of the boxes that come up, one after the other; return what each box says."""
    said, rest = [], list(words)

    def press():
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox) and box.isVisible():
            said.append(f"{box.text()}\n{box.informativeText()}")
            word = rest.pop(0)
            next(button for button in box.buttons() if button.text().replace("&", "") == word).click()
        if rest:
            QTimer.singleShot(10, press)

    QTimer.singleShot(0, press)
    return said
