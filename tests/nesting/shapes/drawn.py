"""Shapes drawn for tests, and what their layouts must keep: counted in pixels, without the nesting code."""

import math
import random
from collections import Counter, defaultdict
from functools import cache

import numpy as np
from PIL import Image, ImageDraw

from gangsheet_studio.model.layout import Item
from gangsheet_studio.model.outline import Island, Outline


def star(points=5, inner=0.45):
    """Return the corners of a star that fills the unit box."""
    corners = [
        (math.sin(math.pi * i / points) * r, -math.cos(math.pi * i / points) * r)
        for i in range(2 * points)
        for r in [inner if i % 2 else 1]
    ]
    return fitted(corners)


def fitted(corners):
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    width, height = max(x for x, _ in corners) - left, max(y for _, y in corners) - top
    return tuple(((x - left) / width, (y - top) / height) for x, y in corners)


def angle(thick=0.3):
    """Return the corners of a letter L."""
    return ((0, 0), (thick, 0), (thick, 1 - thick), (1, 1 - thick), (1, 1), (0, 1))


def shrunk(corners, share=0.7):
    """Return `corners` with empty margins around them."""
    return tuple((x * share + 0.1, y * share + 0.15) for x, y in corners)


RING = Island(
    tuple((0.5 + math.cos(a) / 2, 0.5 + math.sin(a) / 2) for a in np.arange(0, 2 * math.pi, 0.1)),
    (tuple((0.5 + math.cos(a) * 0.42, 0.5 + math.sin(a) * 0.42) for a in np.arange(0, 2 * math.pi, 0.1)),),
)


def outline(*islands):
    """Return an outline of islands, or of plain corners."""
    islands = tuple(i if isinstance(i, Island) else Island(i) for i in islands)
    return Outline(islands=islands, solid=0.5)


def item(line, width, height, quantity=1, key=None, upright=False):
    key = key or f"key {line}"
    return Item(
        line=line,
        design=f"design {line}",
        key=key,
        order="",
        width_px=width,
        height_px=height,
        quantity=quantity,
        turns=(0,) if upright else (),
    )


def some_job(seed, copies=24, largest=240):
    """Return items and outlines: stars, letters, two islands, a box."""
    choose = random.Random(seed)
    shapes = {
        "star": outline(star(choose.randint(4, 7), choose.uniform(0.3, 0.6))),
        "letter": outline(angle(choose.uniform(0.2, 0.4))),
        "margins": outline(shrunk(star(5))),
        "pair": outline(
            ((0, 0), (0.4, 0.2), (0, 0.5)), tuple((0.6 + x * 0.4, 0.5 + y * 0.5) for x, y in star(4))
        ),
        "ring": outline(RING),
        "box": Outline(islands=(), solid=1),
    }
    items = []
    while copies > 0:
        width, height = choose.randint(30, largest), choose.randint(30, largest)
        quantity = min(copies, choose.randint(1, 6))
        copies -= quantity
        items.append(
            item(
                len(items) + 1, width, height, quantity, choose.choice([*shapes, "?"]), choose.random() < 0.2
            )
        )
    return items, shapes


@cache
def pixels(shape, width, height):
    """Return which pixels lie wholly within an outline, shape (height, width)."""
    if shape is None or shape.is_box:
        return np.ones((height, width), bool)
    fine = 3
    picture = Image.new("1", (width * fine, height * fine))
    draw = ImageDraw.Draw(picture)
    for island in shape.islands:
        draw.polygon([(x * width * fine, y * height * fine) for x, y in island.outer], fill=1)
        for hole in island.holes:
            draw.polygon([(x * width * fine, y * height * fine) for x, y in hole], fill=0)
    return np.asarray(picture).reshape(height, fine, width, fine).all(axis=(1, 3))


def faults(layout, items, outlines, film):
    """Return a sentence for each rule that a layout by shape breaks."""
    by_line = {each.line: each for each in items}
    found = []
    copies = defaultdict(list)
    for part in layout.parts:
        left, top, right, end = film.left_px, film.top_px, film.right_px, film.end_px
        if part.height_px > film.longest_px or part.width_px != film.width_px:
            found.append(f"part {part.number} has another size")
        if part.height_px != max(p.y + p.height for p in part.placements) + end:
            found.append(f"part {part.number} does not end with its content")
        if [(p.y, p.x) for p in part.placements] != sorted((p.y, p.x) for p in part.placements):
            found.append(f"part {part.number} is not painted by y, then x")
        for p in part.placements:
            copies[p.line].append(p.copy)
            each = by_line[p.line]
            upright = each.upright or film.rotate == "none"
            if (upright and p.rotation) or p.unrotated != (each.width_px, each.height_px):
                found.append(f"line {p.line} lies {p.rotation}, {p.width} x {p.height}")
            if p.x < left or p.y < top or p.x + p.width > right:
                found.append(f"line {p.line} is off the film")
        found += _too_close(part, outlines, film)
    ordered = Counter({each.line: each.quantity for each in items})
    for entry in layout.unplaced:
        ordered[entry.line] -= entry.copies
    for line, number in ordered.items():
        if copies[line] != list(range(1, number + 1)):
            found.append(f"line {line} has copies {copies[line]}, not 1 to {number}")
    return found


def _too_close(part, outlines, film):
    return print_faults(part, lambda key, *size: pixels(outlines.get(key), *size), film)


def print_faults(part, printed, film):
    """Yield a sentence for each two copies that print too close; `printed` returns a design's pixels."""
    gap = max(film.gap_px, film.gap_along_px)
    sheet = np.zeros((part.height_px, part.width_px), np.uint8)
    placed = []
    for p in part.placements:
        turned = np.rot90(printed(p.key, *p.unrotated), -p.rotation // 90)
        sheet[p.y : p.y + p.height, p.x : p.x + p.width] += turned
        ys, xs = np.nonzero(_edge(turned))
        placed.append((p, np.stack([xs + p.x, ys + p.y], 1)))
    if sheet.max() > 1:
        yield f"copies overlap on part {part.number}"
    for index, (p, one) in enumerate(placed):
        for q, other in placed[:index]:
            a, b = _near(one, q, gap), _near(other, p, gap)
            if len(a) and len(b):
                apart = np.maximum(np.abs(a[:, None] - b[None]) - 1, 0)
                if (apart**2).sum(-1).min() < gap * gap:
                    yield f"lines {p.line} and {q.line} are too close on part {part.number}"


def _edge(marked):
    """Return the marked pixels that have an unmarked neighbour."""
    padded = np.pad(marked, 1)
    return marked & ~(padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:])


def _near(points, p, gap):
    inside = (points >= (p.x - gap, p.y - gap)).all(1) & (
        points < (p.x + p.width + gap, p.y + p.height + gap)
    ).all(1)
    return points[inside]
