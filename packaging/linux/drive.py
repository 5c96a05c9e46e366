"""A pair of hands for try.sh: it drags a file to the window of the installed program, and presses keys.

    drive.py PICTURES ROOT drop ORDERS    drop ORDERS, make its sheets, save the job and close the window
    drive.py PICTURES ROOT opened NAME    wait for a window with the job NAME, and close it

ROOT is the folder that the program sees as /. The X server is the one that DISPLAY names.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 120.0
TITLE = "Gangsheet Studio"


class Handle(QWidget):
    """A square that drags a file away when it is pressed."""

    def __init__(self, path: str) -> None:
        super().__init__(None, Qt.WindowType.BypassWindowManagerHint | Qt.WindowType.WindowStaysOnTopHint)
        self._path = path
        self.outcome = Qt.DropAction.IgnoreAction
        self.setFixedSize(60, 60)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Begin to drag."""
        del event
        carried = QMimeData()
        carried.setUrls([QUrl.fromLocalFile(self._path)])
        drag = QDrag(self)
        drag.setMimeData(carried)
        self.outcome = drag.exec(Qt.DropAction.CopyAction)
        pause(2.0)  # the window asks for what was dropped only now
        QApplication.quit()


def xdotool(*arguments: str) -> str:
    """Run xdotool and return what it prints; nothing where it finds nothing."""
    return subprocess.run(["xdotool", *arguments], capture_output=True, text=True, check=False).stdout.strip()


def pause(seconds: float) -> None:
    """Wait, and go on answering the other programs on the screen."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def wait_for(what: str, look: Callable[[], str]) -> str:
    """Return the first text that `look` returns; SystemExit if that takes too long."""
    end = time.monotonic() + SECONDS
    while not (found := look()):
        if time.monotonic() > end:
            raise SystemExit(f"drive: waited {SECONDS:.0f} s for {what}")
        pause(0.2)
    return found


def window_named(title: str) -> str:
    """Return the X window whose title matches `title`, or nothing."""
    return xdotool("search", "--onlyvisible", "--name", title).partition("\n")[0]


def picture(folder: Path, name: str) -> None:
    """Keep what the screen shows."""
    pause(1.0)
    QGuiApplication.primaryScreen().grabWindow(0).save(str(folder / f"{name}.png"))


def drag(orders: str) -> None:
    """Drag `orders` from a corner of the screen to its middle."""
    handle = Handle(orders)
    area = QGuiApplication.primaryScreen().geometry()
    handle.move(area.bottomRight() - QPoint(70, 70))
    handle.show()
    start, end = handle.geometry().center(), area.center()
    moves = ["mousemove", str(start.x()), str(start.y()), "sleep", "0.5", "mousedown", "1"]
    for step in range(1, 21):
        at = start + (end - start) * step / 20
        moves += ["sleep", "0.05", "mousemove", str(at.x()), str(at.y())]
    moves += ["sleep", "0.5", "mouseup", "1"]
    QTimer.singleShot(500, lambda: subprocess.Popen(["xdotool", *moves]))
    QTimer.singleShot(int(SECONDS * 1000), QApplication.quit)
    QApplication.exec()
    if handle.outcome != Qt.DropAction.CopyAction:
        raise SystemExit("drive: the window did not take the file")
    handle.close()


def press(window: str, keys: str) -> None:
    """Press `keys` in `window`."""
    xdotool("windowfocus", "--sync", window, "key", "--clearmodifiers", keys)


def close(window: str) -> None:
    """Have the window close, and wait until it is gone."""
    press(window, "ctrl+q")
    wait_for("the window to close", lambda: "" if window_named(TITLE) else "closed")


def drop(pictures: Path, root: Path, orders: str) -> None:
    """Drop `orders` on the empty window, make the sheets, save the job and close the window."""
    window = wait_for("the window", lambda: window_named(f"^{TITLE}$"))
    picture(pictures, "1-started")
    drag(orders)
    picture(pictures, "2-dropped")
    wait_for("the orders to be read", lambda: window_named(f"{TITLE} - "))
    pause(5.0)  # the layout follows by itself
    picture(pictures, "2-laid-out")
    press(window, "ctrl+Return")
    documents = root / "home" / "shop" / "Documents"
    made = wait_for("the manifest", lambda: next(map(str, documents.rglob("*.manifest.json")), ""))
    folder = Path(made).parent
    print(f"made {folder.relative_to(root)}:", *sorted(file.name for file in folder.iterdir()))
    picture(pictures, "3-finished")
    press(window, "ctrl+s")
    pause(2.0)
    xdotool("type", "/home/shop/saved.gangsheet")
    xdotool("key", "Return")
    wait_for("the saved job", lambda: "saved" if (root / "home/shop/saved.gangsheet").exists() else "")
    close(window)


def opened(pictures: Path, name: str) -> None:
    """Wait for a window with the job `name`, and close it."""
    window = wait_for(f"a window with {name}", lambda: window_named(f"{TITLE} - {name}"))
    pause(3.0)
    picture(pictures, "4-opened")
    close(window)


def main(arguments: list[str]) -> int:
    """Do what the first line of this file says."""
    pictures, root, verb, subject = arguments
    application = QApplication([])
    if verb == "drop":
        drop(Path(pictures), Path(root), subject)
    else:
        opened(Path(pictures), subject)
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
