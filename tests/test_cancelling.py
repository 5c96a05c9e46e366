"""A signal stops the work where that is clean, and the program in any case."""

import signal
import subprocess
import sys

import pytest

WINDOWS = sys.platform == "win32"
PROGRAM = """
import sys, threading, time
from gangsheet_studio.cli import cancelling
cancelling._SECONDS_TO_END = 0.3
cancel = threading.Event()
with cancelling.cancelled_by_signals(cancel):
    print("ready", flush=True)
    while sys.argv[1] == "deaf" or not cancel.is_set():
        time.sleep(0.02)
time.sleep(0.6)
sys.exit(7)
"""


@pytest.mark.parametrize(("work", "code"), [("deaf", 130), ("hearing", 7)])
def test_a_signal_ends_it(work, code):
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, work],
        stdout=subprocess.PIPE,
        creationflags=subprocess.CREATE_NEW_PROCESS_GROUP if WINDOWS else 0,
    )
    with child:
        assert child.stdout.readline().strip() == b"ready"
        child.send_signal(signal.CTRL_BREAK_EVENT if WINDOWS else signal.SIGTERM)
        assert child.wait(30) == code
