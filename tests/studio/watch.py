"""How long the turns of the event loop are.

A turn is measured by the time this thread works in it, so that a machine that is busy with other things
fails nothing.
"""

import gc
import time

from PySide6.QtCore import QObject, Qt, QTimer


class Watch(QObject):
    """Keeps the longest turn, and what the window was doing in it."""

    def __init__(self):
        super().__init__()
        gc.collect()
        gc.freeze()  # as the program does after its start, and here what other tests left
        self.phase, self.longest = "opening", {}
        self._worked = time.thread_time()
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=2)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self):
        worked = time.thread_time()
        self.longest[self.phase] = max(self.longest.get(self.phase, 0.0), worked - self._worked)
        self._worked = time.thread_time()

    def stop(self):
        self._timer.stop()
        gc.unfreeze()
