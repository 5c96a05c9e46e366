"""What comes of all bad orders, kind by kind."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.hostile.order_engine import OrderEngine, Tried
from tests.hostile.orders import CASES


def orders_report() -> int:
    """Have an engine read all bad orders, print a table of it, and return how many went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        engine = OrderEngine(Path(folder) / "home")
        tried = [engine.read(case) for case in CASES if case.runs_here]
        engine.close()
    print("\n".join(table(tried)))
    wrong = [each for each in tried if each.wrong]
    for each in wrong:
        print(f"{each.case.kind}, {each.case.name}: {'; '.join(each.wrong)}")
    return len(wrong)


def table(tried: Sequence[Tried]) -> Iterator[str]:
    """Yield a line for each kind of bad orders, and one for all of them."""
    yield "| orders | tried | refused | read | wrong | most seconds | most memory |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for kind in dict.fromkeys(each.case.kind for each in tried):
        yield _line(kind, [each for each in tried if each.case.kind == kind])
    yield _line("all", tried)


def _line(name: str, tried: Sequence[Tried]) -> str:
    wrong = sum(bool(each.wrong) for each in tried)
    refused = sum(each.case.refused and not each.wrong for each in tried)
    figures = len(tried), refused, len(tried) - refused - wrong, wrong
    seconds = max(each.cpu_seconds for each in tried)
    memory = max(each.peak_bytes for each in tried)
    return f"| {name} | {' | '.join(map(str, figures))} | {seconds:.1f} | {memory >> 20} MB |"
