"""Problems of order files: one sentence that names file, row, column and value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.errors import RefusedInputError
from gangsheet_studio.model.problem import Problem, Severity

if TYPE_CHECKING:
    from pathlib import Path

# lone surrogates can't be written as UTF-8, and control characters have no place in a sentence
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LONGEST_SHOWN: Final = 60


class Place(Struct, frozen=True):
    """Where in which file. Tables count in rows; JSON, which has none, counts its lines as entries."""

    file: Path
    row: int | None = None
    counted: str = "row"

    def finding(
        self,
        name: str,
        text: str,
        *,
        column: str | None = None,
        value: str | None = None,
        severity: Severity = "error",
    ) -> Problem:
        """Return problem `orders.<name>`; `text` says what is wrong and what to do."""
        where = shown(self.file.name or str(self.file))
        if self.row is not None:
            where += f", {self.counted} {self.row}"
        if column is not None:
            where += f", column “{shown(column)}”"
        return Problem(
            id=f"orders.{name}",
            severity=severity,
            message=_printable(f"{where}: {text}"),
            file=clean(str(self.file)),
            row=self.row,
            column=None if column is None else clean(column),
            value=None if value is None else clean(value[:1000]),
        )


def refusal(file: Path, name: str, text: str) -> RefusedInputError:
    """Return the error for a whole file that can't be used."""
    problem = Place(file).finding(name, text)
    return RefusedInputError(problem.message, [problem])


def clean(text: str) -> str:
    """Return `text` with every character replaced that no message or file could carry."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def is_clean(text: str) -> bool:
    """Return whether `text` can be printed, logged and saved as it is."""
    return _UNPRINTABLE.search(text) is None


def shown(text: str) -> str:
    """Return `text` as a sentence shows it: on one line, shortened."""
    line = " ".join(_printable(text[: _LONGEST_SHOWN * 4]).split())
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + "…"


def _printable(text: str) -> str:
    """Return `text` on one line without what a screen hides or obeys, like a change of direction."""
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() else " " if each.isspace() else "\N{REPLACEMENT CHARACTER}"
        for each in text
    )
