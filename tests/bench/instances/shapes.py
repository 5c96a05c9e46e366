"""Designs that are no boxes: stars, lettering, blobs and emblems, solid on 57 % of their box on average."""

from __future__ import annotations

import math
from collections.abc import Iterable
from random import Random

import shapely
from shapely import affinity

from tests.bench.instances.format import Instance, InstanceItem, Point

SOLID = 0.57
_QUANTITIES = (1, 1, 2, 2, 3, 4, 6)
# a big initial's strokes, of letters without holes: x, y, width, height
_LETTERS: dict[str, tuple[tuple[float, float, float, float], ...]] = {
    "E": ((0, 0, 1.2, 5), (0, 0, 4, 1), (0, 2, 3, 1), (0, 4, 4, 1)),
    "F": ((0, 0, 1.2, 5), (0, 2, 3, 1), (0, 4, 4, 1)),
    "H": ((0, 0, 1.2, 5), (3, 0, 1.2, 5), (0, 2, 4, 1)),
    "L": ((0, 0, 1.2, 5), (0, 0, 4, 1.2)),
    "T": ((1.4, 0, 1.2, 5), (0, 3.8, 4, 1.2)),
    "U": ((0, 0, 1.2, 5), (3, 0, 1.2, 5), (0, 0, 4, 1.2)),
}


def shape_instance(copies: int, seed: int, longest: float | None = None) -> Instance:
    """Return `copies` of shapes, 2 to 10 in long, for a roll of 23 in with 1/8 in between them."""
    random = Random(seed)
    items: list[InstanceItem] = []
    left = copies
    while left:
        make = (star, lettering, blob, emblem)[len(items) % 4]
        quantity = min(random.choice(_QUANTITIES), left)
        left -= quantity
        items.append(_item(f"{make.__name__}-{len(items) + 1}", make(random), quantity, random))
    solid = sum(item.shape.area / (item.w * item.h) * item.qty for item in items) / copies
    assert abs(solid - SOLID) < 0.01, f"shapes cover {solid:.1%} of their boxes"
    return Instance(
        name=f"{copies} shapes {seed}" + (f", {longest:g} in parts" if longest else ""),
        kind="poly",
        unit="in",
        roll_width=23,
        max_length=longest,
        spacing=0.125,
        optimum=None,
        items=tuple(items),
    )


def _item(name: str, shape: shapely.Polygon, quantity: int, random: Random) -> InstanceItem:
    """Return `shape` at a size in hundredths of an inch, its points rounded to ten-thousandths."""
    left, low, right, high = shape.bounds
    longer = random.uniform(2.5, 10) if name.startswith("lettering") else random.uniform(2, 8.5)
    scale = longer / max(right - left, high - low)
    width, height = round((right - left) * scale, 2), round((high - low) * scale, 2)
    across, along = width / (right - left), height / (high - low)
    points = [
        (round((x - left) * across, 4), round((y - low) * along, 4)) for x, y in shape.exterior.coords[:-1]
    ]
    return InstanceItem(
        id=name, w=width, h=height, qty=quantity, rotations=(0, 90, 180, 270), polygon=tuple(points)
    )


def star(random: Random) -> shapely.Polygon:
    """Return a star of five to nine points, more or less sharp."""
    points = random.randint(5, 9)
    inner = random.uniform(0.48, 0.74)
    turn = random.uniform(0, math.tau)
    return shapely.Polygon(
        _around((1 if corner % 2 else inner for corner in range(2 * points)), 2 * points, turn)
    )


def lettering(random: Random) -> shapely.Polygon:
    """Return a word in an arch, a word that rises, or a big initial."""
    return random.choice((_arched_word, _rising_word, _initial))(random)


def _word(random: Random) -> shapely.Polygon:
    """Return the silhouette of four to eight letters, some reaching up or down, all touching."""
    letters = []
    for place in range(random.randint(4, 8)):
        low, high = random.choice(((0, 1), (0, 1), (0, 1.5), (-0.45, 1)))
        letters.append(shapely.box(0.8 * place, low, 0.8 * place + 0.82, high))
    return shapely.Polygon(shapely.union_all(letters).exterior)


def _rising_word(random: Random) -> shapely.Polygon:
    return affinity.rotate(_word(random), random.uniform(10, 28))


def _arched_word(random: Random) -> shapely.Polygon:
    """Return a word bent around a circle below it."""
    word = _word(random).segmentize(0.3)
    left, _, right, _ = word.bounds
    span = random.uniform(1.2, 2.6)  # radians that the word takes
    radius = (right - left) / span

    def bend(x: float, y: float) -> Point:
        angle = span / 2 - (x - left) / radius
        return (radius + y) * math.sin(-angle), (radius + y) * math.cos(angle)

    return shapely.Polygon([bend(x, y) for x, y in word.exterior.coords[:-1]])


def _initial(random: Random) -> shapely.Polygon:
    strokes = [shapely.box(x, y, x + w, y + h) for x, y, w, h in _LETTERS[random.choice("EFHLTU")]]
    letter = shapely.Polygon(shapely.union_all(strokes).exterior)
    return affinity.skew(letter, xs=random.choice((0, 0, 12)), origin=(0, 0))


def blob(random: Random) -> shapely.Polygon:
    """Return a splash: a closed curve with a few waves."""
    waves = [(n, random.uniform(0.05, 0.5) / n, random.uniform(0, math.tau)) for n in range(2, 6)]
    corners = 40
    radii = [
        max(0.25, 1 + sum(size * math.sin(n * math.tau * corner / corners + turn) for n, size, turn in waves))
        for corner in range(corners)
    ]
    return affinity.scale(shapely.Polygon(_around(radii, corners, 0)), 1, random.uniform(0.6, 1))


def emblem(random: Random) -> shapely.Polygon:
    """Return a crescent, a shield, an arrow, a heart, a cross or a triangle."""
    make = random.choice((_crescent, _shield, _arrow, _heart, _cross, _pennant))
    return make(random)


def _crescent(random: Random) -> shapely.Polygon:
    disc = shapely.Point(0, 0).buffer(1, quad_segs=10)
    bite = shapely.Point(random.uniform(0.45, 0.75), 0).buffer(random.uniform(0.65, 0.8), quad_segs=10)
    return affinity.rotate(disc.difference(bite), random.choice((0, 30, 180)))


def _shield(random: Random) -> shapely.Polygon:
    deep = random.uniform(0.7, 1.4)
    curve = [
        (math.cos(turn), -deep * math.sin(turn) ** 0.8) for turn in (i * math.pi / 16 for i in range(17))
    ]
    return shapely.Polygon([*((x, y) for x, y in curve), (-1, 0.5), (0, 0.75), (1, 0.5)])


def _arrow(random: Random) -> shapely.Polygon:
    head, shaft = random.uniform(0.5, 1.2), random.uniform(0.15, 0.4)
    long = random.uniform(1, 2.5)
    half = [(0, shaft), (long, shaft), (long, 0.8), (long + head, 0)]
    return shapely.Polygon(half + [(x, -y) for x, y in reversed(half[:-1])])


def _heart(random: Random) -> shapely.Polygon:
    tall = random.uniform(0.9, 1.2)
    return shapely.Polygon(
        [
            (16 * math.sin(t) ** 3, tall * (13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t)))
            for t in (i * math.tau / 36 for i in range(36))
        ]
    )


def _cross(random: Random) -> shapely.Polygon:
    arm = random.uniform(0.2, 0.4)
    cross = shapely.union(shapely.box(-1, -arm, 1, arm), shapely.box(-arm, -1.3, arm, 1))
    return affinity.rotate(cross, random.choice((0, 0, 45)))


def _pennant(random: Random) -> shapely.Polygon:
    return shapely.Polygon([(0, 0), (random.uniform(1.2, 2.5), random.uniform(0.3, 0.9)), (0, 1)])


def _around(radii: Iterable[float], corners: int, turn: float) -> list[Point]:
    """Return the corners at `radii`, evenly around the origin."""
    angles = (turn + math.tau * corner / corners for corner in range(corners))
    return [
        (radius * math.cos(angle), radius * math.sin(angle))
        for radius, angle in zip(radii, angles, strict=True)
    ]
