"""The engine's decoder: whoever needs artwork read asks here, and hears errors that name the file."""

from __future__ import annotations

import errno
import threading
from typing import TYPE_CHECKING, Final, TypeVar

from gangsheet_studio.decoder.child import Child, LostError, SlowError
from gangsheet_studio.decoder.gate import Gate
from gangsheet_studio.decoder.limits import seconds_for
from gangsheet_studio.decoder.tasks import (
    ComposeTask,
    CutTask,
    DrawTask,
    Failure,
    InspectTask,
    MarkPlanesTask,
    MarkTask,
    MaskTask,
    OutlineTask,
    PlanesTask,
    ProbeTask,
    StageTask,
    ThumbnailTask,
    artwork_of,
)
from gangsheet_studio.designs.sniff import refused
from gangsheet_studio.errors import BrokenInstallationError, CancelledError, RefusedInputError
from gangsheet_studio.memory.usage import rss
from gangsheet_studio.model.finish import PLAIN
from gangsheet_studio.own_command import own_command

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from gangsheet_studio.decoder.tasks import AnyTask, Result, StagedRows
    from gangsheet_studio.model.design import Design, Rotation
    from gangsheet_studio.model.drawing import Drawing, Picture
    from gangsheet_studio.model.finish import Finish
    from gangsheet_studio.model.inspection import Box, Inspection
    from gangsheet_studio.model.marks import Mark
    from gangsheet_studio.model.outline import CutLines, Mask, Outline
    from gangsheet_studio.model.small_picture import SmallPicture
    from gangsheet_studio.sheets.coding import Coding
    from gangsheet_studio.sheets.planes import Planes

T = TypeVar("T")
CRASHED: Final = "crashed"
TOO_SLOW: Final = "too-slow"


class Decoder:
    """Has a process, and another wherever one is lost; any number of threads may ask.

    A task whose process is lost is tried once more, with no other beside it: what ends the process twice is
    refused, and nothing that was read beside it.
    """

    def __init__(
        self,
        log: logging.Logger | None = None,
        *,
        command: Sequence[str] | None = None,
        seconds: Callable[[AnyTask], float] = seconds_for,
    ) -> None:
        self._log = log
        self._command = list(command or own_command("decoder"))
        self._seconds = seconds
        self._child: Child | None = None
        self._starting = threading.Lock()
        self._gate = Gate()
        self._past_peak = 0

    def __enter__(self) -> Decoder:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def start(self) -> None:
        """Have a process ready, before anybody asks."""
        self._alive()

    def close(self) -> None:
        """End the process; whoever asks again gets another."""
        with self._starting:
            self._bury()

    @property
    def pid(self) -> int | None:
        """The system's number of the process, None while there is none."""
        child = self._child
        return child.pid if child and not child.lost else None

    @property
    def rss(self) -> int:
        """Bytes of memory that the process holds now."""
        pid = self.pid
        return rss(pid) if pid else 0

    @property
    def peak(self) -> int:
        """The most bytes of memory that any of its processes ever held."""
        child = self._child
        return max(self._past_peak, child.peak if child else 0)

    def probe(self, path: str, cancel: threading.Event | None = None) -> Design:
        """Return what the header of the file at `path` says, and the hash of its content."""
        return _given(self._ask(ProbeTask(path=path), cancel).design)

    def thumbnail(
        self,
        design: Design,
        side: int,
        cancel: threading.Event,
        *,
        harden: float | None = None,
        heat: bool = False,
    ) -> SmallPicture:
        """Return `design`, `side` pixels at most across and down; hardened, or its `heat` picture."""
        task = ThumbnailTask(design=design, side=side, harden=harden, heat=heat)
        return _given(self._ask(task, cancel).picture)

    def inspect(
        self, design: Design, thickness: float, harden: float | None, cancel: threading.Event
    ) -> Inspection:
        """Return what a look at all pixels of `design` finds; lines are thin below `thickness` of them."""
        task = InspectTask(design=design, thickness=thickness, harden=harden)
        return _given(self._ask(task, cancel).inspection)

    def outline(
        self, design: Design, threshold: float, cancel: threading.Event, trim: Box | None = None
    ) -> Outline:
        """Return what `design` prints of its box, or `trim`: all pixels from alpha `threshold` on."""
        task = OutlineTask(design=design, threshold=threshold, trim=trim)
        return _given(self._ask(task, cancel).outline)

    def cut_lines(
        self,
        design: Design,
        sizes: tuple[tuple[float, float], ...],
        offset: float,
        threshold: float,
        cancel: threading.Event,
        trim: Box | None = None,
    ) -> tuple[CutLines, ...]:
        """Return lines to cut along for each of `sizes`, `offset` around what prints, all in inches."""
        task = CutTask(design=design, sizes=sizes, offset=offset, threshold=threshold, trim=trim)
        return _given(self._ask(task, cancel).cuts)

    def print_mask(
        self,
        design: Design,
        width_px: int,
        height_px: int,
        threshold: float,
        scratch: Path,
        cancel: threading.Event,
        trim: Box | None = None,
    ) -> Mask:
        """Return which pixels of `design`, or `trim` of it, are print at the size it prints at, upright."""
        task = MaskTask(
            design=design,
            width_px=width_px,
            height_px=height_px,
            threshold=threshold,
            scratch=str(scratch),
            trim=trim,
        )
        return _given(self._ask(task, cancel).mask)

    def stage(
        self,
        design: Design,
        width_px: int,
        height_px: int,
        rotation: Rotation,
        *,
        keep: int,
        scratch: Path,
        turning: Path,
        cancel: threading.Event,
        trim_rows: int = 64,
        lenient: bool = False,
        finish: Finish = PLAIN,
        coding: Coding = "png",
    ) -> StagedRows:
        """Return `design` as coded rows, of which more than `keep` bytes lie in the file `scratch`.

        Its size is before `rotation`; `turning` is a file that may be written over. OSError from both files.
        What can be read of a damaged file is enough where it is read `lenient`. The decoder's heap is trimmed
        every `trim_rows` of what is scaled.
        """
        task = StageTask(
            design=design,
            width_px=width_px,
            height_px=height_px,
            rotation=rotation,
            keep=keep,
            scratch=str(scratch),
            turning=str(turning),
            trim_rows=trim_rows,
            lenient=lenient,
            finish=finish,
            coding=coding,
        )
        return _given(self._ask(task, cancel, scratch).rows)

    def stage_planes(
        self,
        design: Design,
        width_px: int,
        height_px: int,
        *,
        colour: Path,
        alpha: Path,
        white: Path,
        turning: Path,
        cancel: threading.Event,
        trim_rows: int,
        lenient: bool,
        finish: Finish,
    ) -> Planes:
        """Write the planes of `design`, upright, into a file each. Errors are as for `stage`."""
        task = PlanesTask(
            design=design,
            width_px=width_px,
            height_px=height_px,
            colour=str(colour),
            alpha=str(alpha),
            white=str(white),
            turning=str(turning),
            trim_rows=trim_rows,
            lenient=lenient,
            finish=finish,
        )
        return _given(self._ask(task, cancel, colour, alpha, white).planes)

    def draw(
        self,
        design: Design,
        width_px: int,
        height_px: int,
        *,
        file: Path,
        cancel: threading.Event,
        lenient: bool,
        finish: Finish,
    ) -> Picture:
        """Draw `design` small, upright, into `file`. OSError from it."""
        task = DrawTask(
            design=design,
            width_px=width_px,
            height_px=height_px,
            file=str(file),
            lenient=lenient,
            finish=finish,
        )
        return _given(self._ask(task, cancel).drawn)

    def compose(self, drawing: Drawing, cancel: threading.Event) -> bytes:
        """Return `drawing` as a file of its format. OSError from the files of its pictures."""
        return _given(self._ask(ComposeTask(drawing=drawing), cancel).composed)

    def draw_mark(
        self,
        mark: Mark,
        *,
        keep: int,
        scratch: Path,
        cancel: threading.Event,
        finish: Finish = PLAIN,
        coding: Coding = "png",
    ) -> StagedRows:
        """Return a mark as coded rows, as `stage` does designs. It prints no white."""
        task = MarkTask(mark=mark, keep=keep, scratch=str(scratch), finish=finish, coding=coding)
        return _given(self._ask(task, cancel, scratch).rows)

    def draw_planes(self, mark: Mark, *, colour: Path, alpha: Path, cancel: threading.Event) -> Planes:
        """Write the planes of a mark into a file each. OSError."""
        task = MarkPlanesTask(mark=mark, colour=str(colour), alpha=str(alpha))
        return _given(self._ask(task, cancel, colour, alpha).planes)

    def _ask(self, task: AnyTask, cancel: threading.Event | None, *files: Path) -> Result:
        """Return the result; with an error the `files` that it goes to are taken away.

        RefusedInputError, CancelledError, OSError, MemoryError.
        """
        try:
            return self._beside_or_alone(task, cancel)
        except BaseException:
            for path in files:
                path.unlink(missing_ok=True)  # a process that was ended cleans nothing up
            raise

    def _beside_or_alone(self, task: AnyTask, cancel: threading.Event | None) -> Result:
        try:
            with self._gate.beside_others(cancel):
                return self._try(task, cancel)
        except LostError as lost:
            self._note("was lost while it read %s and others: %s", artwork_of(task), lost)
        try:
            with self._gate.alone(cancel):
                return self._try(task, cancel)
        except LostError as lost:
            self._note("was lost while it read %s alone: %s", artwork_of(task), lost)
            if lost.killed:
                raise MemoryError from lost
            if not lost.ready:
                raise _does_not_start(lost) from lost
            text = "ends the program that reads it; it is damaged in a harmful way: export it again"
            raise refused(artwork_of(task), CRASHED, text) from lost

    def _try(self, task: AnyTask, cancel: threading.Event | None) -> Result:
        seconds = self._seconds(task)
        try:
            reply = self._alive().ask(task, seconds, cancel)
        except SlowError as slow:
            self._note("was ended: %s took longer than %s s", artwork_of(task), seconds)
            text = f"takes longer than {seconds:,.0f} s to read; export it again in a plainer way"
            raise refused(artwork_of(task), TOO_SLOW, text) from slow
        except UnicodeEncodeError as error:
            raise refused(artwork_of(task), "name", "has a name that is no text; rename it") from error
        if isinstance(reply, Failure):
            raise _error(reply)
        return reply.result

    def _alive(self) -> Child:
        with self._starting:
            if self._child is None or self._child.lost:
                self._bury()
                self._child = Child(self._command)
            return self._child

    def _bury(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            self._past_peak = max(self._past_peak, child.peak)
            child.close()

    def _note(self, text: str, *values: object) -> None:
        if self._log is not None:
            self._log.warning("the decoder " + text, *values)


def is_harmful(error: RefusedInputError) -> bool:
    """Return whether `error` tells of a file that ends its decoder or holds it up for good."""
    return any(problem.id in (f"designs.{CRASHED}", f"designs.{TOO_SLOW}") for problem in error.problems)


def _does_not_start(lost: LostError) -> BrokenInstallationError:
    said = [line for line in str(lost).splitlines() if not line.startswith("[PYI-")]  # the bundle's own words
    why = f" ({said[-1]})" if said else ""
    text = f"The part of the program that reads artwork does not start{why}; install Gangsheet Studio again."
    return BrokenInstallationError(text)


def _given(found: T | None) -> T:
    if found is None:
        raise TypeError("the decoder answered what it was not asked")
    return found


def _error(failure: Failure) -> BaseException:
    """Return what the decoder met, as it would have been raised here."""
    match failure.why:
        case "refused":
            return RefusedInputError(failure.text, failure.problems)
        case "cancelled":
            return CancelledError(failure.text)
        case "memory":
            return MemoryError()
        case "system":
            return OSError(failure.code or errno.EIO, failure.text, failure.file)
        case "unexpected":
            return RuntimeError(f"in the decoder: {failure.text}")
