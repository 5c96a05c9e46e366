"""The system calls of a run that change something: counted, and struck one at a time, by strace (Linux).

A number counts the calls of that name that one thread makes. The engine's main thread makes the same ones in
each run; which of the decoder's threads makes one is chance, and the first that comes to a number is struck.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.faults.check import LostError
from tests.faults.job import Place, Shop, run
from tests.faults.shimmed import shimmed

NAMES = ("write", "fsync", "rename", "mkdir", "rmdir", "unlink", "unlinkat", "flock")
_LINE = re.compile(r"^(?:(?P<thread>\d+) +)?(?P<name>\w+)\((?P<arguments>.*)$")
_RESUMED = re.compile(r"^(?:(?P<thread>\d+) +)?<\.\.\. \w+ resumed>")


@dataclass(frozen=True)
class Call:
    """The `number`-th call of its `name` in its thread, and the file it is about; none for a pipe."""

    name: str
    number: int
    path: str

    @property
    def title(self) -> str:
        return f"{self.name} {self.number} of {Path(self.path).name or 'a pipe'}"


def count_calls(shop: Shop, place: Place) -> tuple[list[Call], int]:
    """Return the calls of the engine's main thread, and the most writes of a thread of the decoder."""
    engine, decoder = place.folder / "engine.txt", place.folder / "decoder.txt"
    runs = (
        run(shop, place, under=_strace(engine, f"trace={','.join(NAMES)}")),
        run(shop, place, "--fresh", **_in_decoder(place, decoder, "trace=write")),
    )
    for done in runs:
        assert done.returncode == 0, done.stderr
    writes = Counter(line.partition(" ")[0] for line in decoder.read_text().splitlines() if "write(" in line)
    return _calls(engine.read_text()), max(writes.values())


def strike_engine(shop: Shop, place: Place, name: str, what: str, number: int) -> subprocess.CompletedProcess:
    """Make the sheets, and do `what` at the `number`-th call `name` of the engine's main thread."""
    return run(shop, place, under=_strace(_log(place), *_injecting(name, what, number)))


def strike_decoder(
    shop: Shop, place: Place, name: str, what: str, number: int, *, once: bool
) -> subprocess.CompletedProcess:
    """Make the sheets, and do `what` at the `number`-th call `name` of a thread of a decoder.

    It is the first decoder alone where it should happen `once`, else also the one that takes its place.
    """
    return run(shop, place, **_in_decoder(place, _log(place), *_injecting(name, what, number), once=once))


def was_killed(place: Place) -> None:
    """Raise LostError where no process was ended by a signal that was injected."""
    if "+++ killed by SIG" not in _log(place).read_text():
        raise LostError("it was not struck: nothing was killed")


def struck(place: Place) -> list[Call]:
    """Return the calls whose errors were injected, one a thread; LostError where there are none."""
    lines = _log(place).read_text().splitlines()
    found = []
    for at, line in enumerate(lines):
        if "(INJECTED)" not in line:
            continue
        if resumed := _RESUMED.match(line):  # another thread's calls lie in between
            thread = resumed["thread"]
            line = next(each for each in reversed(lines[:at]) if each.startswith(f"{thread} "))
        found += _calls(line)
    if not found:
        raise LostError("it was not struck: no error was injected")
    return found


def _log(place: Place) -> Path:
    return place.folder / "struck.txt"


def _injecting(name: str, what: str, number: int) -> tuple[str, str]:
    return f"trace={name}", f"inject={name}:{what}:when={number}"


def _strace(log: Path, *settings: str, more: tuple[str, ...] = ()) -> tuple[str, ...]:
    options = (each for setting in settings for each in ("-e", setting))
    return ("strace", "-qq", "-y", "-s", "300", *more, *options, "-o", str(log))


def _in_decoder(place: Place, log: Path, *settings: str, once: bool = False) -> dict[str, str]:
    """Return the environment in which decoders run under strace, which itself is nobody's parent."""
    under = json.dumps(_strace(log, *settings, more=("-D", "-f")))
    return shimmed(place, "decoder", once=once, FAULTS_DECODER=under)


def _calls(log: str) -> list[Call]:
    counts: Counter[tuple[str | None, str]] = Counter()
    calls = []
    for found in filter(None, map(_LINE.match, log.splitlines())):
        name, arguments = found["name"], found["arguments"]
        counts[found["thread"], name] += 1
        by_number = name in ("write", "fsync", "flock")
        paths = re.findall(r"^\d+<(.*?)>" if by_number else r'"(.*?)"', arguments)
        path = paths[-1] if paths else ""
        calls.append(Call(name, counts[found["thread"], name], path if path.startswith("/") else ""))
    return calls
