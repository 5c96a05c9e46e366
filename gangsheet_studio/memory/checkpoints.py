"""Looking at memory before and after each costly step, and doing with less when it is short."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final, Literal

from gangsheet_studio.errors import NotEnoughMemoryError
from gangsheet_studio.memory.limits import system_memory
from gangsheet_studio.memory.plan import PLANS, choose, largest_whole, peak_bytes
from gangsheet_studio.memory.release import collect, trim
from gangsheet_studio.memory.usage import rss
from gangsheet_studio.model.units import MB, format_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gangsheet_studio.memory.plan import Plan
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.layout import Layout

Step = Literal["before staging", "staging", "before part", "after part"]

SHARES: Final[dict[Step, float]] = {
    "before staging": 0.70,
    "staging": 0.80,
    "before part": 0.85,
    "after part": 0.80,
}
_LEAST_GROWTH = 1 * MB


class Checkpoints:
    """Holds the plan in force; `check` makes it smaller, and at last gives up, when memory is short.

    `held()` returns the bytes that all processes of the engine hold; else it is this one's.
    """

    def __init__(
        self,
        layout: Layout,
        designs: Mapping[str, Design],
        limit_bytes: int,
        *,
        held: Callable[[], int] | None = None,
        on_adapt: Callable[[str], None],
    ) -> None:
        self._layout, self._designs = layout, designs
        self._limit = limit_bytes
        self._held, self._on_adapt = held or (lambda: rss()), on_adapt
        self._adapting = threading.Lock()
        self._smallest_peak = peak_bytes(PLANS[-1], layout, designs)
        self.plan = self._first_plan()

    def check(self, step: Step) -> None:
        """Adapt if more than the step's share is used; NotEnoughMemoryError if that can't help."""
        if self._fits(step):
            return
        with self._adapting:  # workers check too: one of them at a time, each seeing what the other won
            collect()
            trim()
            if self._fits(step):
                return
            if self.plan is not PLANS[-1]:
                self.plan = PLANS[PLANS.index(self.plan) + 1]
                self._on_adapt(
                    f"Memory is short ({step}): going on with bands of {self.plan.band_rows} rows "
                    f"and {self.plan.workers} design at a time"
                )
                return
        held = self._held()
        needed = max(self._smallest_peak, held + _LEAST_GROWTH)
        room = min(self._limit, held + system_memory().available)
        if needed > room:
            raise self._error(needed, room)

    def _fits(self, step: Step) -> bool:
        memory = system_memory()
        share = SHARES[step]
        return memory.used <= share * memory.total and self._held() <= share * self._limit

    def _first_plan(self) -> Plan:
        """Return the fastest plan for what is there now, before anything is written."""
        room = min(self._limit, self._held() + system_memory().available)
        plan = choose(self._layout, self._designs, room)
        if plan is not None:
            return plan
        raise self._error(self._smallest_peak, room)

    def _error(self, needed: int, available: int) -> NotEnoughMemoryError:
        whole, design = largest_whole(self._layout, self._designs)
        hint = (
            f"“{design.name}” alone needs {format_bytes(whole)}, because its format can't be "
            "read row by row: save it as a plain PNG, or raise the memory budget."
            if design is not None and whole > needed // 4
            else "Raise the memory budget or close other programs."
        )
        return NotEnoughMemoryError(
            f"Not enough memory: this job needs {format_bytes(needed)}, and {format_bytes(available)} may be "
            f"used. {hint}",
            needed=needed,
            available=available,
        )
