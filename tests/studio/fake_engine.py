"""A pretend engine: says the lines it is given, then ends, sleeps, repeats the last or dies as told.

python fake_engine.py THEN [LINE...]     a LINE may hold python escapes; no newline is added
"""

import os
import signal
import sys
import time


def main(then, *lines):
    for line in lines:
        sys.stdout.buffer.write(line.encode("latin-1").decode("unicode_escape").encode("latin-1"))
        sys.stdout.buffer.flush()
    if then == "sleep":
        time.sleep(60)
    while then == "repeat":  # speaks on and hears nothing
        sys.stdout.buffer.write(line.encode("latin-1").decode("unicode_escape").encode("latin-1"))
        sys.stdout.buffer.flush()
        time.sleep(0.05)
    if then == "listen":
        sys.stdin.buffer.read()
    if then.startswith("signal "):
        os.kill(os.getpid(), getattr(signal, then.split()[1]))
        time.sleep(5)
    if then == "raise":
        raise RuntimeError("a fault of ours")


main(*sys.argv[1:])
