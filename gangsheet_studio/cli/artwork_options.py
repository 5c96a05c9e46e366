"""What is done to artwork that a call names, or to all of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gangsheet_studio.errors import UsageError
from gangsheet_studio.model.units import parse_number

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from gangsheet_studio.model.order import OrderLine, Orders

ALL: Final = "all"


def add_artwork_options(parser: argparse.ArgumentParser) -> None:
    """Offer what can be said of artwork, named by its path or file name."""
    add = parser.add_argument_group("artwork, named by its path or file name").add_argument
    add(
        "--accept-damaged",
        metavar="FILE",
        action="append",
        default=[],
        help="print what can be read of this damaged artwork",
    )
    add(
        "--trim",
        metavar="FILE",
        action="append",
        default=[],
        help=f"leave out its transparent borders; {ALL} for those of all artwork",
    )
    add(
        "--harden",
        metavar="FILE=ALPHA",
        action="append",
        default=[],
        help="print it opaque from this alpha on, 5%% to 100%%, and not below; without FILE=, all artwork",
    )


def with_artwork_options(orders: Orders, options: argparse.Namespace) -> Orders:
    """Return `orders` with lines as `options` say. UsageError for a file that no line prints."""
    import msgspec  # slow to load, and the help does without

    lines = orders.lines
    for name in options.accept_damaged:
        lines = _changed(lines, name, accept_damage=True)
    for name in options.trim:
        lines = _changed(lines, "" if name == ALL else name, trim=True)
    hardened = [each.rpartition("=") for each in options.harden]
    for name, _, alpha in sorted(hardened, key=lambda each: bool(each[0])):  # what is named counts more
        lines = _changed(lines, name, harden=_share(alpha))
    return msgspec.structs.replace(orders, lines=lines)


def _changed(lines: Sequence[OrderLine], name: str, **change: Any) -> tuple[OrderLine, ...]:  # noqa: ANN401
    """Return `lines` with a change in those that print the file `name`, or in all without one."""
    import msgspec

    path = str(Path(name).absolute())
    if name and not any(_prints(line, name, path) for line in lines):
        raise UsageError(f"No order line prints “{name}”; name artwork that is ordered.")
    return tuple(
        msgspec.structs.replace(line, **change) if not name or _prints(line, name, path) else line
        for line in lines
    )


def _prints(line: OrderLine, name: str, path: str) -> bool:
    return line.path is not None and (name in (line.path, Path(line.path).name) or line.path == path)


def _share(text: str) -> float:
    """Return the share of full alpha that `text` says: 50%, 0.5. UsageError."""
    number = text.strip()
    try:
        return parse_number(number.removesuffix("%")) / (100 if number.endswith("%") else 1)
    except ValueError:
        raise UsageError(f"“{text}” is no alpha to harden at; write it like 50% or 0.5.") from None
