"""A bad order: what makes its files, and what reading it must give."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n"
SHOP = "shop"
SECRET = "secret.png"

Line = tuple[str, int, str | None]
"""Design, quantity, and its artwork below the shop's folder; None where none may be found."""

Finding = tuple[str, int | None]
"""A problem's id without its `orders.`, and its row."""


@dataclass(frozen=True)
class Case:
    """`make` is given a folder with artwork, writes beside it, and returns the path that is ordered.

    `lines` and `problems` are all that reading it gives. `many` lines and findings are told by their number
    alone. A `posix` case needs links or pipes, which Windows does not let everybody make.
    """

    kind: str
    name: str
    make: Callable[[Path], Path]
    lines: tuple[Line, ...] = ()
    problems: tuple[Finding, ...] = ()
    many: tuple[int, int] | None = None
    posix: bool = False

    @property
    def runs_here(self) -> bool:
        """Whether its files can be made on this system."""
        return not self.posix or sys.platform != "win32"

    @property
    def refused(self) -> bool:
        """Whether nothing of it may be printed."""
        return not self.lines and (self.many is None or not self.many[0])


def shop_in(root: Path) -> Path:
    """Return a new shop's folder in `root`: a fox and an owl in it, and a secret beside it."""
    shop = root / SHOP
    shop.mkdir(parents=True)
    for name in ("fox.png", "owl.png", f"../{SECRET}"):
        (shop / name).write_bytes(PNG + name.encode())
    return shop


def file(name: str, data: bytes | str | Callable[[], bytes]) -> Callable[[Path], Path]:
    """Return what writes one file."""

    def make(shop: Path) -> Path:
        path = shop / name
        content = data() if callable(data) else data
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


FOX: Line = ("fox", 1, "fox.png")
OWL: Line = ("owl", 1, "owl.png")
