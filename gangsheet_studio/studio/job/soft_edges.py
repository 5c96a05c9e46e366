"""Artwork with many half-transparent pixels: it prints with halos."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gangsheet_studio.model.order import where
from gangsheet_studio.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gangsheet_studio.model.layout import Item
    from gangsheet_studio.model.order import OrderLine

SOFT: Final = 0.05  # clean artwork, antialiased at its edges, has less


def soft_edge_problems(
    lines: Sequence[OrderLine], items: Sequence[Item], soft: Mapping[str, float]
) -> Iterator[Problem]:
    """Yield a warning for each line whose design has a share of half-transparent pixels above SOFT."""
    for item in items:
        share = soft.get(item.key, 0.0)
        if share > SOFT and item.line <= len(lines):
            yield Problem(
                id="design.soft-edges",
                severity="warning",
                message=(
                    f"{where(item.line, lines[item.line - 1])}, “{item.design}”: "
                    f"{share:.0%} of its pixels are half transparent and may print as a halo; "
                    "if that is not wanted, right-click the line and choose Soft edges."
                ),
                value=item.design,
                line=item.line,
                figure=share,
            )
