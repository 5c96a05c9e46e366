"""What a file that means harm may cost, whatever it is."""

from __future__ import annotations

from gangsheet_studio.model.units import MB
from tests.slowness import slowness

MOST_SECONDS = 2.0
"""Of processors, where nothing else runs."""
MOST_BYTES = 300 * MB
"""Of memory, at the peak."""


def too_costly(seconds: float, peak: int) -> list[str]:
    """Return what a file took too much of, in words."""
    slow = seconds > MOST_SECONDS and seconds > MOST_SECONDS * slowness()
    wrong = [f"it took {seconds:.1f} s"] if slow else []
    return [*wrong, f"it took {peak / MB:.0f} MB"] if peak > MOST_BYTES else wrong
