"""What the files of a job are called: sheets by a pattern, everything beside them after the job."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from gangsheet_studio.model.names import name_problem
from gangsheet_studio.model.output import NAMES, PREVIEW_SUFFIXES, SUFFIXES

if TYPE_CHECKING:
    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Part
    from gangsheet_studio.model.output import Preview

FIELDS: Final = ("job", "n", "date", "film", "length", "copies")
"""What a pattern may name in braces."""
MANIFEST_END: Final = ".manifest.json"
_FIELD: Final = re.compile(r"\{([^{}]*)\}")
_SAMPLE: Final = {
    "job": "Job",
    "n": "1",
    "date": "2000-01-01",
    "film": "23in",
    "length": "1in",
    "copies": "1",
}
_EACH: Final = {
    "n": r"[1-9][0-9]*",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "film": r"[0-9.]+in",
    "length": r"[0-9.]+in",
    "copies": r"[0-9]+",
}
_SHEET_END: Final = rf"(?:{'|'.join(map(re.escape, SUFFIXES.values()))}|_preview\.(?:jpg|webp))"
_BESIDE: Final = r"(?:_Job_Sheet\.pdf|_Placements\.csv|_Missing\.csv|\.manifest\.json)"
_LONGEST: Final = 200  # bytes; a temporary name adds to it


def pattern_problem(pattern: str) -> str | None:
    """Return why sheets can't be named by `pattern`, and what to do; None if they can."""
    offered = ", ".join(f"{{{field}}}" for field in FIELDS)
    unknown = next((field for field in _FIELD.findall(pattern) if field not in FIELDS), None)
    if unknown is not None or set("{}") & set(_FIELD.sub("", pattern)):
        shown = "a single brace" if unknown is None else f"{{{unknown}}}"
        return f"The names of sheets have {shown} in them; use {offered}."
    if "{n}" not in pattern:
        return "The names of sheets need {n}, the number of the sheet, or one would replace another."
    if problem := name_problem(_filled(pattern, _SAMPLE)):
        return problem.replace("The job name", "The name of sheets")
    return None


def sheet_name(pattern: str, suffix: str, job: str, part: Part, film: Film, date: str) -> str:
    """Return the file name of `part`; `date` is ISO 8601. ValueError where it is too long for a file."""
    values = {
        "job": job,
        "n": str(part.number),
        "date": date,
        "film": f"{film.width:.2f}".rstrip("0").rstrip(".") + "in",
        "length": f"{part.height_px / film.dpi:.1f}in",
        "copies": str(len(part.placements)),
    }
    name = _filled(pattern, values) + suffix
    if len(name.encode()) > _LONGEST:
        raise ValueError(f"“{name[:60]}...” is too long for the name of a file; shorten the names of sheets.")
    return name


def manifest_name(job: str) -> str:
    """Return the file name of the manifest."""
    return f"{job}{MANIFEST_END}"


def preview_name(sheet: str, preview: Preview) -> str:
    """Return the file name of the picture that goes with the sheet called `sheet`."""
    return f"{PurePath(sheet).stem}_preview{PREVIEW_SUFFIXES[preview]}"


def job_sheet_name(job: str) -> str:
    """Return the file name of the job sheet."""
    return f"{job}_Job_Sheet.pdf"


def placements_name(job: str) -> str:
    """Return the file name of the table of placements."""
    return f"{job}_Placements.csv"


def missing_name(job: str) -> str:
    """Return the file name of the table of what is missing."""
    return f"{job}_Missing.csv"


def paper_names(job: str) -> tuple[str, ...]:
    """Return what may lie beside the sheets for people, whether this run writes it or not."""
    return job_sheet_name(job), placements_name(job), missing_name(job)


def sheet_number(name: str, job: str, pattern: str = NAMES) -> int | None:
    """Return the part that a sheet of `job` called `name` is, None where no sheet is called so."""
    found = _sheets(pattern, re.escape(job)).fullmatch(name)
    return int(found["n"]) if found else None


def is_file_of(name: str, job: str, pattern: str = NAMES) -> bool:
    """Return whether `job` writes files called `name`; its sheets are named by `pattern`, or as usual."""
    ours = re.escape(job)
    expressions = _sheets(pattern, ours), _sheets(NAMES, ours), _beside(ours)
    return any(expression.fullmatch(name) for expression in expressions)


def job_of(name: str) -> str | None:
    """Return the job that a file called `name` in the usual way is of, None if it is of none."""
    any_job = "(?P<job>.+?)"
    found = _sheets(NAMES, any_job).fullmatch(name) or _beside(any_job).fullmatch(name)
    return found["job"] if found else None


def _sheets(pattern: str, job: str) -> re.Pattern[str]:
    """Return what sheets and their previews match; `job` is an expression, the group `n` is the part."""
    each = {**_EACH, "job": job}
    pieces = _FIELD.split(pattern)
    words = [re.escape(piece) if index % 2 == 0 else each[piece] for index, piece in enumerate(pieces)]
    number = pieces.index("n", 1)
    words[number] = f"(?P<n>{words[number]})"
    return re.compile("".join(words) + _SHEET_END, re.ASCII)


def _beside(job: str) -> re.Pattern[str]:
    return re.compile(job + _BESIDE, re.ASCII)


def _filled(pattern: str, values: dict[str, str]) -> str:
    return _FIELD.sub(lambda field: values[field[1]], pattern)
