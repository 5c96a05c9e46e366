"""The search for a layout of boxes that takes less film than one that is there, a step at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from gangsheet_studio.model.layout import Layout
from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.nesting.filling import extra_copies
from gangsheet_studio.nesting.grouping import place_copies, regroup_parts
from gangsheet_studio.nesting.kinds import room_for, sort_by_kind, ways
from gangsheet_studio.nesting.layout import nest
from gangsheet_studio.nesting.parts import make_parts
from gangsheet_studio.nesting.skyline import Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.layout import Item
    from gangsheet_studio.nesting.skyline import Strip

_PLAIN: Final = Nesting()


class BoxSearch:
    """Looks for layouts of `items` with less film than `start`; its locked copies stay where they are.

    The same input and seed give the same layouts after the same number of steps.
    """

    def __init__(
        self, items: Sequence[Item], start: Layout, nesting: Nesting = _PLAIN, seed: int = 1
    ) -> None:
        locked = any(p.locked for part in start.parts for p in part.placements)
        plain = nesting.mode == "least-film" and not locked
        self._search = (_Packings if plain else _Restarts)(items, start, nesting, seed)
        self._start = start
        self._least = _ordered_film(start)
        self._better = False

    @property
    def done(self) -> bool:
        """Whether no layout can take less film."""
        return self._search.done

    @property
    def layout(self) -> Layout:
        """The best layout so far, `start` where none is better."""
        return self._search.layout() if self._better else self._start

    def step(self) -> bool:
        """Look a little further, some 100 ms at the most; return whether there is a better layout now."""
        film = self._search.step()
        if film >= self._least:
            return False
        self._least, self._better = film, True
        return True


class _Packings:
    """Least film without locked copies: the packer's own search."""

    def __init__(self, items: Sequence[Item], start: Layout, nesting: Nesting, seed: int) -> None:
        from gangsheet_studio.nesting.search import Search

        self._items, self._start, self._nesting = items, start, nesting
        film = start.film
        self._kinds = sort_by_kind([i for i in items if i.quantity > 0 and ways(i, film)], film)
        self._room = room_for(self._kinds, film)
        self._search = Search(self._room, _strips(start, self._kinds.items), seed)

    @property
    def done(self) -> bool:
        return self._search.done

    def step(self) -> int:
        self._search.step()
        return self._search.film

    def layout(self) -> Layout:
        film = self._start.film
        parts = enumerate(regroup_parts(self._search.best))
        copies = place_copies(parts, dict(enumerate(self._kinds.items)), film.gap_px)
        if self._nesting.fill != "none":
            copies += extra_copies(self._items, copies, self._room, film, self._nesting)
        ordered = {item.line: item.quantity for item in self._items}
        return Layout(film=film, parts=make_parts(copies, film, (), ordered), unplaced=self._start.unplaced)


class _Restarts:
    """Any mode, around locked copies: nested again and again, each time by other sequences."""

    def __init__(self, items: Sequence[Item], start: Layout, nesting: Nesting, seed: int) -> None:
        self._items, self._start, self._nesting, self._seed = items, start, nesting, seed
        self._best, self._least = start, _ordered_film(start)
        self.done = False

    def step(self) -> int:
        self._seed += 1
        layout = nest(self._items, self._start.film, self._nesting, self._start, seed=self._seed)
        if (film := _ordered_film(layout)) < self._least:
            unplaced = self._start.unplaced
            self._best, self._least = msgspec.structs.replace(layout, unplaced=unplaced), film
        return self._least

    def layout(self) -> Layout:
        return self._best


def _strips(layout: Layout, kinds: Sequence[Sequence[Item]]) -> list[Strip]:
    """Return the ordered copies of `layout` as a packer places them: with the gap, from the margins on."""
    film = layout.film
    by_line = {item.line: kind for kind, items in enumerate(kinds) for item in items}
    return [
        [
            Run(
                x=p.x - film.left_px,
                y=p.y - film.top_px,
                width=p.width + film.gap_px,
                height=p.height + film.gap_along_px,
                kind=by_line[p.line],
                copies=1,
            )
            for p in part.placements
            if not p.extra and p.line in by_line
        ]
        for part in layout.parts
    ]


def _ordered_film(layout: Layout) -> int:
    """Return the length of all parts in pixels, as far as ordered copies reach."""
    beyond = layout.film.end_px
    ends = (max((p.y + p.height for p in part.placements if not p.extra), default=0) for part in layout.parts)
    return sum(end + beyond for end in ends if end)
