"""Print-shop mixes from fixed seeds: what shops gang, at the sizes and in the quantities they print."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Item
from tests.bench.instances.format import Instance, InstanceItem

if TYPE_CHECKING:
    from gangsheet_studio.model.film import Rotate

Kind = Literal["transfers", "fronts", "stickers", "all different"]


class Mix(Struct, frozen=True):
    """A day's work of a shop; no part is longer than `longest` inches."""

    name: str
    copies: int
    seed: int
    kind: Kind = "transfers"
    longest: float = 215


MIXES = (
    Mix("26 transfers", 26, 1),
    Mix("53 transfers", 53, 2),
    Mix("90 transfers", 90, 3),
    Mix("258 transfers", 258, 4),
    Mix("200 full fronts", 200, 5, "fronts"),
    Mix("500 transfers", 500, 6),
    Mix("2,000 stickers", 2000, 7, "stickers"),
    Mix("2,000 transfers", 2000, 8),
    Mix("5,000 transfers", 5000, 9),
    Mix("500 different", 500, 10, "all different"),
    Mix("5,000 different", 5000, 11, "all different"),
)
SHORT_PARTS = (
    Mix("90 transfers, 60 in parts", 90, 3, longest=60),
    Mix("258 transfers, 60 in parts", 258, 4, longest=60),
    Mix("500 transfers, 120 in parts", 500, 6, longest=120),
    Mix("2,000 stickers, 120 in parts", 2000, 7, "stickers", longest=120),
)


def print_shop(mix: Mix, rotate: Rotate) -> tuple[tuple[Item, ...], Film]:
    """Return the items of `mix` and its film: 23 in wide, at 400 dpi, gap 1/8 in."""
    film = Film(rotate=rotate, longest=mix.longest)
    random = Random(mix.seed)
    items: list[Item] = []
    left = mix.copies
    while left:
        width, height, quantity = _piece(random, mix.kind)
        if mix.kind == "transfers" and mix.copies > 1000:
            quantity *= 4
        quantity = min(quantity, left)
        left -= quantity
        line = len(items) + 1
        items.append(
            Item(
                line=line,
                design=f"design-{line}.png",
                key=f"design-{line}",
                order=f"#{1000 + line // 3}",
                width_px=round(width * film.dpi),
                height_px=round(height * film.dpi),
                quantity=quantity,
            )
        )
    return tuple(items), film


def mix_instance(mix: Mix, rotate: Rotate) -> Instance:
    """Return `mix` as an instance in inches; its numbers are whole at 400 dpi."""
    items, film = print_shop(mix, rotate)
    return Instance(
        name=f"{mix.name}, {'upright' if rotate == 'none' else 'turning'}",
        kind="rect",
        unit="in",
        roll_width=film.width,
        max_length=film.longest,
        spacing=film.gap,
        optimum=None,
        items=tuple(
            InstanceItem(
                id=str(item.line),
                w=item.width_px / film.dpi,
                h=item.height_px / film.dpi,
                qty=item.quantity,
                rotations=(0,) if rotate == "none" else (0, 90),
            )
            for item in items
        ),
    )


def _piece(random: Random, kind: Kind) -> tuple[float, float, int]:
    """Return width and height in inches and a quantity; widths are round, heights follow the artwork."""
    if kind == "stickers":
        width = random.choice([1, 1.5, 2, 2.5, 3, 3.5])
        return width, width * random.uniform(0.6, 1.4), random.choice([5, 10, 20, 25, 50, 50, 100])
    if kind == "all different":
        return random.uniform(1, 12), random.uniform(1, 12), 1
    share = 0.0 if kind == "fronts" else random.random()
    if share < 0.30:  # full fronts and backs
        width = random.choice([9, 10, 10.5, 11, 12])
        return width, width * random.uniform(0.7, 1.35), random.choice([1, 1, 1, 2, 2, 3, 4, 6, 12])
    if share < 0.55:  # left chest
        width = random.choice([3, 3.5, 4, 4, 4.5])
        return width, width * random.uniform(0.5, 1.3), random.choice([1, 1, 2, 2, 3, 5, 6, 12])
    if share < 0.70:  # sleeves
        return random.choice([2, 2.5, 3]), random.uniform(8, 14), random.choice([2, 2, 4, 6])
    if share < 0.80:  # 16 oz cup wraps
        return 9.4, 4.33, random.choice([1, 2, 4, 8])
    if share < 0.92:  # children's sizes
        width = random.choice([5, 6, 7, 8])
        return width, width * random.uniform(0.6, 1.4), random.choice([1, 1, 2, 4])
    return 2.5, random.uniform(0.8, 2), random.choice([6, 10, 12, 24])  # neck labels
