"""Names and messages as a terminal and a log may have them: on one line, and obeyed by nobody."""

from __future__ import annotations

import unicodedata
from typing import Final

# what ends a line, steers a terminal, turns writing round, or is no character at all
_STEERING: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# some scripts and emoji are written with them
_JOINERS: Final = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"


def one_line(text: str) -> str:
    r"""Return `text` with each character that steers escaped, a new line as \n."""
    if text.isprintable():
        return text
    return "".join(each.encode("unicode_escape").decode("ascii") if steers(each) else each for each in text)


def steers(character: str) -> bool:
    """Return whether `character` does something where it is shown, or nothing that can be seen."""
    return unicodedata.category(character) in _STEERING and character not in _JOINERS
