"""The commands: options to a request, the engine's verbs in this process, an answer for staff or programs."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from gangsheet_studio.cli import summary
from gangsheet_studio.cli.artwork_options import with_artwork_options
from gangsheet_studio.cli.cancelling import cancelled_by_signals
from gangsheet_studio.cli.improving import improved_layout
from gangsheet_studio.cli.output import complain, prepare_streams, say, say_json
from gangsheet_studio.cli.output_options import marks_of, output_of
from gangsheet_studio.cli.screen import open_screen
from gangsheet_studio.cli.verified import Verified
from gangsheet_studio.engine import verbs
from gangsheet_studio.engine.artwork import Artwork
from gangsheet_studio.engine.artwork_checks import inspect_items
from gangsheet_studio.engine.checks import film_with_marks
from gangsheet_studio.engine.comparing import compare
from gangsheet_studio.engine.failure import failure, is_expected
from gangsheet_studio.engine.imposing import impose_as_seen
from gangsheet_studio.engine.prepare import prepare
from gangsheet_studio.engine.reporter import Reporter
from gangsheet_studio.engine.verifying import verify
from gangsheet_studio.errors import RefusedInputError
from gangsheet_studio.folders import log_folder
from gangsheet_studio.log_file import close_log, open_log
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.inspection import THINNEST
from gangsheet_studio.model.job import Job
from gangsheet_studio.model.mark_room import nesting_with_marks
from gangsheet_studio.model.names import tidy_name
from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.protocol import (
    CompareRequest,
    Failed,
    NestRequest,
    OrdersRequest,
    RenderDone,
    RenderRequest,
    VerifyRequest,
    encode,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.order import Orders
    from gangsheet_studio.model.output import Output
    from gangsheet_studio.protocol import Listener

_SEARCHING: Final = 0.5  # where the search for less film ends, if there is one, or looking begins
_READING: Final = 0.02  # the share of a command's progress that reading its orders takes
Answer: TypeAlias = "RenderDone | summary.Nested | summary.Compared | summary.Checked | Verified"


def run(options: argparse.Namespace) -> int:
    """Run the command of `options` and return its exit code."""
    prepare_streams(json=options.json)
    cancel = threading.Event()
    with cancelled_by_signals(cancel):
        return _run(options, cancel)


def _run(options: argparse.Namespace, cancel: threading.Event) -> int:
    log = open_log()
    screen = open_screen(options)
    reporter = Reporter(screen.show, log)
    try:
        with Artwork(log) as artwork:
            answer = _COMMANDS[options.command](options, reporter, cancel, artwork)
        if isinstance(answer, RenderDone):
            reporter(answer)
    except BaseException as error:  # a panic in a library is no Exception, and staff see no traceback
        if not is_expected(error):
            log.exception("%s ended unexpectedly", options.command)
        failed = failure(error, reporter.saved)
        reporter(failed)
        screen.close()
        return _fail(failed, options)
    finally:
        screen.close()
        close_log(log)
    return _finish(answer, options)


def _render(
    options: argparse.Namespace, listener: Listener, cancel: threading.Event, artwork: Artwork
) -> RenderDone:
    film, output = _film(options), output_of(options)
    roomy = film_with_marks(film, output)
    found = _orders(options, listener, cancel)
    job = Job(
        name=options.job or tidy_name(options.orders[0].stem),
        lines=found.lines,
        problems=found.problems,
        out=str(options.out),
        film=film,
        nesting=_nesting(options),
        output=output,
        memory=options.memory,
        scratch=str(options.scratch) if options.scratch else None,
        skip_bad=options.skip_bad,
        verify=not options.no_verify,
        fresh=options.fresh,
    )
    layout, rest = _improved(found, roomy, output, options, listener, cancel, artwork)
    job = msgspec.structs.replace(job, layout=layout)
    return verbs.render(RenderRequest(id=0, job=job), rest, cancel, artwork)


def _nest(
    options: argparse.Namespace, listener: Listener, cancel: threading.Event, artwork: Artwork
) -> summary.Nested | summary.Compared:
    marks = marks_of(options)
    film = film_with_marks(_film(options), marks)
    found = _orders(options, listener, cancel)
    if options.compare:
        return _compare(found, film, options, listener, cancel, artwork)
    layout, rest = _improved(found, film, marks, options, listener, cancel, artwork)
    request = NestRequest(
        id=0,
        lines=found.lines,
        film=film,
        nesting=_nesting(options),
        layout=layout,
        memory=options.memory,
        output=marks,
    )
    done = verbs.nest(request, rest, cancel, artwork, known=found.problems)
    if not done.layout.parts:
        raise RefusedInputError("There is nothing to place: no order line can be used.", done.problems)
    return summary.nested(done)


def _improved(
    found: Orders,
    film: Film,
    output: Output,
    options: argparse.Namespace,
    listener: Listener,
    cancel: threading.Event,
    artwork: Artwork,
) -> tuple[Layout | None, Listener]:
    """Return the layout that was searched for, if one was asked for, and the listener for what follows."""
    if not options.improve:
        return None, verbs.share(listener, _READING, 1.0)
    search = verbs.share(listener, _READING, _SEARCHING)
    nesting = nesting_with_marks(_nesting(options), output)
    layout = improved_layout(found.lines, film, nesting, options.improve, search, cancel, artwork)
    return layout if layout.parts else None, verbs.share(listener, _SEARCHING, 1.0)


def _compare(
    found: Orders,
    film: Film,
    options: argparse.Namespace,
    listener: Listener,
    cancel: threading.Event,
    artwork: Artwork,
) -> summary.Compared:
    """Lay the orders out on films that differ from `film` in width, and in price where one is named."""
    films = tuple(
        msgspec.structs.replace(
            film, width=offer.width, price=film.price if offer.price is None else offer.price
        )
        for offer in options.compare
    )
    request = CompareRequest(id=0, lines=found.lines, films=films, nesting=_nesting(options))
    rest = verbs.share(listener, _READING, 1.0)
    done = compare(request, rest, cancel, artwork)
    if not any(use.parts for use in done.uses):
        raise RefusedInputError("There is nothing to place: no order line can be used.", found.problems)
    return summary.compared(done)


def _check(
    options: argparse.Namespace, listener: Listener, cancel: threading.Event, artwork: Artwork
) -> summary.Checked:
    marks = marks_of(options)
    film = film_with_marks(_film(options), marks)
    found = _orders(options, listener, cancel)
    thinnest = THINNEST if options.thinnest is None else options.thinnest
    first = verbs.share(listener, _READING, _SEARCHING)
    prepared = prepare(found.lines, film, found.problems, cancel, first, artwork)
    rest = verbs.share(listener, _SEARCHING, 1.0)
    looked = inspect_items(
        found.lines, prepared.items, prepared.by_key, film, thinnest, rest, cancel, artwork
    )
    imposed = impose_as_seen(prepared.layout, found.lines, marks, "")
    return summary.checked(found.lines, prepared, (*looked, *imposed.problems))


def _verify(
    options: argparse.Namespace, listener: Listener, cancel: threading.Event, _artwork: Artwork
) -> Verified:
    request = VerifyRequest(id=0, manifest=str(options.manifest))
    return Verified(files=verify(request, listener, cancel).files)


def _demo(
    options: argparse.Namespace, listener: Listener, cancel: threading.Event, artwork: Artwork
) -> RenderDone:
    from gangsheet_studio.cli.demo import sample_call

    return _render(sample_call(options), listener, cancel, artwork)


_COMMANDS: Final[dict[str, Callable[[argparse.Namespace, Listener, threading.Event, Artwork], Answer]]] = {
    "render": _render,
    "nest": _nest,
    "check": _check,
    "verify": _verify,
    "demo": _demo,
}


def _orders(options: argparse.Namespace, listener: Listener, cancel: threading.Event) -> Orders:
    request = OrdersRequest(
        id=0,
        paths=tuple(str(path) for path in options.orders),
        designs=tuple(str(path) for path in options.designs),
        unit=options.unit,
    )
    found = verbs.orders(request, verbs.share(listener, 0.0, _READING), cancel).orders
    return with_artwork_options(found, options)


def _film(options: argparse.Namespace) -> Film:
    width, longest = options.film
    return Film(
        width=width,
        longest=longest,
        gap=options.gap,
        gap_along=options.gap_along,
        margin=options.margin,
        price=options.price,
        dpi=options.dpi,
        rotate=options.rotate,
    )


def _nesting(options: argparse.Namespace) -> Nesting:
    return Nesting(mode=options.mode, fill=options.fill, shapes=not options.boxes)


def _finish(answer: Answer, options: argparse.Namespace) -> int:
    """Print what came out and return the exit code that goes with it."""
    match answer:
        case RenderDone():
            if options.quiet and not options.json:
                complain(*summary.render_errors(answer))
            elif not options.json:
                say(*summary.rendered(answer))
            return answer.exit_code
        case summary.Nested() | summary.Compared() | summary.Checked() | Verified():
            if options.json:
                say_json(msgspec.json.format(msgspec.json.encode(answer), indent=2))
            elif options.quiet:
                complain(*answer.errors())
            else:
                say(*answer.text())
            return answer.exit_code


def _fail(failed: Failed, options: argparse.Namespace) -> int:
    """Say each reason on a line of its own, then what to do."""
    if options.json and options.command in ("nest", "check", "verify"):
        say_json(encode(failed))
    for problem in failed.problems:
        if problem.severity == "error":
            complain(f"error: {problem.message}")
    complain(f"gangsheet-studio: {failed.text}")
    may_skip = options.command == "render" and not options.skip_bad
    if failed.error == "refused-input" and failed.problems and may_skip:
        complain("With --skip-bad the rest is printed.")
    if failed.error == "unexpected":
        complain(f"The report: {failed.report}" if failed.report else f"The log file is in {log_folder()}")
    for file in failed.saved:
        complain(f"Finished and kept: {Path(file).name}")
    return failed.exit_code
