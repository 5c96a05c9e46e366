"""What can be asked for, and what the words of a length, a film or an amount of memory mean."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from gangsheet_studio import __version__
from gangsheet_studio.cli.artwork_options import add_artwork_options
from gangsheet_studio.cli.output_options import add_mark_options, add_output_options
from gangsheet_studio.cli.saying import said
from gangsheet_studio.model.units import (
    parse_bytes,
    parse_film,
    parse_film_length,
    parse_number,
    parse_price,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMANDS: Final = ("render", "nest", "check", "verify", "engine", "demo", "doctor")
MODES: Final = ("least-film", "easy-cutting", "orders-together", "spread")  # model.nesting is slow to load
_A_DAY: Final = 86_400  # seconds
FILLS: Final = ("none", "holes", "part")
_EPILOG: Final = """\
exit codes: 0 done, 2 the call is wrong, 3 input refused, 4 not enough memory or disk,
5 finished with copies left out, 130 cancelled, 1 anything else
"""


class Offer(NamedTuple):
    """A film to compare: its width in inches, and the price of an inch where it has one of its own."""

    width: float
    price: float | None


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return the options of a call; `command` is "studio" where no command is named. SystemExit 2."""
    if not argv or (argv[0] not in _COMMANDS and not argv[0].startswith("-") and _is_file(argv[0])):
        return argparse.Namespace(command="studio", files=[Path(name) for name in argv])
    options = _parser().parse_args(argv)
    return argparse.Namespace(command="studio", files=[]) if options.command is None else options


def _is_file(name: str) -> bool:
    """Say whether a word names a file; of one that has gone the window tells."""
    return Path(name).exists() or bool(Path(name).suffix)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gangsheet-studio",
        description="Order files in, print-ready gang sheets out, in memory that does not grow.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"gangsheet-studio {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    render = commands.add_parser("render", help="orders to gang sheets and a manifest")
    _add_orders(render)
    _add_film(render)
    render.add_argument("--out", metavar="DIR", type=Path, required=True, help="folder for the sheets")
    render.add_argument("--job", metavar="NAME", help="names the files; else the first order file does")
    render.add_argument("--scratch", metavar="DIR", type=Path, help="folder for decoded designs")
    render.add_argument("--skip-bad", action="store_true", help="leave out what can't be printed")
    render.add_argument("--no-verify", action="store_true", help="don't reopen the finished sheets")
    _add_finished(render)
    add_output_options(render)
    add_mark_options(render)
    _add_output(render, "protocol messages as JSON Lines")

    _add_improve(render)
    nest = commands.add_parser("nest", help="the layout only: film used, utilisation")
    _add_orders(nest)
    _add_film(nest)
    nest.add_argument(
        "--compare",
        metavar="WIDTHS",
        type=said(_offers),
        help="lay out on each of these widths instead: 22in,23in,58cm, or with prices 22in@0.28,58cm@12/m",
    )
    _add_improve(nest)
    add_mark_options(nest)
    _add_output(nest, "the layout as one JSON document")

    check = commands.add_parser("check", help="problems and findings, all artwork looked at, no sheets")
    _add_orders(check)
    _add_film(check)
    check.add_argument(
        "--thinnest",
        metavar="LENGTH",
        type=said(parse_film_length),
        help="warn of printed lines thinner than that, 0.3mm; 0 for none",
    )
    add_mark_options(check)
    _add_output(check, "problems and findings as one JSON document")

    verify = commands.add_parser("verify", help="whether finished files are still as they were written")
    verify.add_argument("manifest", metavar="MANIFEST", type=Path, help="the .manifest.json beside them")
    _add_output(verify, "what became of each file as one JSON document")

    doctor = commands.add_parser("doctor", help="what support would ask for, and what is wrong with it")
    _add_output(doctor, "the same as one JSON document")

    commands.add_parser("engine", help="JSON Lines on stdin and stdout, for the studio")
    demo = commands.add_parser("demo", help="render the sample job into ./demo-output")
    demo.add_argument("--window", action="store_true", help="open the sample job in the window and run it")
    demo.add_argument("--out", metavar="DIR", type=Path, default=Path("demo-output"), help="%(default)s")
    _add_finished(demo)
    _add_output(demo, "protocol messages as JSON Lines")
    return parser


def _add_orders(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("orders", metavar="ORDERS", type=Path, nargs="+", help="order files, artwork, folders of artwork")
    add("--designs", metavar="DIR", type=Path, action="append", default=[], help="folder with the artwork")
    add("--unit", choices=("in", "mm", "cm"), default="in", help="of bare numbers in orders, %(default)s")
    add_artwork_options(parser)


def _add_film(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--film", metavar="WxL", type=said(parse_film), default=(23.0, 215.0), help="23x215in")
    add("--dpi", type=int, default=400, help="%(default)s")
    add(
        "--gap",
        metavar="LENGTH",
        type=said(parse_film_length),
        default=0.125,
        help="between copies, 0.125in",
    )
    add(
        "--gap-along",
        metavar="LENGTH",
        type=said(parse_film_length),
        help="between copies along the film; else the gap",
    )
    add(
        "--margin",
        metavar="LENGTH",
        type=said(parse_film_length),
        default=0.0,
        help="at the film's edges, 0in",
    )
    add("--rotate", choices=("any", "none", "quarter"), default="any", help="%(default)s")
    add("--price", metavar="PRICE", type=said(parse_price), default=0.0, help="of film: 0.30/in, 12/m")
    add("--mode", choices=MODES, default="least-film", help="%(default)s")
    add("--fill", choices=FILLS, default="none", help="extra copies on the last part, %(default)s")
    add("--boxes", action="store_true", help="improve without nesting designs into each other's boxes")
    add("--memory", metavar="BYTES", type=said(parse_bytes), help="budget of the engine, like 256MB")


def _add_finished(parser: argparse.ArgumentParser) -> None:
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument(
        "--resume",
        action="store_true",
        help="keep sheets that an earlier run finished and that still match, and make the rest: the default",
    )
    choice.add_argument("--fresh", action="store_true", help="make all sheets anew")


def _add_improve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--improve",
        metavar="SECONDS",
        type=said(_seconds),
        default=0.0,
        help="look so long for a layout that takes less film",
    )


def _seconds(text: str) -> float:
    seconds = parse_number(text)
    if not 0 < seconds <= _A_DAY:
        raise ValueError(f"“{text}” is no time to search for; give 1 to {_A_DAY:,} seconds")
    return seconds


def _add_output(parser: argparse.ArgumentParser, json_help: str) -> None:
    parser.add_argument("--json", action="store_true", help=json_help)
    parser.add_argument("--quiet", action="store_true", help="say only errors")


def _offers(text: str) -> tuple[Offer, ...]:
    """Return the films that `text` lists, 22in,23in,58cm@12/m; ValueError."""
    offers: list[Offer] = []
    for entry in text.replace(";", ",").split(","):
        width, priced, price = entry.partition("@")
        offers.append(Offer(parse_film_length(width.strip()), parse_price(price) if priced else None))
    return tuple(offers)
