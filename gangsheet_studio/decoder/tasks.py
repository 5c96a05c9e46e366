"""What a decoder is asked, what it answers, and how both go through a pipe: a length, then msgpack."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO, Final, Literal, TypeAlias

import msgspec
from msgspec import Struct

from gangsheet_studio.model.design import Design, Rotation
from gangsheet_studio.model.drawing import Drawing, Picture
from gangsheet_studio.model.finish import PLAIN, Finish
from gangsheet_studio.model.inspection import Box, Inspection
from gangsheet_studio.model.marks import Mark
from gangsheet_studio.model.outline import CutLines, Mask, Outline
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.model.small_picture import SmallPicture
from gangsheet_studio.sheets.coding import Coding
from gangsheet_studio.sheets.planes import Planes

_LENGTH: Final = struct.Struct(">I")


class Task(Struct, frozen=True, kw_only=True, tag_field="task"):
    """Base of all tasks: each is about one file, or one mark."""


class ProbeTask(Task, frozen=True, kw_only=True, tag="probe"):
    """Read a file's header, and all of it for its hash; answered by a Design."""

    path: str


class ThumbnailTask(Task, frozen=True, kw_only=True, tag="thumbnail"):
    """Draw `design` small, `side` pixels at most; answered by a SmallPicture.

    It is drawn as hardened at `harden`, or as a `heat` picture of where it is half transparent.
    """

    design: Design
    side: int
    harden: float | None = None
    heat: bool = False


class InspectTask(Task, frozen=True, kw_only=True, tag="inspect"):
    """Look at all pixels of `design`, as hardened at `harden`; answered by an Inspection.

    Lines are thin below `thickness` of its own pixels.
    """

    design: Design
    thickness: float = 0.0
    harden: float | None = None


class OutlineTask(Task, frozen=True, kw_only=True, tag="outline"):
    """Trace what `design`, or `trim` of it, prints from alpha `threshold` on; answered by an Outline."""

    design: Design
    threshold: float
    trim: Box | None = None


class CutTask(Task, frozen=True, kw_only=True, tag="cut"):
    """Trace lines to cut along, `offset` inches around what `design`, or `trim` of it, prints.

    It prints from alpha `threshold` on. Answered by CutLines for each of `sizes`, which are inches.
    """

    design: Design
    sizes: tuple[tuple[float, float], ...]
    offset: float
    threshold: float
    trim: Box | None


class MaskTask(Task, frozen=True, kw_only=True, tag="mask"):
    """Find the pixels of `design`, or `trim` of it, that are print at its size; answered by a Mask."""

    design: Design
    width_px: int
    height_px: int
    threshold: float
    scratch: str
    trim: Box | None = None


class StageTask(Task, frozen=True, kw_only=True, tag="stage"):
    """Decode `design` at its size before `rotation` and code it; answered by StagedRows.

    Up to `keep` bytes come back, more go to the file `scratch`; `turning` is a file it may write over. What
    can be read of a damaged file is enough where it is read `lenient`. The heap is trimmed every `trim_rows`
    of what is scaled.
    """

    design: Design
    width_px: int
    height_px: int
    rotation: Rotation
    keep: int
    scratch: str
    turning: str
    trim_rows: int
    lenient: bool = False
    finish: Finish = PLAIN
    coding: Coding = "png"


class PlanesTask(Task, frozen=True, kw_only=True, tag="planes"):
    """Decode `design` at a size, upright, into a file for each of its planes; answered by Planes.

    The other fields are those of a StageTask.
    """

    design: Design
    width_px: int
    height_px: int
    colour: str
    alpha: str
    white: str
    turning: str
    trim_rows: int
    lenient: bool
    finish: Finish


class DrawTask(Task, frozen=True, kw_only=True, tag="draw"):
    """Draw `design` small, upright, into `file`, about as large as it is wanted; answered by a Picture."""

    design: Design
    width_px: int
    height_px: int
    file: str
    lenient: bool
    finish: Finish


class ComposeTask(Task, frozen=True, kw_only=True, tag="compose"):
    """Paint a drawing of pictures that were drawn; answered by the bytes of a file."""

    drawing: Drawing


class MarkTask(Task, frozen=True, kw_only=True, tag="mark"):
    """Draw `mark` and code it; answered by StagedRows. The other fields are those of a StageTask."""

    mark: Mark
    keep: int
    scratch: str
    finish: Finish
    coding: Coding


class MarkPlanesTask(Task, frozen=True, kw_only=True, tag="mark-planes"):
    """Draw `mark` into a file for its colours and one for its alpha; answered by Planes."""

    mark: Mark
    colour: str
    alpha: str


ArtworkTask: TypeAlias = (
    ProbeTask
    | ThumbnailTask
    | InspectTask
    | OutlineTask
    | CutTask
    | MaskTask
    | StageTask
    | PlanesTask
    | DrawTask
)
AnyTask: TypeAlias = ArtworkTask | ComposeTask | MarkTask | MarkPlanesTask


class StagedRows(Struct, frozen=True):
    """Coded rows as 64-bit `ends` and `checksums`; `kept` is None where they lie in the scratch file.

    `firsts` and `lasts` are the outer pixels of each row where the coding keeps them apart.
    """

    ends: bytes
    checksums: bytes
    kept: bytes | None
    firsts: bytes = b""
    lasts: bytes = b""


class Result(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a task came to: the one field that it asked for."""

    design: Design | None = None
    picture: SmallPicture | None = None
    inspection: Inspection | None = None
    outline: Outline | None = None
    cuts: tuple[CutLines, ...] | None = None
    mask: Mask | None = None
    rows: StagedRows | None = None
    planes: Planes | None = None
    drawn: Picture | None = None
    composed: bytes | None = None


class Ask(Struct, frozen=True, tag="ask"):
    """Work on `task`; the answer carries `number`."""

    number: int
    task: AnyTask


class Leave(Struct, frozen=True, tag="leave"):
    """Nobody waits for `number` any more."""

    number: int


class Answer(Struct, frozen=True, tag="answer"):
    """The result of `number`; `peak` is the most memory the decoder ever held."""

    number: int
    result: Result
    peak: int


class Failure(Struct, frozen=True, kw_only=True, tag="failure"):
    """Why `number` has no result: artwork that is refused, a scratch file, memory, or a fault of ours."""

    number: int
    why: Literal["refused", "system", "memory", "cancelled", "unexpected"]
    text: str
    problems: tuple[Problem, ...] = ()
    code: int | None = None
    file: str | None = None
    peak: int = 0


class Ready(Struct, frozen=True, tag="ready"):
    """What the decoder says first: it has loaded all that it needs."""

    peak: int


AnyCall: TypeAlias = Ask | Leave
AnyReply: TypeAlias = Ready | Answer | Failure

_CALLS: Final = msgspec.msgpack.Decoder(AnyCall)
_REPLIES: Final = msgspec.msgpack.Decoder(AnyReply)


def artwork_of(task: AnyTask) -> Path:
    """Return the file that `task` is about; a mark is named like one."""
    match task:
        case ProbeTask(path=path):
            return Path(path)
        case ComposeTask(drawing=drawing):
            return Path(drawing.name)
        case MarkTask(mark=mark) | MarkPlanesTask(mark=mark):
            return Path(f"{mark.kind} mark")
        case _:
            return Path(task.design.path)


def send(pipe: BinaryIO, message: AnyCall | AnyReply) -> None:
    """Write one message.

    OSError or ValueError where nobody reads; UnicodeEncodeError for a name that is no text.
    """
    body = msgspec.msgpack.encode(message)
    pipe.write(_LENGTH.pack(len(body)) + body)
    pipe.flush()


def next_call(pipe: BinaryIO) -> AnyCall | None:
    """Read what the engine says next, None at its end."""
    body = _next(pipe)
    return None if body is None else _CALLS.decode(body)


def next_reply(pipe: BinaryIO) -> AnyReply | None:
    """Read what the decoder says next, None at its end."""
    body = _next(pipe)
    return None if body is None else _REPLIES.decode(body)


def _next(pipe: BinaryIO) -> bytes | None:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    length = _LENGTH.unpack(head)[0]
    body = pipe.read(length)
    return body if len(body) == length else None
