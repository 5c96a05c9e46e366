"""Every error the product raises on purpose.

GangsheetError
├── UsageError          exit 2     the call is wrong
├── RefusedInputError   exit 3     an order file, a design or a row can't be used
├── NotEnoughError      exit 4     memory or disk, said with figures
│   ├── NotEnoughMemoryError
│   └── NotEnoughDiskError
├── OutputError         exit 1     a sheet or the manifest could not be written
│   └── FolderBusyError            another run is making the same sheets
├── VerificationError   exit 1     what was written is not what was planned
├── BrokenInstallationError exit 1 a part of the program does not start
└── CancelledError      exit 130   somebody pressed Cancel

Each carries a stable id for programs and a sentence for staff: what happened, to which file or row,
and what to do. The cause, for the log, is the chained exception.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from threading import Event

    from gangsheet_studio.model.problem import Problem


LEFT_OUT: Final = 5
"""Exit code of a job that finished, but not with every copy: no error, since its sheets are good."""


class GangsheetError(Exception):
    """Base of the tree: `id` is stable, `str(error)` is the sentence for staff."""

    id: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1


class UsageError(GangsheetError):
    """The command or request itself is wrong."""

    id = "usage"
    exit_code = 2


class RefusedInputError(GangsheetError):
    """Input that can't be used; `problems` lists every reason."""

    id = "refused-input"
    exit_code = 3

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class NotEnoughError(GangsheetError):
    """The smallest plan does not fit; figures are in bytes."""

    id = "not-enough"
    exit_code = 4

    def __init__(self, message: str, *, needed: int = 0, available: int = 0) -> None:
        super().__init__(message)
        self.needed = needed
        self.available = available


class NotEnoughMemoryError(NotEnoughError):
    """The job needs more memory than the budget allows."""

    id = "not-enough-memory"


class NotEnoughDiskError(NotEnoughError):
    """The output or scratch folder has too little free space."""

    id = "not-enough-disk"


class OutputError(GangsheetError):
    """A file could not be written."""

    id = "output"


class FolderBusyError(OutputError):
    """Another run is making sheets of the same names in the same folder."""

    id = "output-busy"


class VerificationError(GangsheetError):
    """A finished file differs from its layout."""

    id = "verification"


class BrokenInstallationError(GangsheetError):
    """A part of the program does not start."""

    id = "broken-installation"


class CancelledError(GangsheetError):
    """The job was cancelled; nothing half-written is left."""

    id = "cancelled"
    exit_code = 130


def stop_if(cancel: Event) -> None:
    """Raise CancelledError once `cancel` is set: called wherever work can stop cleanly."""
    if cancel.is_set():
        raise CancelledError("Cancelled. Sheets that were already saved are kept.")
