"""How many elements of a drawing are drawn once more, because others name them."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

_ENOUGH: Final = 1 << 40  # what is more need not be told apart


class References:
    """Elements by their number in the document, and which of them name which.

    An element ends where its last descendant does: all that it holds are the elements between.
    """

    def __init__(self) -> None:
        self._named: dict[str, tuple[int, int]] = {}
        self._places: list[int] = []
        self._targets: list[str] = []
        self._drawn: list[str] = []

    def hold(self, name: str, start: int, end: int) -> None:
        """Note that the element `name` and all in it are those from `start` to before `end`."""
        self._named.setdefault(name, (start, end))

    def refer(self, place: int, target: str, *, hidden: bool) -> None:
        """Note that the element numbered `place` draws the one called `target`; not by itself if `hidden`."""
        self._places.append(place)
        self._targets.append(target)
        if not hidden:
            self._drawn.append(target)

    def drawn_again(self) -> int:
        """Return the elements that are drawn because they are named; a circle is never gone around."""
        known: dict[str, int] = {}
        for first in dict.fromkeys(self._drawn):
            self._weigh(first, known)
        return sum(known[target] for target in self._drawn)

    def _weigh(self, first: str, known: dict[str, int]) -> None:
        """Find what drawing `first` comes to, without recursion: chains may be long."""
        waiting = [first]
        while waiting:
            name = waiting[-1]
            start, end = self._named.get(name, (0, 0))
            inside = self._targets[bisect_left(self._places, start) : bisect_left(self._places, end)]
            if name not in known:
                known[name] = 0  # while it is under way: whoever names it now closes a circle
                waiting += [target for target in dict.fromkeys(inside) if target not in known]
                continue
            waiting.pop()
            known[name] = known[name] or min(_ENOUGH, end - start + sum(known[target] for target in inside))
