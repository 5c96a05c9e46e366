"""A project: all that a `.gangsheet` file holds, as JSON with a version."""

from __future__ import annotations

from itertools import chain
from typing import Final

import msgspec
from msgspec import Struct

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Layout
from gangsheet_studio.model.mark_room import nesting_with_marks, with_room
from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.model.one_line import one_line
from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.model.output import Output
from gangsheet_studio.model.problem import Problem

VERSION: Final = 4
LARGEST: Final = 64 << 20


class Project(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Order lines, film and output; `designs` are artwork folders, `memory` the budget in bytes.

    `problems` are those from reading the orders; their `line` is the 1-based order line. `layout` is one
    that staff arranged or improved, None where the copies lie as they are nested at once.
    """

    version: int = VERSION
    name: str = ""
    lines: tuple[OrderLine, ...] = ()
    film: Film = Film()
    nesting: Nesting = Nesting()
    output: Output = Output()
    layout: Layout | None = None
    out: str = ""
    designs: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    memory: int | None = None

    @property
    def roomy_film(self) -> Film:
        """The film that is laid out: with room for the marks of its output."""
        return with_room(self.film, self.output)

    @property
    def roomy_nesting(self) -> Nesting:
        """How it is laid out: each copy in a box of its own where marks lie around it."""
        return nesting_with_marks(self.nesting, self.output)


class ProjectError(ValueError):
    """Bytes that are no project of this version; the sentence says why and what to do."""


class _Version(Struct):
    """What every version of a project says first."""

    version: int


def encode_project(project: Project) -> bytes:
    """Return the bytes of a `.gangsheet` file: JSON that people can read, a newline at its end."""
    return msgspec.json.format(msgspec.json.encode(project), indent=1) + b"\n"


def decode_project(data: bytes) -> Project:
    """Return the project in `data`; ProjectError if there is none."""
    if len(data) > LARGEST:
        raise ProjectError(f"It is larger than {LARGEST >> 20} MB, so it is no project; open another file.")
    try:
        version = msgspec.json.decode(data, type=_Version).version
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ProjectError("It is not a Gangsheet Studio project, or damaged; open another file.") from error
    if version > VERSION:
        raise ProjectError("It was made by a newer Gangsheet Studio; update this one to open it.")
    try:
        project = msgspec.json.decode(data, type=Project)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ProjectError(
            f"It is damaged ({one_line(str(error))}); open a copy, or its orders again."
        ) from error
    lines = range(1, len(project.lines) + 1)
    told = (problem.line for problem in project.problems if problem.line is not None)
    parts = project.layout.parts if project.layout else ()
    placed = (placement.line for part in parts for placement in part.placements)
    if version < 1 or not all(line in lines for line in chain(told, placed)):
        raise ProjectError("It is damaged (it tells of lines it does not have); open its orders again.")
    return msgspec.structs.replace(project, version=VERSION)
