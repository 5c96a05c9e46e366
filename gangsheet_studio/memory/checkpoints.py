"""Looking at memory before and after each costly step, and doing with less when it is short."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Literal

from gangsheet_studio.errors import CancelledError, NotEnoughMemoryError
from gangsheet_studio.memory.files import PNG
from gangsheet_studio.memory.limits import system_memory
from gangsheet_studio.memory.plan import PLANS, choose, largest_whole, needed_bytes
from gangsheet_studio.memory.release import collect, trim
from gangsheet_studio.memory.usage import rss
from gangsheet_studio.model.units import MB, format_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from gangsheet_studio.memory.plan import Plan
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.output import Output

Step = Literal["before staging", "staging", "before part", "painting", "after part"]

SHARES: Final[dict[Step, float]] = {
    "before staging": 0.70,
    "staging": 0.80,
    "before part": 0.85,
    "painting": 0.85,
    "after part": 0.80,
}
_LEAST_GROWTH: Final = 1 * MB
# what another program takes for a moment costs nobody the job
_LOOKS_FOR_OTHERS: Final = 25
_SECONDS_BETWEEN_LOOKS: Final = 0.2
_SECONDS_BETWEEN_BANDS: Final = 0.1  # a look at the system takes longer than a small band


class Checkpoints:
    """Holds the plan in force; `check` makes it smaller, and at last gives up, when memory is short.

    `held()` returns the bytes that all processes of the engine hold, and what lies on scratch with
    `scratch_in_memory`; else it is this one's. `stop()` cancels the work when `watch` finds no other way,
    `pause(seconds)` waits and may raise CancelledError.
    """

    def __init__(
        self,
        layout: Layout,
        designs: Mapping[str, Design],
        limit_bytes: int,
        *,
        held: Callable[[], int] | None = None,
        scratch_in_memory: bool = False,
        output: Output = PNG,
        on_adapt: Callable[[str], None],
        stop: Callable[[], None] = lambda: None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._layout, self._designs, self._output = layout, designs, output
        self._limit = limit_bytes
        self._held, self._on_adapt, self._stop = held or (lambda: rss()), on_adapt, stop
        self._pause = pause
        self._scratch_in_memory = scratch_in_memory
        self._adapting = threading.Lock()
        self._next_band = 0.0
        self._was_short = False
        self._stopped: NotEnoughMemoryError | None = None
        self._smallest_peak = needed_bytes(
            PLANS[-1], layout, designs, scratch_in_memory=scratch_in_memory, output=output
        )
        self.plan = self._first_plan()

    def check(self, step: Step) -> None:
        """Adapt if more than the step's share is used; NotEnoughMemoryError if that can't help.

        Where other programs took the memory, they have some seconds to give it back.
        """
        if step == "painting":
            now = time.monotonic()
            if now < self._next_band:
                return
            self._next_band = now + _SECONDS_BETWEEN_BANDS
        if self._fits(step):
            return
        for look in range(_LOOKS_FOR_OTHERS + 1):
            lacking = self._do_with_less(step)
            if lacking is None:
                return
            if look == _LOOKS_FOR_OTHERS or lacking.needed > self._limit:
                raise lacking
            if look == 0:
                self._on_adapt(f"Memory is short ({step}): waiting for other programs to give some back")
            self._pause(_SECONDS_BETWEEN_LOOKS)

    def watch(self) -> None:
        """Stop the work if it goes past its limit, or if memory stays short when it was adapted to that.

        For a thread of its own, a few times a second: between two checks a design may take seconds, and other
        programs need not wait for it.
        """
        held = self._held()
        past_limit = held > self._limit - _LEAST_GROWTH
        short = past_limit or system_memory().available < _LEAST_GROWTH
        if short and self._stopped is None:
            with self._adapting:
                trim()
                if self.plan is not PLANS[-1]:
                    self._adapt(PLANS[-1], "between two steps")
                held = self._held()
                past_limit = held > self._limit - _LEAST_GROWTH
                if past_limit or self._was_short:
                    self._stopped = self._ran_short(
                        max(self._smallest_peak, held + _LEAST_GROWTH), self._room(held)
                    )
                    self._stop()
        self._was_short = short

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Raise what made `watch` stop the work, in place of the CancelledError that this led to."""
        try:
            yield
        except CancelledError as error:
            if self._stopped is not None:
                raise self._stopped from error
            raise

    def _do_with_less(self, step: Step) -> NotEnoughMemoryError | None:
        """Return why the work can't go on now, None where it can, if with a smaller plan."""
        with self._adapting:  # workers check too: one of them at a time, each seeing what the other won
            if self.plan is PLANS[-1] and self._lacking(step) is None:
                return None
            collect()
            trim()
            if self._fits(step):
                return None
            if self.plan is not PLANS[-1]:
                self._adapt(PLANS[PLANS.index(self.plan) + 1], step)
                return None
            lacking = self._lacking(step)
            return self._ran_short(*lacking) if lacking else None

    def _adapt(self, plan: Plan, step: str) -> None:
        self.plan = plan
        self._on_adapt(
            f"Memory is short ({step}): going on with bands of {plan.band_rows} rows "
            f"and {plan.workers} design at a time"
        )

    def _fits(self, step: Step) -> bool:
        memory = system_memory()
        share = SHARES[step]
        return memory.used <= share * memory.total and self._held() <= share * self._limit

    def _lacking(self, step: Step) -> tuple[int, int] | None:
        """Return what the smallest plan needs and what there is, None where that is enough."""
        held = self._held()
        needed = held + _LEAST_GROWTH
        if step != "painting":  # which stages nothing new
            needed = max(needed, self._smallest_peak)
        room = self._room(held)
        return (needed, room) if needed > room else None

    def _room(self, held: int) -> int:
        return min(self._limit, held + system_memory().available)

    def _first_plan(self) -> Plan:
        """Return the fastest plan for what is there now, before anything is written."""
        room = self._room(self._held())
        plan = choose(
            self._layout,
            self._designs,
            room,
            scratch_in_memory=self._scratch_in_memory,
            output=self._output,
        )
        if plan is not None:
            return plan
        raise self._error(self._smallest_peak, room)

    def _error(self, needed: int, available: int) -> NotEnoughMemoryError:
        """Return the refusal of a job that has not begun."""
        return NotEnoughMemoryError(
            f"Not enough memory: this job needs {format_bytes(needed)}, and {format_bytes(available)} may be "
            f"used. {self._hint(needed)}",
            needed=needed,
            available=available,
        )

    def _ran_short(self, needed: int, available: int) -> NotEnoughMemoryError:
        """Return why a job stops that had enough memory when it began."""
        why = (
            f"Memory ran short while the sheets were made: other programs left {format_bytes(available)} to "
            f"this job, which needs {format_bytes(needed)}. Close other programs"
            if available < self._limit
            else f"The job stopped before it took more than the {format_bytes(available)} of memory that it "
            f"may use: it needs {format_bytes(needed)}. Raise the memory budget"
        )
        return NotEnoughMemoryError(
            f"{why}, then make the sheets again. Those that were already saved are kept.",
            needed=needed,
            available=available,
        )

    def _hint(self, needed: int) -> str:
        """Return what would help most."""
        if self._scratch_in_memory:
            return "The scratch folder is in memory: choose another, or raise the memory budget."
        whole, design = largest_whole(self._layout, self._designs)
        if design is not None and whole > needed // 4:
            return (
                f"“{design.name}” alone needs {format_bytes(whole)}, because its format can't be "
                "read row by row: save it as a plain PNG, or raise the memory budget."
            )
        return "Raise the memory budget or close other programs."
