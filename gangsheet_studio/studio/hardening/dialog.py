"""Where artwork is soft, and how it would print with hard edges: seen before it is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from gangsheet_studio.model.inspection import HARDEN
from gangsheet_studio.studio.controls.labels import sentence_label
from gangsheet_studio.studio.look.theme import CONTROL_HEIGHT, GRID, PADDING, colours_of

if TYPE_CHECKING:
    from gangsheet_studio.studio.hardening.pictures import Pictures

_USUAL: Final = 0.5
_LEAST, _MOST = (round(share * 100) for share in HARDEN)
_CHECK: Final = 8
_HOW: Final = (
    "Half transparent pixels print as a halo. Hard edges make what is above the threshold opaque and leave "
    "out what is below it."
)
_KINDS: Final = (
    ("plain", "As it is"),
    ("heat", "Where it is half transparent"),
    ("hard", "With hard edges"),
)


class ArtworkView(QWidget):
    """A picture on the checker that stands for film, as large as there is room."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QPixmap()
        self.setAccessibleName(words)
        self.setMinimumSize(200, 200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def picture(self) -> QPixmap:
        """What is shown, null while there is nothing."""
        return self._picture

    def set_picture(self, picture: QPixmap) -> None:
        """Show `picture`."""
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size it likes."""
        return QSize(280, 280)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint the checker and the picture in its middle."""
        painter, colours, box = QPainter(self), colours_of(self), self.rect()
        painter.fillRect(box, QColor(colours.film))
        for row in range(box.height() // _CHECK + 1):
            for column in range(row % 2, box.width() // _CHECK + 1, 2):
                square = QRect(column * _CHECK, row * _CHECK, _CHECK, _CHECK)
                painter.fillRect(square, QColor(colours.checker))
        if not self._picture.isNull():
            size = self._picture.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(
                (box.width() - size.width()) // 2,
                (box.height() - size.height()) // 2,
                size.width(),
                size.height(),
            )
            # pixels stay pixels: smoothing would make edges soft again
            painter.drawPixmap(place, self._picture)
        painter.setPen(QColor(colours.line))
        painter.drawRect(box.adjusted(0, 0, -1, -1))


class HardeningDialog(QDialog):
    """`chosen` carries the threshold to harden at (0 to 1), None to print the artwork as it is."""

    chosen = Signal(object)

    def __init__(
        self, name: str, pictures: Pictures, threshold: float | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("hardeningDialog")
        self.setWindowTitle("Soft edges")
        self.resize(920, 480)
        self._pictures = pictures
        pictures.setParent(self)
        self._said = sentence_label(f"“{name}”: looking at its edges ...", self)
        self._name = name
        how = sentence_label(_HOW, self, quiet=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(PADDING)
        grid.setVerticalSpacing(GRID // 2)
        self._views: dict[str, ArtworkView] = {}
        for column, (kind, words) in enumerate(_KINDS):
            view = self._views[kind] = ArtworkView(words)
            grid.addWidget(view, 0, column)
            grid.addWidget(QLabel(words), 1, column, Qt.AlignmentFlag.AlignHCenter)
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(0, 1)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(2 * PADDING, 2 * PADDING, 2 * PADDING, PADDING)
        column_layout.setSpacing(PADDING)
        column_layout.addWidget(self._said)
        column_layout.addLayout(grid, 1)
        column_layout.addWidget(how)
        column_layout.addLayout(self._threshold_row(threshold))
        column_layout.addWidget(self._buttons(threshold))
        pictures.drawn.connect(self._on_drawn)
        pictures.soft.connect(self._on_soft)
        pictures.failed.connect(self._said.setText)
        self.finished.connect(lambda _: pictures.close())
        self._on_moved(self._slider.value())

    @property
    def threshold(self) -> float:
        """The share of full alpha that print begins at."""
        return self._slider.value() / 100

    def view(self, kind: str) -> ArtworkView:
        """Return the view of the plain, the heat or the hard picture."""
        return self._views[kind]

    def _threshold_row(self, threshold: float | None) -> QHBoxLayout:
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName("thresholdSlider")
        self._slider.setRange(_LEAST, _MOST)
        self._slider.setValue(round((threshold or _USUAL) * 100))
        self._slider.setPageStep(5)
        self._slider.setAccessibleName("Threshold")
        self._slider.setToolTip("How opaque a pixel must be to be printed")
        self._figure = QLabel()
        self._figure.setMinimumWidth(self._figure.fontMetrics().horizontalAdvance("100 % alpha"))
        self._figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._slider.valueChanged.connect(self._on_moved)
        row = QHBoxLayout()
        row.setSpacing(PADDING)
        label = QLabel("Threshold")
        label.setBuddy(self._slider)
        row.addWidget(label)
        row.addWidget(self._slider, 1)
        row.addWidget(self._figure)
        return row

    def _buttons(self, threshold: float | None) -> QDialogButtonBox:
        box = QDialogButtonBox()
        harden = QPushButton("Make edges hard")
        harden.setDefault(True)
        soft = QPushButton("Print as it is")
        soft.setEnabled(threshold is not None)
        cancel = box.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setIcon(QIcon())  # some desktops give it one that no theme of ours knows
        box.addButton(soft, QDialogButtonBox.ButtonRole.ActionRole)
        box.addButton(harden, QDialogButtonBox.ButtonRole.AcceptRole)
        for button, tip in (
            (harden, "Print with hard edges, as the picture on the right shows"),
            (soft, "Print with soft edges again"),
            (cancel, "Change nothing"),
        ):
            button.setMinimumHeight(CONTROL_HEIGHT)
            button.setToolTip(tip)
        harden.clicked.connect(lambda: self._choose(self.threshold))
        soft.clicked.connect(lambda: self._choose(None))
        box.rejected.connect(self.reject)
        return box

    def _choose(self, threshold: float | None) -> None:
        self.chosen.emit(threshold)
        self.accept()

    def _on_moved(self, percent: int) -> None:
        self._figure.setText(f"{percent} % alpha")
        self._pictures.harden(percent / 100)

    def _on_drawn(self, kind: str, picture: QPixmap) -> None:
        self._views[kind].set_picture(picture)

    def _on_soft(self, share: float) -> None:
        self._said.setText(f"“{self._name}”: {share:.1%} of what is seen of it is half transparent.")
