"""Errors as the last message of a request: an id for programs, a sentence for staff, never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.crash_report import write_report
from gangsheet_studio.errors import (
    CancelledError,
    GangsheetError,
    NotEnoughError,
    NotEnoughMemoryError,
    RefusedInputError,
)
from gangsheet_studio.protocol import Failed

if TYPE_CHECKING:
    from collections.abc import Sequence


def failure(error: BaseException, saved: Sequence[str] = ()) -> Failed:
    """Return the message that tells `error`; `saved` are the sheets finished before it.

    A report is written of one that nobody expected.
    """
    known = _known(error)
    if known is None:
        report = write_report(error, "engine")
        text = (
            f"Something went wrong that nobody expected ({type(error).__name__}: {_first_line(error)}). "
            f"Try once more; if it comes back, send us the {'report' if report else 'log file'}."
        )
        return Failed(
            error="unexpected",
            text=text,
            exit_code=1,
            saved=tuple(saved),
            report=str(report) if report else None,
        )
    return Failed(
        error=known.id,
        text=str(known),
        exit_code=known.exit_code,
        problems=known.problems if isinstance(known, RefusedInputError) else (),
        saved=tuple(saved),
        # a disk that fills up half way tells no figures
        needed=known.needed or None if isinstance(known, NotEnoughError) else None,
        available=known.available or None if isinstance(known, NotEnoughError) else None,
    )


def is_expected(error: BaseException) -> bool:
    """Whether `error` is one the product raises on purpose: its traceback is of no use."""
    return _known(error) is not None


def _known(error: BaseException) -> GangsheetError | None:
    match error:
        case GangsheetError():
            return error
        case KeyboardInterrupt():
            return CancelledError("Cancelled.")
        case MemoryError():
            return NotEnoughMemoryError(
                "The system has no memory left; close other programs, or give the job less with --memory."
            )
        case UnicodeEncodeError():
            return RefusedInputError(
                f"The name {error.object[:100]!a} has characters that are no text; rename the file or folder."
            )
    return None


def _first_line(error: BaseException) -> str:
    lines = str(error).splitlines()
    return lines[0][:200] if lines else "no details"
