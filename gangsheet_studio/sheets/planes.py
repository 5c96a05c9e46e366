"""Which planes a picture was taken apart into."""

from __future__ import annotations

from msgspec import Struct


class Planes(Struct, frozen=True):
    """Whether there is a file of its `alpha`, which an opaque one has not, and one of its `white`."""

    alpha: bool
    white: bool
