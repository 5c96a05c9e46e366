"""Film and time of the instant layout, against plain rows and rectpack: `python -m tests.bench.nesting`.

Lengths are inches of film in all parts. `bound` is the copies' area with the gap around each, which
no layout of boxes can beat; `over` is how far above it the instant layout is.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import rectpack

from gangsheet_studio.nesting import nest, rows_film
from tests.bench.instances import MIXES, print_shop
from tests.nesting.check import faults

if TYPE_CHECKING:
    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Item, Layout

_RUNS = 5
_MOST_FOR_RECTPACK = 600  # copies; it takes 10 s for 2,000


def main() -> int:
    print(__doc__.split("\n\n", 1)[1])
    print(
        f"{'instance':17}{'rotate':>7}{'copies':>7}{'rows':>9}{'instant':>9}{'saving':>8}{'used':>7}"
        f"{'bound':>9}{'over':>7}{'ms':>8}{'rectpack':>10}{'its ms':>8}"
    )
    wrong = []
    for mix in MIXES:
        for rotate in ("any", "none"):
            items, film = print_shop(mix, rotate)
            layout, seconds = _timed(items, film)
            wrong += [f"{mix.name}, rotate {rotate}: {fault}" for fault in faults(layout, items, film)]
            rows, bound = rows_film(items, film), _bound(layout, film)
            print(
                f"{mix.name:17}{rotate:>7}{layout.copies:7,}{rows:9.1f}{layout.film_used:9.1f}"
                f"{1 - layout.film_used / rows:8.1%}{layout.utilisation:7.1%}{bound:9.1f}"
                f"{layout.film_used / bound - 1:7.1%}{seconds * 1e3:8.1f}{_rectpack_columns(items, film)}",
                flush=True,
            )
    print("\n".join(wrong) or "\nEvery layout is valid.")
    return 1 if wrong else 0


def _timed(items: tuple[Item, ...], film: Film) -> tuple[Layout, float]:
    """Return the layout and the best of some runs in seconds."""
    best = float("inf")
    for _ in range(_RUNS):
        started = time.perf_counter()
        layout = nest(items, film)
        best = min(best, time.perf_counter() - started)
    return layout, best


def _bound(layout: Layout, film: Film) -> float:
    """Return a length that no layout with as many parts is shorter than, in inches."""
    gap = film.gap_px
    area = sum((p.width + gap) * (p.height + gap) for part in layout.parts for p in part.placements)
    across = film.width_px - 2 * film.margin_px + gap
    return (area / across + len(layout.parts) * (2 * film.margin_px - gap)) / film.dpi


def _rectpack_columns(items: tuple[Item, ...], film: Film) -> str:
    if sum(item.quantity for item in items) > _MOST_FOR_RECTPACK:
        return f"{'-':>10}{'-':>8}"
    started = time.perf_counter()
    used = min(_rectpack(items, film, way) for way in (rectpack.MaxRectsBl, rectpack.SkylineBl))
    return f"{used:10.1f}{(time.perf_counter() - started) * 1e3:8.0f}"


def _rectpack(items: tuple[Item, ...], film: Film, way: type) -> float:
    """Return the film that rectpack uses, in inches."""
    gap = film.gap_px
    packer = rectpack.newPacker(
        pack_algo=way, bin_algo=rectpack.PackingBin.BFF, rotation=film.rotate != "none"
    )
    for item in items:
        for _ in range(item.quantity):
            packer.add_rect(item.width_px + gap, item.height_px + gap)
    packer.add_bin(film.width_px + gap, film.longest_px + gap, float("inf"))
    packer.pack()
    return sum(max(box.y + box.height for box in part) - gap for part in packer) / film.dpi


if __name__ == "__main__":
    sys.exit(main())
