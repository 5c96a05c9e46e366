"""A run some of whose sheets are finished already: staff choose whether those are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.studio.controls.question import Answer, ask
from gangsheet_studio.studio.look.words import count

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from gangsheet_studio.protocol import FinishedDone


def ask_what_is_kept(window: QWidget, folder: str, done: FinishedDone) -> Answer:
    """Ask about finished sheets: `yes` keeps them, or shows them where all are; `other` makes all again."""
    finished, parts = len(done.finished), done.parts
    rest = parts - finished
    if not rest:
        all_done = "The sheet is" if parts == 1 else f"All {parts} sheets are"
        return ask(
            window,
            f"{all_done} already done.",
            f"{folder}\nNothing in the job has changed since.",
            yes="Show in folder",
            other="Make it again" if parts == 1 else f"Make all {parts} again",
            back="Back to the job",
        )
    are = "is" if finished == 1 else "are"
    return ask(
        window,
        f"{finished} of {count(parts, 'sheet')} {are} already done.",
        f"{folder}\n{'It is' if finished == 1 else 'They are'} kept, and {_the_others(rest)} "
        f"{'is' if rest == 1 else 'are'} made.",
        yes=f"Make {_the_others(rest)}",
        other=f"Make all {parts} again",
        back="Back to the job",
    )


def _the_others(rest: int) -> str:
    """Return how staff call the sheets that are still to be made."""
    return "the other sheet" if rest == 1 else f"the other {rest}"
