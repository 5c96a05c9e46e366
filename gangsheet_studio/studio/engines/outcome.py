"""How an engine or a request of one ended: each way has its sentence and its next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import msgspec
from msgspec import Struct

from gangsheet_studio.model.units import format_bytes

if TYPE_CHECKING:
    from gangsheet_studio.protocol import Failed

Kind = Literal[
    "done",
    "stopped",
    "could-not-start",
    "wrong-version",
    "refused",
    "not-enough-memory",
    "not-enough-disk",
    "output",
    "busy",
    "cancelled",
    "crashed",
    "killed",
    "hung",
    "left",
    "unexpected",
]

_KINDS: Final[dict[str, Kind]] = {
    "refused-input": "refused",
    "usage": "refused",
    "protocol": "wrong-version",
    "not-enough-memory": "not-enough-memory",
    "not-enough-disk": "not-enough-disk",
    "output": "output",
    "output-busy": "busy",
    "verification": "output",
    "broken-installation": "could-not-start",
    "cancelled": "cancelled",
}
_NEXT_STEPS: Final[dict[Kind, str]] = {
    "could-not-start": "Let your virus scanner allow Gangsheet Studio, or install it again.",
    "wrong-version": "Install Gangsheet Studio again: window and engine are not of one version.",
    "refused": "Put it right and press Make sheets again.",
    "not-enough-memory": "Allow more memory, or close other programs, then try again.",
    "not-enough-disk": "Free some space or choose another folder, then try again.",
    "output": "Look at the output folder (is it full, read-only or on a drive that is gone?) and try again.",
    "busy": "When the other run is done, press Make sheets again.",
    "cancelled": "Press Make sheets to begin again.",
    "crashed": "Try again. If it stops at the same design, save that one anew; the log says which it was.",
    "killed": "Close other programs if memory was short, then try again.",
    "hung": "Try again. If artwork is on a network drive, see whether the drive still answers.",
    "left": "Try again; if it comes back, send us the log.",
    "unexpected": "Try again; if it comes back, send us the log.",
}


_AGAIN: Final = "Then press Make sheets again."


class Outcome(Struct, frozen=True, kw_only=True):
    """An end: `text` says what happened, `next_step` what to do; `saved` are the sheets that are safe.

    `report` is the file that tells us of something nobody expected.
    """

    kind: Kind
    text: str = ""
    next_step: str = ""
    saved: tuple[str, ...] = ()
    report: str = ""

    @property
    def good(self) -> bool:
        """Whether it ended as it was meant to."""
        return self.kind in ("done", "stopped")


def outcome(kind: Kind, text: str = "", saved: tuple[str, ...] = ()) -> Outcome:
    """Return the outcome of `kind` with its next step."""
    return Outcome(kind=kind, text=text, next_step=_NEXT_STEPS.get(kind, ""), saved=saved)


def of_failure(failed: Failed) -> Outcome:
    """Return the outcome that a `failed` message tells."""
    text = failed.text
    if failed.needed and failed.available is not None and format_bytes(failed.needed) not in text:
        text += f" {format_bytes(failed.needed)} are needed, {format_bytes(failed.available)} are there."
    ended = outcome(_KINDS.get(failed.error, "unexpected"), text, failed.saved)
    if failed.report:
        next_step = ended.next_step.replace("the log", "the report")
        ended = msgspec.structs.replace(ended, report=failed.report, next_step=next_step)
    advice = ended.next_step.partition(" or ")[0].partition(",")[0]
    if advice and advice in text:
        return msgspec.structs.replace(ended, next_step=_AGAIN)
    return ended
