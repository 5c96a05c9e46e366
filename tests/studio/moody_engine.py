"""An engine of changing moods: `python moody_engine.py FILE`, the file says how each new process behaves.

`{"real": true}` is the real engine; with `"noise"` each of its lines follows one of those. Else it says
`"lines"` and then does `"then"`, as fake_engine.py does.
"""

import json
import runpy
import subprocess
import sys
import threading
from itertools import cycle
from pathlib import Path

FAKE = str(Path(__file__).with_name("fake_engine.py"))
REAL = ["-m", "gangsheet_studio", "engine"]


def run_noisy(noise):
    """Pass the real engine's lines on, each after a line that is no message."""
    engine = subprocess.Popen([sys.executable, *REAL], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def pass_requests():
        for line in iter(sys.stdin.buffer.readline, b""):
            engine.stdin.write(line)
            engine.stdin.flush()
        engine.stdin.close()

    threading.Thread(target=pass_requests, daemon=True).start()
    bad = cycle(noise)
    for number, line in enumerate(engine.stdout):
        if number:  # who greets with garbage is of another version
            sys.stdout.buffer.write(next(bad).encode("latin-1").decode("unicode_escape").encode("latin-1"))
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    return engine.wait()


mood = json.loads(Path(sys.argv[1]).read_text())
if mood.get("noise"):
    sys.exit(run_noisy(mood["noise"]))
elif mood.get("real"):
    sys.argv = ["gangsheet-studio", "engine"]
    runpy.run_module("gangsheet_studio", run_name="__main__")
else:
    sys.argv = [FAKE, mood["then"], *mood.get("lines", ())]
    runpy.run_path(FAKE)
