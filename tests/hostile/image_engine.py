"""Bad pictures to a real engine, one after the other, and what it makes of each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from gangsheet_studio.memory.usage import peak_rss
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.protocol import (
    Failed,
    Hello,
    InspectDone,
    InspectRequest,
    ProbeDone,
    ProbeRequest,
    Thumbnail,
    ThumbnailsDone,
    ThumbnailsRequest,
)
from tests.engine.conftest import EngineChild
from tests.hostile.bars import too_costly
from tests.hostile.image_cases.case import Case

WHATEVER = {"thumbnail.too-large"}  # a note


@dataclass(frozen=True)
class Outcome:
    """What became of a file: `fine`, `damaged`, `torn`, or the id it was refused with, and what that took.

    Seconds are those of processors; `peak` is the most memory that engine and decoder had taken by then.
    """

    case: Case
    word: str
    said: str
    seconds: float
    peak: int

    @property
    def wrong(self) -> str:
        """Why it is not what it should be, empty where it is."""
        if self.word not in self.case.expected:
            return f"{self.word} ({self.said}), not {' or '.join(sorted(self.case.expected))}"
        return "; ".join(too_costly(self.seconds, self.peak))


class Engine(EngineChild):
    """An engine that is asked about one file after the other."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        assert isinstance(self.hear(), Hello)
        self._process = psutil.Process(self.process.pid)
        self._number = 0

    def ask(self, request: type, **fields: object) -> list:
        """Return all that it says to a request."""
        self._number += 1
        self.say(request(id=self._number, **fields))
        return self.hear_until(ProbeDone, ThumbnailsDone, InspectDone, Failed, request=self._number)

    def taken(self) -> tuple[float, int]:
        """Return the seconds of processors that it and its decoder took, and their peak memory."""
        both = [self._process, *self._process.children()]
        times = [each.cpu_times() for each in both]
        return sum(time.user + time.system for time in times), sum(peak_rss(each.pid) for each in both)

    def outcome(self, case: Case, path: Path) -> Outcome:
        """Have a file's header read, its picture drawn, and all of its pixels looked at."""
        before, _ = self.taken()
        word, said = self._word(str(path))
        between, _ = self.taken()
        if wrong := self._wrong_look(str(path), word):
            word, said = f"{word}, but looked at: {wrong}", wrong
        after, peak = self.taken()
        return Outcome(case, word, said, max(between - before, after - between), peak)

    def _wrong_look(self, path: str, word: str) -> str:
        """Return what is wrong with a look at all pixels of a file that was `word` before."""
        line = OrderLine(design="a", path=path, accept_damage=word == "damaged")
        *_, done = self.ask(InspectRequest, lines=(line,), film=Film())
        if isinstance(done, Failed):
            return done.error
        refused = [problem.id for problem in done.problems if problem.severity == "error"]
        return ", ".join(refused) if word in ("fine", "damaged") else ""

    def _word(self, path: str) -> tuple[str, str]:
        *_, probed = self.ask(ProbeRequest, paths=(path,))
        if isinstance(probed, Failed):
            return f"failed: {probed.error}", probed.text
        if probed.problems:
            return probed.problems[0].id, probed.problems[0].message
        (design,) = probed.designs
        *drawn, done = self.ask(ThumbnailsRequest, paths=(path,))
        if isinstance(done, Failed):
            return f"failed: {done.error}", done.text
        problems = [problem for problem in done.problems if problem.id not in WHATEVER]
        if design.damage:
            return "damaged", design.damage
        if problems:
            torn = problems[0].id == "designs.damaged"
            return "torn" if torn else problems[0].id, problems[0].message
        assert done.problems or any(isinstance(message, Thumbnail) for message in drawn)
        return "fine", ""


def judge(cases: list[Case], folder: Path) -> Iterator[Outcome]:
    """Make each file that can be made here, and yield what becomes of it; one engine looks at all."""
    engine = Engine(folder / "home")
    try:
        for number, case in enumerate(case for case in cases if case.here):
            path = folder / str(number) / case.name
            path.parent.mkdir()
            case.make(path)
            yield engine.outcome(case, path)
            shutil.rmtree(path.parent)
        code, rest = engine.end()
        assert (code, rest) == (0, []), f"the engine ended with {code}, and {rest}"
        assert b"Traceback" not in engine.stderr, engine.stderr.decode()
    finally:
        engine.close()
