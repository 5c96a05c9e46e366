"""What comes of all bad pictures, kind by kind."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from tests.hostile.image_engine import judge
from tests.hostile.images import CASES

WORDS = ("refused", "damaged", "fine", "wrong")


def images_report() -> int:
    """Print a line for each picture that is not what it should be, and a table; return how many there are."""
    counts: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory(prefix="gangsheet-hostile-") as name:
        for outcome in judge(CASES, Path(name)):
            count = counts.setdefault(outcome.case.kind, Counter())
            word = {"fine": "fine", "damaged": "damaged", "torn": "damaged"}.get(outcome.word, "refused")
            count["wrong" if outcome.wrong else word] += 1
            if outcome.wrong:
                print(f"WRONG  {outcome.case.name}: {outcome.wrong}", flush=True)
    print(f"\n| {'pictures':20} | tried | {' | '.join(WORDS)} |\n| {'-' * 20} | {'----: | ' * 5}".rstrip())
    for kind, count in [*counts.items(), ("all", sum(counts.values(), Counter()))]:
        figures = " | ".join(f"{count[word]:{len(word)}}" for word in WORDS)
        print(f"| {kind:20} | {count.total():5} | {figures} |")
    return sum(count["wrong"] for count in counts.values())
