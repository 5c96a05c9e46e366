"""The sample job that ships with the product, as `demo` renders it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from gangsheet_studio.cli.arguments import parse
from gangsheet_studio.resources import resource

if TYPE_CHECKING:
    import argparse


class Sample(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`job.json` of the sample; `orders` and `designs` are relative to it."""

    name: str
    orders: str
    designs: str
    film: str
    dpi: int
    gap: str
    margin: str


def sample_call(options: argparse.Namespace) -> argparse.Namespace:
    """Return the call of `render` that makes the sample job with the output options of `demo`."""
    folder = resource("sample-job")
    sample = msgspec.json.decode((folder / "job.json").read_bytes(), type=Sample)
    call = ["render", str(folder / sample.orders), "--designs", str(folder / sample.designs)]
    call += ["--job", sample.name, "--out", str(options.out), "--film", sample.film]
    call += ["--dpi", str(sample.dpi), "--gap", sample.gap, "--margin", sample.margin]
    return parse(call)
