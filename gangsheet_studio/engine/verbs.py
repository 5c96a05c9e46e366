"""The verbs of the engine as plain functions: a request, a listener and a cancel in, the answer out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from gangsheet_studio.engine.artwork_checks import inspect
from gangsheet_studio.engine.checks import check_film, check_memory, check_name, film_with_marks
from gangsheet_studio.engine.comparing import compare
from gangsheet_studio.engine.given import check_overlaps
from gangsheet_studio.engine.improving import improve
from gangsheet_studio.engine.prepare import prepare
from gangsheet_studio.engine.probing import probe_all
from gangsheet_studio.engine.stopping import interruptible
from gangsheet_studio.engine.thumbnails import draw_all
from gangsheet_studio.engine.verifying import verify
from gangsheet_studio.errors import LEFT_OUT, RefusedInputError, UsageError, stop_if
from gangsheet_studio.model.design import Design
from gangsheet_studio.protocol import (
    CompareRequest,
    Finding,
    FinishedDone,
    FinishedRequest,
    ImproveRequest,
    InspectRequest,
    NestDone,
    NestRequest,
    OrdersDone,
    OrdersRequest,
    ProbeDone,
    ProbeRequest,
    Progress,
    RenderRequest,
    ThumbnailsRequest,
    VerifyRequest,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from threading import Event

    from gangsheet_studio.engine.artwork import Artwork
    from gangsheet_studio.engine.prepare import Prepared
    from gangsheet_studio.engine.probing import ProbeCache
    from gangsheet_studio.model.job import Job
    from gangsheet_studio.model.order import Orders
    from gangsheet_studio.model.problem import Problem
    from gangsheet_studio.protocol import AnyMessage, AnyRequest, Done, Listener, RenderDone

_MOST_FINDINGS: Final = 1_000  # of one reading; its answer has all
_PREPARING: Final = 0.05  # the share of a render's progress that probing and nesting take


def run(
    request: AnyRequest,
    listener: Listener,
    cancel: Event,
    artwork: Artwork,
) -> Done:
    """Answer `request`; every error of errors.py may come out."""
    match request:
        case OrdersRequest():
            return orders(request, listener, cancel)
        case ProbeRequest():
            return probe(request, listener, cancel, artwork.probes)
        case ThumbnailsRequest():
            return draw_all(request, listener, cancel, artwork.probes, artwork.drawings)
        case NestRequest():
            return nest(request, listener, cancel, artwork)
        case ImproveRequest():
            return improve(request, listener, cancel, artwork)
        case CompareRequest():
            return compare(request, listener, cancel, artwork)
        case InspectRequest():
            return inspect(request, listener, cancel, artwork)
        case RenderRequest():
            return render(request, listener, cancel, artwork)
        case FinishedRequest():
            return finished(request, listener, cancel, artwork)
        case VerifyRequest():
            return verify(request, listener, cancel)
    raise UsageError(f"{type(request).__name__} is no work for a verb.")


def orders(request: OrdersRequest, listener: Listener, cancel: Event) -> OrdersDone:
    """Read order files, folders and artwork into lines and problems."""
    from gangsheet_studio.orders import read_orders

    names = ", ".join(Path(path).name for path in request.paths[:3])
    names += f" and {len(request.paths) - 3} more" if len(request.paths) > 3 else ""
    listener(Progress(phase="reading", fraction=0.0, text=f"Reading {names}"))
    with interruptible(cancel):
        found: Orders = read_orders(
            [Path(path) for path in request.paths], [Path(path) for path in request.designs], request.unit
        )
    for problem in found.problems[:_MOST_FINDINGS]:
        stop_if(cancel)
        listener(Finding(problem=problem))
    listener(Progress(phase="reading", fraction=1.0, text=f"Read {len(found.lines)} order lines"))
    return OrdersDone(orders=found)


def probe(request: ProbeRequest, listener: Listener, cancel: Event, cache: ProbeCache) -> ProbeDone:
    """Read the headers of artwork files; one that is refused becomes a problem."""
    designs: list[Design] = []
    problems: list[Problem] = []
    for found in probe_all(request.paths, cache, cancel, listener).values():
        if isinstance(found, Design):
            designs.append(found)
        else:
            problems += found.problems
    for problem in problems:
        stop_if(cancel)
        listener(Finding(problem=problem))
    return ProbeDone(designs=tuple(designs), problems=tuple(problems))


def nest(
    request: NestRequest,
    listener: Listener,
    cancel: Event,
    artwork: Artwork,
    known: Sequence[Problem] = (),
) -> NestDone:
    """Lay order lines out, and forecast what rendering them would take; problems begin with those `known`.

    They go on with the marks that found no room. With an output folder they end with what the forecast finds
    too small: its disk, or the memory.
    """
    from gangsheet_studio.engine.disk import scratch_parent
    from gangsheet_studio.engine.imposing import impose_as_seen
    from gangsheet_studio.engine.shortages import shortages
    from gangsheet_studio.memory.forecast import forecast
    from gangsheet_studio.memory.limits import memory_limit
    from gangsheet_studio.memory.places import is_in_memory
    from gangsheet_studio.nesting import rows

    check_film(request.film)
    check_memory(request.memory)
    prepared = prepare(
        request.lines,
        request.film,
        known,
        cancel,
        listener,
        artwork,
        nesting=request.nesting,
        around=request.around,
        layout=request.layout,
    )
    with interruptible(cancel):
        imposed = impose_as_seen(prepared.layout, request.lines, request.output, request.name)
        ahead = forecast(
            imposed.layout,
            prepared.by_key,
            memory_limit(request.memory),
            scratch_in_memory=is_in_memory(scratch_parent(request.scratch)),
            output=request.output,
        )
        short = shortages(request.out, request.scratch, ahead) if request.out else []
        by_part, in_all = rows(prepared.layout, prepared.items)
    for problem in (*imposed.problems, *short):
        listener(Finding(problem=problem))
    return NestDone(
        layout=prepared.layout,
        items=prepared.items,
        problems=(*prepared.problems, *imposed.problems, *short),
        forecast=ahead,
        rows=by_part,
        rows_in_all=in_all,
        marks=imposed.marks,
    )


def render(request: RenderRequest, listener: Listener, cancel: Event, artwork: Artwork) -> RenderDone:
    """Make the sheets of a job; with an error among its problems only where the job says `skip_bad`.

    RefusedInputError lists the problems otherwise. `exit_code` is LEFT_OUT where copies were left out.
    """
    from gangsheet_studio.engine.render import render as render_job

    job = request.job
    prepared = _prepare(job, share(listener, 0.0, _PREPARING), cancel, artwork)
    errors = [problem for problem in prepared.problems if problem.severity == "error"]
    incomplete = bool(errors or prepared.layout.unplaced)
    if incomplete and not job.skip_bad:
        raise RefusedInputError(_refusal(len(errors)), prepared.problems)
    if not prepared.layout.parts:
        raise RefusedInputError("There is nothing to print: no order line can be used.", prepared.problems)
    done = render_job(job, prepared, share(listener, _PREPARING, 1.0), cancel, artwork.decoder)
    return msgspec.structs.replace(done, exit_code=LEFT_OUT if incomplete else done.exit_code)


def finished(request: FinishedRequest, listener: Listener, cancel: Event, artwork: Artwork) -> FinishedDone:
    """Return which sheets of a job lie finished in its folder, by their names and sizes alone."""
    from gangsheet_studio.engine.imposing import impose
    from gangsheet_studio.engine.keeping import find_finished

    job = request.job
    prepared = _prepare(job, listener, cancel, artwork)
    imposed = impose(prepared.layout, job)
    there = find_finished(job, imposed.layout, Path(job.out).absolute())
    return FinishedDone(parts=len(prepared.layout.parts), finished=there)


def _prepare(job: Job, listener: Listener, cancel: Event, artwork: Artwork) -> Prepared:
    film = film_with_marks(job.film, job.output)
    check_name(job.name)
    check_memory(job.memory)
    if not job.out:
        raise UsageError("No output folder is named; choose one.")
    prepared = prepare(
        job.lines,
        film,
        job.problems,
        cancel,
        listener,
        artwork,
        nesting=job.nesting,
        layout=job.layout,
    )
    if job.layout is not None and not job.overlaps:
        check_overlaps(prepared.layout)
    return prepared


def share(listener: Listener, start: float, end: float) -> Listener:
    """Return a listener that passes on progress as the share `start` to `end` of a larger whole."""

    def pass_on(message: AnyMessage) -> None:
        if isinstance(message, Progress):
            fraction = start + min(max(message.fraction, 0.0), 1.0) * (end - start)
            message = msgspec.structs.replace(message, fraction=fraction)
        listener(message)

    return pass_on


def _refusal(errors: int) -> str:
    if errors == 1:
        return "1 problem was found; put it right, or choose to leave out what it is about."
    return f"{errors} problems were found; put them right, or choose to leave out what they are about."
