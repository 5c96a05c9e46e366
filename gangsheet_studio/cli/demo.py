"""The sample job that ships with the product, as `demo` renders it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.cli.arguments import parse
from gangsheet_studio.sample import read_sample

if TYPE_CHECKING:
    import argparse


def sample_call(options: argparse.Namespace) -> argparse.Namespace:
    """Return the call of `render` that makes the sample job with the output options of `demo`."""
    sample = read_sample()
    film = sample.film
    call = ["render", str(sample.orders), "--designs", str(sample.designs)]
    call += ["--job", sample.name, "--out", str(options.out), "--film", f"{film.width}x{film.longest}in"]
    call += ["--dpi", str(film.dpi), "--gap", f"{film.gap}in", "--margin", f"{film.margin}in"]
    call += ["--fresh"] if options.fresh else []
    return parse(call)
