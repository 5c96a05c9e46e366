"""What staff must know about each order line, in a word or two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from gangsheet_studio.studio.job.artwork_problems import DAMAGED, is_bad_artwork

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.model.problem import Problem

Severity = Literal["ok", "note", "warning", "error"]

MISSING: Final = "file missing"
DAMAGED_WORD: Final = "damaged"
"""Of a line whose artwork can be read in part."""
_MISSING: Final = frozenset(
    {
        *("design.missing", "designs.missing"),
        *("orders.design-missing", "orders.design-outside", "orders.design-ambiguous"),
    }
)
_EMPTY: Final = "empty"
_REASONS: Final = {
    "design-missing": MISSING,
    "design-unreadable": "unreadable",
    "design-damaged": DAMAGED_WORD,
    "design-empty": _EMPTY,
    "too-wide": "too large",
    "too-long": "too large",
    "no-copies": "no copies",
}
UNREADABLE: Final = frozenset({"unreadable", DAMAGED_WORD, _EMPTY})
"""The words of lines whose file is there and can't be read."""
_DPI: Final = ("sizing.low-dpi", "sizing.very-low-dpi")
_WORDS: Final = {
    "designs.empty": _EMPTY,
    "designs.thin-lines": "thin lines",
    "designs.out-of-gamut": "dull colours",
    "designs.borders": "wide borders",
    "designs.not-trimmed": "not trimmed",
    "marks.label-left-out": "no label",
    "marks.qr-left-out": "no QR code",
    "marks.crop-mark-left-out": "no crop mark",
}
"""Of findings that have no figure of their own to tell."""
_RANKS: Final[dict[str, int]] = {"ok": 0, "note": 1, "warning": 2, "error": 3}


class LineState(Struct, frozen=True, gc=False):
    """`word` for the table, `detail` the sentences behind it.

    `before` is the word that was there until the line was changed, while it is being checked.
    """

    word: str
    severity: Severity
    detail: str = ""
    before: str = ""


CHECKING: Final = LineState("checking", "note", "The artwork is being looked at.")
READY: Final = LineState("ready", "ok")


def is_missing(problem: Problem) -> bool:
    """Return whether `problem` says that a line has no artwork: a file given by hand resolves it."""
    return problem.id in _MISSING


def line_states(
    lines: Sequence[OrderLine], problems: Sequence[Problem], layout: Layout | None
) -> tuple[LineState, ...]:
    """Return the worst there is to tell of each line; `layout` is None while it is being made."""
    told: dict[int, list[LineState]] = {}
    for problem in problems:
        if problem.line is not None:
            told.setdefault(problem.line, []).append(_of_problem(problem))
    for entry in layout.unplaced if layout else ():
        word = _REASONS.get(entry.reason, "not printed")
        told.setdefault(entry.line, []).append(LineState(word, "error", entry.message))
    quiet = CHECKING if layout is None else READY
    return tuple(_state(line, told.get(number, []), quiet) for number, line in enumerate(lines, 1))


def while_checked(now: LineState, was: LineState) -> LineState:
    """Return the state `now` of a line that was changed; one that is being checked keeps its word `was`."""
    if now is was or now.word != CHECKING.word:
        return now
    return replace(now, before=was.before or was.word)


def _state(line: OrderLine, told: list[LineState], quiet: LineState) -> LineState:
    if line.path is not None and len(told) < 2:  # most lines of a large job
        only = told[0] if told else quiet
        return LineState(quiet.word, quiet.severity, only.detail) if only.severity == "note" else only
    sentences = dict.fromkeys(state.detail for state in told)
    # the layout says again what a problem says, without the row
    detail = "\n".join(text for text in sentences if not any(_ends(other, text) for other in sentences))
    if line.path is None:
        text = f"No artwork was found for “{line.design}”; choose its file with Find artwork."
        return LineState(MISSING, "error", detail or text)
    # the last of the worst: the layout's reason is more exact than the problem beside it
    worst = max(reversed(told), key=_weight, default=quiet)
    if worst.severity == "note":
        worst = quiet  # a note prints as ordered; its sentence is in the tooltip
    return LineState(worst.word, worst.severity, detail or worst.detail)


def _weight(state: LineState) -> tuple[int, bool]:
    """Return how bad `state` is; of what prints, damage is the worst."""
    return _RANKS[state.severity], state.severity == "warning" and state.word == DAMAGED_WORD


def _ends(other: str, text: str) -> bool:
    return other != text and other.endswith(text)


def _of_problem(problem: Problem) -> LineState:
    if problem.id in _DPI:
        figure = "" if problem.figure is None else f" {problem.figure:.0f}"
        return LineState(f"low dpi{figure}", "warning", problem.message)
    kind = problem.id.rpartition(".")[2]
    if "soft" in kind:
        # a share from 0 to 1
        figure = "" if problem.figure is None else f" {problem.figure * 100:.0f} %"
        return LineState(f"soft edges{figure}", "warning", problem.message)
    if is_missing(problem):
        return LineState(MISSING, problem.severity, problem.message)
    if problem.id == DAMAGED:
        return LineState(DAMAGED_WORD, problem.severity, problem.message)
    if word := _WORDS.get(problem.id):
        return LineState(word, problem.severity, problem.message)
    if is_bad_artwork(problem):
        return LineState("unreadable", problem.severity, problem.message)
    words = {"error": "can't print", "warning": "look at this", "note": "note"}
    return LineState(_REASONS.get(kind, words[problem.severity]), problem.severity, problem.message)
