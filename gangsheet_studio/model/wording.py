"""Which wording of a mark fits on its line, and in letters of what size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from gangsheet_studio.model.marks import Wordings

INDENT: Final = 4
"""Of the height of text: crop marks end where a label begins."""
ASCENT: Final = 0.78
"""Of the height of text: what is above the line it stands on."""
_SHRINK: Final = (1.0, 0.9, 0.8, 0.7)
_BETWEEN: Final = "  "
_CUT_SHORT: Final = 10  # characters, before another word is left out altogether


def fitted(
    wordings: Wordings, width: int, size: int, measure: Callable[[str, int], float]
) -> tuple[str, int]:
    """Return what fits into `width` pixels, and the size of its letters, `size` or a little less.

    Words are cut short where the smallest letters are too wide, then some are left out. `measure` tells how
    wide a text is in letters of a size.
    """
    whole, letters = _BETWEEN.join(wordings[0]), size
    for shrink in _SHRINK:
        letters = max(1, round(size * shrink))
        if measure(whole, letters) <= width:
            return whole, letters

    def fits(text: str) -> bool:
        return measure(text, letters) <= width

    for words in wordings:
        text = _cut_to(words, _CUT_SHORT, fits)
        if fits(text):
            return text, letters
    return _cut_to(wordings[-1], 1, fits), letters


def _cut_to(words: tuple[str, ...], least: int, fits: Callable[[str], bool]) -> str:
    """Return `words` with the longest cut until all fit, but none to fewer characters than `least`."""
    most = max(least, *map(len, words))  # the longest a word may be
    while least < most:
        middle = (least + most + 1) // 2
        if fits(_cut(words, middle)):
            least = middle
        else:
            most = middle - 1
    return _cut(words, least)


def _cut(words: tuple[str, ...], longest: int) -> str:
    return _BETWEEN.join(word if len(word) <= longest else word[: longest - 1] + "…" for word in words)
