"""The studio as a program that is left with a run going: `python background_program.py ORDERS OUT ANSWER`.

It prints whether its window was shown at the end, and ends as the program does: by itself or not at all.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from gangsheet_studio.studio import app as studio
from gangsheet_studio.studio.settings.preferences import Preferences


class Staff:
    """Presses Make sheets once there is a layout, leaves once sheets are being made, and answers boxes."""

    def __init__(self, desk, answer):
        self.desk, self.answers, self.left = desk, [answer, "Discard"], False

    def look(self):
        flow, box = self.desk.flow, QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            word = self.answers.pop(0)
            next(button for button in box.buttons() if button.text().replace("&", "") == word).click()
        elif flow.record is None and flow.last is not None and not flow.busy:
            self.desk.runner.make_sheets()
        elif flow.running and flow.record.samples and not self.left:
            self.left = True
            QTimer.singleShot(0, self.desk.window.close)


def main(orders, out, answer):
    app = QApplication([])
    studio.dress(app, "light")
    desk = studio.open_desk(Preferences(out=out))
    desk.window.show()
    desk.opener.open_paths([Path(orders)])
    staff = Staff(desk, answer)
    timer = QTimer(interval=10)
    timer.timeout.connect(staff.look)
    timer.start()
    app.exec()
    print("shown" if desk.window.isVisible() else "hidden", "running" if desk.flow.running else "ended")


main(*sys.argv[1:])
