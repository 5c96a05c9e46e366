"""How long the turns of the event loop are.

A turn is measured by the time this thread works in it, so that a machine that is busy with other things
fails nothing; what the clock on the wall says is kept beside it.
"""

import gc
import time

from PySide6.QtCore import QObject, Qt, QTimer


class Watch(QObject):
    """Keeps the longest turn of each phase, and what the window was doing in it."""

    def __init__(self):
        super().__init__()
        gc.collect()
        gc.freeze()  # as the program does after its start, and here what other tests left
        self.phase, self.longest, self.wall = "opening", {}, {}
        self._begin()
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=2)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def enter(self, phase):
        """Count what was done until now for the phase before."""
        self._tick()
        self.phase = phase

    def _begin(self):
        self._worked, self._since = time.thread_time(), time.monotonic()

    def _tick(self):
        worked, passed = time.thread_time() - self._worked, time.monotonic() - self._since
        self.longest[self.phase] = max(self.longest.get(self.phase, 0.0), worked)
        self.wall[self.phase] = max(self.wall.get(self.phase, 0.0), passed)
        self._begin()

    def stop(self):
        self._tick()
        self._timer.stop()
        gc.unfreeze()
