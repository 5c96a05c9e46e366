"""What sheets are written as, by the options of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from gangsheet_studio.cli.saying import said
from gangsheet_studio.model.units import parse_film_length

if TYPE_CHECKING:
    import argparse

    from gangsheet_studio.model.output import Output

T = TypeVar("T")
FORMATS: Final = ("png", "tiff", "pdf", "svg")  # model.output is slow to load
PAPERS: Final = ("a4", "letter")
COMPRESSIONS: Final = ("lzw", "deflate", "none")


def add_output_options(parser: argparse.ArgumentParser) -> None:
    """Offer what Output has."""
    add = parser.add_argument_group("sheets").add_argument
    add("--format", choices=FORMATS, default="png", help="of the sheets, %(default)s")
    add("--compression", choices=COMPRESSIONS, default="lzw", help="of TIFF, %(default)s")
    add("--names", metavar="PATTERN", help="{job}_Part_{n}; offers {date}, {film}, {length}, {copies} too")
    add("--mirror", action="store_true", help="flip sheets from left to right")
    add("--background", metavar="COLOUR", help="white or #rrggbb; else transparent")
    add("--white", metavar="NAME", help="white ink below designs, a spot colour of this name: TIFF, PDF")
    add("--choke", metavar="LENGTH", type=said(parse_film_length), help="white is so much smaller, 0.3mm")
    add("--cut", metavar="NAME", help="lines to cut along, in a spot colour of this name: PDF, SVG")
    add("--cut-offset", metavar="LENGTH", type=said(parse_film_length), help="from the design, 2mm")
    add("--layers", choices=("order", "design"), default="order", help="of PDF and SVG, %(default)s")
    add("--preview", choices=("none", "jpeg", "webp"), default="none", help="a small picture of each sheet")
    add("--job-sheet", action="store_true", help="a PDF for the shop floor: thumbnails, picks, film used")
    add("--paper", choices=PAPERS, default="a4", help="of the job sheet, %(default)s")
    add("--placements-csv", action="store_true", help="a table of where each copy lies")
    add("--missing-csv", action="store_true", help="a table of the artwork that is missing")


def add_mark_options(parser: argparse.ArgumentParser) -> None:
    """Offer what is printed beside the designs, for which layouts make room."""
    add = parser.add_argument_group("marks").add_argument
    add("--label", choices=("below", "beside"), help="print order, design, size and copy at each copy")
    add("--label-each", choices=("copy", "order"), default="copy", help="%(default)s")
    add("--label-height", metavar="LENGTH", type=said(parse_film_length), help="of its text, 3mm")
    add("--qr", action="store_true", help="with the order as a QR code in each label")
    add("--crop-marks", action="store_true", help="at the corners of each copy")
    add("--registration", action="store_true", help="marks at the corners of each sheet")
    add("--header", action="store_true", help="a strip with job, part, length and date on each sheet")


def output_of(options: argparse.Namespace) -> Output:
    """Return what `options` say of the sheets."""
    import msgspec

    from gangsheet_studio.model.output import Cut, Output, White

    plain, white, cut = Output(), White(), Cut()
    return msgspec.structs.replace(
        marks_of(options),
        format=options.format,
        compression=options.compression,
        names=options.names or plain.names,
        mirror=options.mirror,
        background=_colour(options.background or ""),
        white=White(name=options.white, choke=_or(options.choke, white.choke)) if options.white else None,
        cut=Cut(name=options.cut, offset=_or(options.cut_offset, cut.offset)) if options.cut else None,
        layers=options.layers,
        preview=options.preview,
        job_sheet=options.job_sheet,
        paper=options.paper,
        placements_csv=options.placements_csv,
        missing_csv=options.missing_csv,
    )


def marks_of(options: argparse.Namespace) -> Output:
    """Return what `options` say of marks, and nothing else."""
    from gangsheet_studio.model.output import Label, Output

    label = None
    if options.label:
        height = _or(options.label_height, Label().height)
        label = Label(place=options.label, each=options.label_each, height=height, qr=options.qr)
    return Output(
        label=label,
        crop_marks=options.crop_marks,
        registration=options.registration,
        header=options.header,
    )


def _colour(text: str) -> str:
    named = {"none": "", "transparent": "", "white": "#ffffff", "black": "#000000"}
    return named.get(text.lower(), text.lower())


def _or(given: T | None, usual: T) -> T:
    return usual if given is None else given
