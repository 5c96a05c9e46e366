"""A warm engine that reads bad orders one after another, and what each of them took."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePath

import psutil

from gangsheet_studio.model.order import Orders
from gangsheet_studio.protocol import Failed, Hello, OrdersDone, OrdersRequest
from tests.engine.conftest import EngineChild
from tests.hostile.bars import too_costly
from tests.hostile.order_cases.case import Case, Finding, Line, shop_in

# loads what reads orders, of which no case is the reason
_FIRST = Case("", "", lambda shop: shop)


@dataclass(frozen=True)
class Tried:
    """What came of a case: `wrong` says what should not have, empty if all is well."""

    case: Case
    wrong: tuple[str, ...]
    cpu_seconds: float
    peak_bytes: int


class OrderEngine:
    """An engine process that is started anew where a case has ended it."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._child: EngineChild | None = None
        self._number = 0

    def read(self, case: Case) -> Tried:
        """Make the files of `case` and have them read; once more where that goes wrong or takes long."""
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            tried = self._read(case, shop_in(Path(folder)))
        if not tried.wrong:
            return tried
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            return self._read(case, shop_in(Path(folder)))

    def _read(self, case: Case, shop: Path) -> Tried:
        path = case.make(shop)
        child = self._warm()
        process = psutil.Process(child.process.pid)
        _forget_peak(child.process.pid)
        before = _cpu_seconds(process)
        self._number += 1
        child.say(OrdersRequest(id=self._number, paths=(str(path),)))
        try:
            answer = child.hear_until(OrdersDone, Failed, request=self._number)[-1]
        except Exception as error:  # it is silent or gone: the next case has another one
            self.close()
            return Tried(case, (f"the engine did not answer: {error!r}",), 0.0, 0)
        child.stdout.clear()
        seconds, peak = _cpu_seconds(process) - before, _peak_bytes(process)
        wrong = [*_differences(case, answer, shop), *too_costly(seconds, peak)]
        return Tried(case, tuple(wrong), seconds, peak)

    def close(self) -> str:
        """End the engine and return what it wrote that is in no protocol: stderr and log files."""
        if self._child is None:
            return ""
        self._child.close()
        said = self._child.stderr.decode(errors="replace")
        self._child = None
        logs = sorted(self._home.rglob("*.log")) + sorted(self._home.rglob("crash-*.txt"))
        return said + "".join(log.read_text(encoding="utf-8", errors="replace") for log in logs)

    def _warm(self) -> EngineChild:
        if self._child is None:
            self._child = EngineChild(self._home)
            assert isinstance(self._child.hear(), Hello)
            self.read(_FIRST)
        return self._child


def told(orders: Orders, shop: Path) -> tuple[tuple[Line, ...], tuple[Finding, ...]]:
    """Return lines and problems as cases expect them."""
    lines = tuple(
        (line.design, line.quantity, None if line.path is None else _below(line.path, shop))
        for line in orders.lines
    )
    problems = tuple((problem.id.removeprefix("orders."), problem.row) for problem in orders.problems)
    return lines, problems


def _differences(case: Case, answer: OrdersDone | Failed, shop: Path) -> list[str]:
    if isinstance(answer, Failed):
        return [f"the request failed: {answer.error}: {answer.text}"]
    lines, problems = told(answer.orders, shop)
    if case.many is not None:
        found = (len(lines), len(problems))
        return [] if found == case.many else [f"{found[0]} lines and {found[1]} problems: {problems[:3]}"]
    wrong = []
    if lines != case.lines:
        wrong.append(f"lines {lines[:5]}, not {case.lines[:5]}")
    if problems != case.problems:
        sentences = [problem.message for problem in answer.orders.problems[:3]]
        wrong.append(f"problems {problems[:5]}, not {case.problems[:5]}: {sentences}")
    wrong += [
        f"an unprintable sentence: {problem.message!a}"
        for problem in answer.orders.problems
        if not problem.message.isprintable() or len(problem.message) > 1000
    ]
    return wrong


def _below(path: str, shop: Path) -> str:
    try:
        return PurePath(path).relative_to(shop).as_posix()
    except ValueError:
        return path


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def _forget_peak(pid: int) -> None:
    with contextlib.suppress(
        OSError
    ):  # where it may not be forgotten, all cases stay below the limit together
        Path(f"/proc/{pid}/clear_refs").write_text("5")


def _peak_bytes(process: psutil.Process) -> int:
    """Return the most memory since the peak was forgotten; since the start, or now, where none can be."""
    if sys.platform == "linux":
        status = Path(f"/proc/{process.pid}/status").read_text()
        [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
        return int(line.split()[1]) << 10
    memory = process.memory_info()
    return getattr(memory, "peak_wset", memory.rss)
