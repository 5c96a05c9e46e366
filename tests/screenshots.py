"""Pictures of the window in each of its states, light and dark: `python -m tests.screenshots [FOLDER]`."""

import csv
import os
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gangsheet_studio.sample import read_sample
from gangsheet_studio.studio import app as studio
from gangsheet_studio.studio.settings.preferences import Preferences
from gangsheet_studio.studio.window import Window

FOLDER = Path(__file__).parents[1] / "resources" / "screenshots"
SIZE = 1440, 900
PATIENCE = 60.0


def wait(application, until):
    """Let the window work until something holds."""
    end = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > end:
            raise TimeoutError("the window did not get there")
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def settle(application, seconds=0.3):
    end = time.monotonic() + seconds
    wait(application, lambda: time.monotonic() > end)


def problem_orders(folder):
    """An order file in which much is wrong."""
    art = read_sample().designs
    Image.new("RGBA", (300, 300), "#c0392b").save(folder / "tiny-logo.png", dpi=(72, 72))
    (folder / "broken.png").write_bytes((art / "cool-cat.png").read_bytes()[:400])
    for name in ("cool-cat.png", "retro-sunset.png"):
        (folder / name).write_bytes((art / name).read_bytes())
    path = folder / "monday orders.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(
            [
                ["Order", "Design", "Size", "Qty"],
                [2001, "cool-cat.png", "3in", 12],
                [2001, "retro-sunset.png", "9in", 4],
                [2002, "tiny-logo.png", "4in", 6],
                [2003, "cool-catt.png", "2in", 3],
                [2004, "broken.png", "3in", 2],
                [2005, "retro-sunset.png", "30in", 1],
                [2006, "cool-cat.png", "2in", "many"],
            ]
        )
    return path


class Pictures:
    """Drives one window from empty to finished and saves a picture of each state."""

    def __init__(self, application, folder, theme):
        self.application, self.folder, self.theme = application, folder, theme

    def desk(self, out):
        for window in self.application.topLevelWidgets():
            if isinstance(window, Window):
                window.deleteLater()
        desk = studio.open_desk(Preferences(out=str(out)))
        desk.window.resize(*SIZE)
        desk.window.show()
        desk.window.refresh_icons()
        settle(self.application)
        return desk

    def save(self, desk, state):
        settle(self.application)
        self.folder.mkdir(parents=True, exist_ok=True)
        grabbed = desk.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        size = grabbed.width(), grabbed.height()
        picture = Image.frombuffer("RGB", size, grabbed.constBits(), "raw", "RGB", grabbed.bytesPerLine())
        picture.save(self.folder / f"{state}-{self.theme}.webp", quality=92, method=6)
        print(f"{state}-{self.theme}.webp")

    def close(self, desk):
        desk.window.may_close = lambda: True
        desk.flow.close()
        desk.window.close()

    def take(self, scratch):
        desk = self.desk(scratch / "Sheets")
        self.save(desk, "empty")
        desk.runner.open_sample()
        wait(self.application, lambda: desk.flow.last and not desk.flow.busy)
        wait(self.application, lambda: len(desk.window.thumbnails.known()) >= 8)
        self.save(desk, "laid-out")
        desk.improving.set_seconds(10)
        desk.window.actions_by_name["improve"].trigger()
        wait(self.application, lambda: desk.flow.improver.saving.inches > 0)
        settle(self.application, 3)
        self.save(desk, "improving")
        desk.window.actions_by_name["stop-improving"].trigger()
        wait(self.application, lambda: not desk.flow.busy)
        first = desk.flow.last.layout.parts[0].placements[:3]
        desk.window.film.hand.selection.pick((each.line, each.copy) for each in first)
        self.save(desk, "arranging")
        desk.window.film.hand.selection.pick(())
        desk.runner.make_sheets()
        wait(self.application, lambda: desk.flow.record and len(desk.flow.record.samples) > 8)
        desk.window.memory.refresh()
        self.save(desk, "running")
        wait(self.application, lambda: not desk.flow.running)
        self.save(desk, "finished")
        self.close(desk)

        desk = self.desk(scratch / "Sheets")
        desk.opener.open_paths([problem_orders(scratch)])
        wait(self.application, lambda: desk.flow.last and not desk.flow.busy)
        wait(self.application, lambda: len(desk.window.thumbnails.known()) >= 3)
        desk.window.docks["problems"].raise_()
        self.save(desk, "problems")
        self.close(desk)


def main(folder=FOLDER):
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    for theme in ("light", "dark"):
        studio.dress(application, theme)
        with tempfile.TemporaryDirectory() as scratch:
            Pictures(application, folder, theme).take(Path(scratch))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
