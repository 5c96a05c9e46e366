"""A window is usable once it is painted, and says so once."""

from PySide6.QtWidgets import QWidget

from gangsheet_studio.studio.first_paint import FirstPaint


def test_a_window_is_usable_once_it_is_painted(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    said = []
    first = FirstPaint(window)
    first.usable.connect(lambda: said.append(window.isVisible()))
    with qtbot.waitSignal(first.usable):
        window.show()
    window.repaint()
    qtbot.wait(50)
    assert said == [True]
