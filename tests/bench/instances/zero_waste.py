"""Rectangles cut from a full strip: laid out best, they fill it again, so the optimum is known.

Guillotine cuts go from edge to edge of a piece. A pinwheel cuts a piece into five that lie around each
other, which no edge-to-edge cuts can do.
"""

from __future__ import annotations

from random import Random
from typing import Literal, NamedTuple

from tests.bench.instances.format import Instance, InstanceItem

Cuts = Literal["guillotine", "pinwheel"]

SIZES = (17, 29, 49, 73, 97, 197)
_WIDTH, _LENGTH = 200, 200
_LEAST_SIDE = 4


class _Piece(NamedTuple):
    width: int
    length: int


def zero_waste_instance(pieces: int, cuts: Cuts, seed: int, turns: bool) -> Instance:
    """Return a strip of 200 x 200 cut into `pieces`, the first cut a pinwheel where there are any."""
    random = Random(f"{pieces} {cuts} {seed}")
    found = [_Piece(_WIDTH, _LENGTH)]
    while len(found) < pieces:
        piece = max(random.sample(found, min(3, len(found))), key=lambda p: p.width * p.length)
        first, room = len(found) == 1, pieces - len(found) >= 4
        wheel = cuts == "pinwheel" and room and (first or random.random() < 0.5)
        parts = _pinwheel(piece, random) if wheel else _cut(piece, random)
        if parts:
            found.remove(piece)
            found += parts
    random.shuffle(found)
    return Instance(
        name=f"zero-waste {pieces} {cuts} {seed}, {'turning' if turns else 'upright'}",
        kind="rect",
        unit="mm",
        roll_width=_WIDTH,
        max_length=None,
        spacing=0,
        optimum=_LENGTH,
        items=tuple(
            InstanceItem(id=str(number), w=width, h=length, qty=1, rotations=(0, 90) if turns else (0,))
            for number, (width, length) in enumerate(found, 1)
        ),
    )


def _cut(piece: _Piece, random: Random) -> list[_Piece]:
    """Return two parts of `piece`, mostly cut across its longer side; [] if it is too small."""
    width, length = piece
    across = random.random() < length * length / (length * length + width * width)
    side = length if across else width
    if side < 2 * _LEAST_SIDE:
        return []
    first = max(_LEAST_SIDE, min(side - _LEAST_SIDE, round(side * random.uniform(0.2, 0.8))))
    if across:
        return [_Piece(width, first), _Piece(width, side - first)]
    return [_Piece(first, length), _Piece(side - first, length)]


def _pinwheel(piece: _Piece, random: Random) -> list[_Piece]:
    """Return four parts around a fifth; [] if `piece` is too small."""
    width, length = piece
    if min(width, length) < 4 * _LEAST_SIDE:
        return []
    left, right = _two_cuts(width, random)
    low, high = _two_cuts(length, random)
    return [
        _Piece(right, low),
        _Piece(width - right, high),
        _Piece(width - left, length - high),
        _Piece(left, length - low),
        _Piece(right - left, high - low),
    ]


def _two_cuts(side: int, random: Random) -> tuple[int, int]:
    first = random.randint(_LEAST_SIDE, side // 2 - _LEAST_SIDE // 2)
    return first, random.randint(first + _LEAST_SIDE, side - _LEAST_SIDE)
