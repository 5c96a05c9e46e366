"""One bad file: how it is made, and what has to become of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

Maker = Callable[[Path], object]

FINE: Final = frozenset({"fine"})
"""It prints, as it is."""
DAMAGED: Final = frozenset({"damaged"})
"""Its damage is told before the layout, and blocks the line unless it is accepted."""
TORN: Final = frozenset({"torn"})
"""Its header is good, and whoever decodes it is told that its pixels are damaged."""
UNREADABLE: Final = frozenset({"designs.unreadable"})
"""Its header is good, and no pixel can be read."""
BROKEN: Final = frozenset({"designs.damaged"})
"""Refused: nothing can be read of it."""
TOO_LARGE: Final = frozenset({"designs.too-large"})
OTHER_FORMAT: Final = frozenset({"designs.format"})


@dataclass(frozen=True)
class Case:
    """A file called `name`; one of `expected` is its outcome: a word above, or the id it is refused with."""

    kind: str
    name: str
    expected: frozenset[str]
    make: Maker
    systems: tuple[str, ...] = ()

    @property
    def here(self) -> bool:
        """Whether such a file can be made on this system."""
        return not self.systems or sys.platform in self.systems


def content(data: Callable[[], bytes]) -> Maker:
    """Return what writes `data()` into a file."""
    return lambda path: path.write_bytes(data())
