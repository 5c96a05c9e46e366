"""The sample job that ships with the product."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.units import parse_film, parse_length
from gangsheet_studio.resources import resource

if TYPE_CHECKING:
    from pathlib import Path


class Sample(Struct, frozen=True, kw_only=True):
    """A job's name, its order file, the folder of its artwork and its film."""

    name: str
    orders: Path
    designs: Path
    film: Film


class _File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`job.json` of the sample; `orders` and `designs` are relative to it."""

    name: str
    orders: str
    designs: str
    film: str
    dpi: int
    gap: str
    margin: str


def read_sample() -> Sample:
    """Return the sample job; FileNotFoundError where it is missing from the installation."""
    folder = resource("sample-job")
    file = msgspec.json.decode((folder / "job.json").read_bytes(), type=_File)
    width, longest = parse_film(file.film)
    film = Film(
        width=width,
        longest=longest,
        gap=parse_length(file.gap),
        margin=parse_length(file.margin),
        dpi=file.dpi,
    )
    return Sample(name=file.name, orders=folder / file.orders, designs=folder / file.designs, film=film)
