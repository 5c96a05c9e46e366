"""The artwork that an order may have meant where nothing has the name it gives."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from gangsheet_studio.orders.artwork import plain_title
from gangsheet_studio.orders.findings import is_clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gangsheet_studio.orders.artwork import Index
    from gangsheet_studio.orders.walk import ArtworkFile

_MOST: Final = 5
_MOST_NAMES: Final = 500
_MOST_COMPARED: Final = 20
_MOST_LOOKED_UP: Final = 2000
_LONGEST: Final = 100
_ALIKE: Final = 0.6
_PIECE: Final = 3  # letters


class LikelyArtwork:
    """Finds files whose names are much like a given one; bounded work for a name, and for all of them."""

    def __init__(self, artwork: Index) -> None:
        self._artwork = artwork
        self._titles: list[str] = []
        self._having: dict[str, list[int]] = {}
        self._known: dict[str, tuple[tuple[float, ArtworkFile], ...]] = {}

    def choices(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the paths of up to 5 files that any of `names` may mean, the likeliest first."""
        best: dict[str, float] = {}
        for name in names:
            for alike, file in self._alike(name):
                if is_clean(file.path):
                    best[file.path] = max(alike, best.get(file.path, 0.0))
        return tuple(sorted(best, key=lambda path: (-best[path], path))[:_MOST])

    def _alike(self, name: str) -> tuple[tuple[float, ArtworkFile], ...]:
        title = plain_title(name.replace("\\", "/").rpartition("/")[2])[:_LONGEST]
        if title not in self._known:
            if len(self._known) >= _MOST_NAMES:
                return ()
            self._known[title] = self._compare(title)
        return self._known[title]

    def _compare(self, title: str) -> tuple[tuple[float, ArtworkFile], ...]:
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(title)
        alike = [(_likeness(matcher, title, self._titles[at]), at) for at in self._sharing(title)]
        alike.sort(key=lambda pair: (-pair[0], pair[1]))
        return tuple((share, self._artwork.files[at]) for share, at in alike[:_MOST] if share >= _ALIKE)

    def _sharing(self, title: str) -> Iterable[int]:
        """Return the files that share most pieces with `title`, the rarest pieces looked up first."""
        if not self._titles:
            self._read_titles()
        shared: Counter[int] = Counter()
        left = _MOST_LOOKED_UP
        for having in sorted((self._having.get(piece, []) for piece in _pieces(title)), key=len):
            shared.update(having[:left])
            left -= len(having)
            if left <= 0:
                break
        return [at for at, _ in shared.most_common(_MOST_COMPARED)]

    def _read_titles(self) -> None:
        self._titles = [plain_title(file.name)[:_LONGEST] for file in self._artwork.files]
        for at, title in enumerate(self._titles):
            for piece in _pieces(title):
                self._having.setdefault(piece, []).append(at)


def _pieces(title: str) -> set[str]:
    return {title[at : at + _PIECE] for at in range(len(title) - _PIECE + 1)}


def _likeness(matcher: SequenceMatcher[str], title: str, other: str) -> float:
    """Return how alike two titles are, 0 to 1; one that is a part of the other always counts."""
    if title in other or other in title:
        shorter, longer = sorted((len(title), len(other)))
        return _ALIKE + (1 - _ALIKE) * shorter / longer
    matcher.set_seq1(other)
    return matcher.ratio()
