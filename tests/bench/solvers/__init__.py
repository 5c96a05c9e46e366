"""Who solves instances: rows, our instant layout, our search, and other libraries under the same clock."""

from __future__ import annotations

from tests.bench.solvers.answer import Answer, Solver
from tests.bench.solvers.libraries import by_rectpack, by_spyrrow
from tests.bench.solvers.ours import instant, rows, solve

__all__ = ["AT_ONCE", "OURS", "SOLVERS", "Answer", "Solver"]

OURS = "gangsheet-studio"
SOLVERS: dict[str, Solver] = {
    "rows": rows,
    "instant": instant,
    OURS: solve,
    "rectpack": by_rectpack,
    "spyrrow": by_spyrrow,
}
AT_ONCE = ("rows", "instant")
"""Those that take no time to speak of, so they are asked once."""
