"""Holds what is found in a sheet against what was planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.errors import VerificationError
from gangsheet_studio.model.marks import Mark

if TYPE_CHECKING:
    from gangsheet_studio.model.layout import Printed


def called(copy: Printed) -> str:
    """Return what errors call what is printed."""
    what = f"{copy.kind} mark" if isinstance(copy, Mark) else f"copy {copy.copy} of {copy.design}"
    return f"{what} at {copy.x}, {copy.y}"


def expect(name: str, what: str, found: object, expected: object) -> None:
    """Raise VerificationError unless what was found in sheet `name` is what was planned."""
    if found != expected:
        raise VerificationError(
            f"{name} is not what was planned: its {what} is {found!r} instead of {expected!r}. "
            "Make the sheets again; if it happens again, check the disk."
        )
