"""The real engine, but for `improve`: `python improving_engine.py FILE` finds layouts as FILE says.

`layouts` of them, one `every` so many seconds: copies of one size trade places and the last part loses
`shorter` pixels, so begin with a part that is longer than it need be. Then it answers with `why`; or it
waits to be cancelled ("wait"), dies ("die") or refuses ("refuse").
"""

import itertools
import json
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path

import msgspec

from gangsheet_studio.protocol import (
    CancelRequest,
    Failed,
    Improved,
    ImproveDone,
    ImproveRequest,
    decode_request,
    encode,
)

REAL = [sys.executable, "-m", "gangsheet_studio", "engine"]


def shuffled(layout, shorter):
    """Let copies of one size on a part trade places, each takes the next one's; cut the last part."""
    parts = []
    for part in layout.parts:
        places = defaultdict(list)
        for each in part.placements:
            places[each.width, each.height].append((each.x, each.y))
        turns = {size: itertools.cycle([*there[1:], there[0]]) for size, there in places.items()}
        moved = []
        for each in part.placements:
            x, y = next(turns[each.width, each.height])
            moved.append(msgspec.structs.replace(each, x=x, y=y))
        last = part is layout.parts[-1]
        height = part.height_px - shorter if last else part.height_px
        parts.append(msgspec.structs.replace(part, placements=tuple(moved), height_px=height))
    return msgspec.structs.replace(layout, parts=tuple(parts))


class Engine:
    """Passes requests on to a real engine and answers `improve` itself."""

    def __init__(self, mood):
        self.mood = mood
        self.writing = threading.Lock()
        self.cancelled = {}
        self.real = subprocess.Popen(REAL, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def write(self, line):
        with self.writing:
            sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()

    def pass_answers(self):
        for line in self.real.stdout:
            self.write(line)

    def run(self):
        threading.Thread(target=self.pass_answers, daemon=True).start()
        for line in iter(sys.stdin.buffer.readline, b""):
            request = decode_request(line)
            if isinstance(request, ImproveRequest):
                self.cancelled[request.id] = threading.Event()
                threading.Thread(target=self.improve, args=(request,), daemon=True).start()
            elif isinstance(request, CancelRequest) and request.id in self.cancelled:
                self.cancelled[request.id].set()
            else:
                self.real.stdin.write(line)
                self.real.stdin.flush()
        self.real.stdin.close()
        self.real.wait()

    def improve(self, request):
        mood = json.loads(self.mood.read_text())
        cancelled, layout, began = self.cancelled[request.id], request.start, time.monotonic()
        for step in range(1, mood["layouts"] + 1):
            if cancelled.wait(mood.get("every", 0.05)):
                break
            layout = shuffled(layout, mood.get("shorter", 40))
            seconds = time.monotonic() - began
            self.write(
                encode(Improved(id=request.id, layout=layout, seconds=seconds, steps=step, rows_in_all=99.0))
            )
        then = mood.get("then", "wait")
        if then == "wait":
            cancelled.wait()
        if cancelled.is_set():
            self.write(encode(Failed(id=request.id, error="cancelled", text="Cancelled.", exit_code=130)))
        elif then == "die":
            self.real.kill()
            os._exit(9)
        elif then == "refuse":
            text = "The layout was made for another film; lay the job out again."
            self.write(encode(Failed(id=request.id, error="refused-input", text=text, exit_code=3)))
        else:
            self.write(encode(ImproveDone(id=request.id, steps=mood["layouts"], why=then)))


if __name__ == "__main__":
    Engine(Path(sys.argv[1])).run()
