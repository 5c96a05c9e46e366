"""What the sample job's designs are put together from: palms, flames, flowers, boxes."""

from __future__ import annotations

import numpy as np
from sample_art import Canvas, Points, arc, filled, moved, outward, paint, points, ribbon, smooth, star


def palm(foot: tuple[float, float], top: tuple[float, float], size: float) -> list[Points]:
    """Return the outlines of a palm: a bent trunk and feathered fronds."""
    lean = (top[0] + foot[0]) / 2 + (0.28 if top[0] < foot[0] else -0.28) * size * -1
    trunk = smooth(points(foot, (lean, (foot[1] + top[1]) / 2), top), closed=False)
    outlines = [ribbon(trunk, [0.3 * size, 0.17 * size, 0.12 * size])]
    for turn, length in (
        (-176, 1.5),
        (-150, 1.6),
        (-118, 1.25),
        (-62, 1.2),
        (-28, 1.6),
        (-2, 1.55),
        (32, 1.05),
        (150, 1.05),
    ):
        side = -1 if abs(turn) > 90 else 1
        spine = smooth(points((0, 0), (length * 0.45, -0.06 * side), (length, 0.42 * side)), closed=False)
        outlines.append(moved(ribbon(spine, [0.05, 0.06, 0.01]), top, turn, size))
        for share in np.linspace(0.16, 0.97, 12):
            root = spine[int(share * (len(spine) - 1))]
            reach = 0.42 * np.sin(np.pi * (0.2 + 0.7 * share))
            for way in (0.62, -0.62):
                tip = root + np.array([reach * 0.85, reach * way])
                leaf = ribbon(np.linspace(root, tip, 9), [0.02, 0.075, 0.005])
                outlines.append(moved(leaf, top, turn, size))
    return outlines


def flames() -> list[tuple[Points, list[tuple[float, str]]]]:
    """Return three flames, the outer first, each with its colours; their foot is the origin."""
    outer = points(
        (0, 0), (-1.0, -0.28), (-1.52, -1.15), (-1.3, -2.05), (-0.95, -2.5), (-0.92, -1.95), (-0.62, -2.35),
        (-0.55, -3.1), (0.1, -4.0), (0.12, -3.3), (0.62, -2.7), (0.72, -2.25), (0.98, -2.75), (1.38, -1.95),
        (1.5, -1.05), (0.95, -0.25),
    )  # fmt: skip
    middle = points(
        (0, -0.05), (-0.72, -0.3), (-1.02, -1.0), (-0.78, -1.62), (-0.5, -1.5), (-0.28, -2.1), (0.02, -2.95),
        (0.14, -2.3), (0.5, -1.85), (0.62, -1.5), (0.85, -1.75), (1.0, -0.95), (0.66, -0.28),
    )  # fmt: skip
    core = points(
        (0, -0.1),
        (-0.42, -0.3),
        (-0.5, -0.85),
        (-0.16, -1.25),
        (0.02, -1.8),
        (0.26, -1.2),
        (0.5, -0.8),
        (0.4, -0.3),
    )
    return [
        (smooth(outer), [(0, "#ff3d1f"), (0.6, "#e0251b"), (1, "#b3121d")]),
        (smooth(middle), [(0, "#ffb21e"), (0.45, "#ff9a1f"), (1, "#ff6a1a")]),
        (smooth(core), [(0.4, "#fff7c2"), (0.75, "#ffe45c"), (1, "#ffc93c")]),
    ]


def flower(canvas: Canvas, at: tuple[float, float], size: float, colours: tuple[str, str, str]) -> None:
    """Paint three whorls of petals and a heart of stamens."""
    light, body, deep = colours
    petal = smooth(points((0, 0), (0.38, -0.36), (0.82, -0.3), (0.98, 0), (0.82, 0.3), (0.38, 0.36)))
    for whorl, (count, reach) in enumerate(((8, 1.0), (7, 0.74), (5, 0.5))):
        for turn in range(count):
            outline = moved(petal, at, turn * 360 / count + whorl * 23, reach * size)
            mask = filled(canvas, outline)
            fill = outward(canvas, at, reach * size, [(0, deep), (0.45, body), (1, light)])
            paint(
                canvas,
                filled(canvas, moved(petal, at, turn * 360 / count + whorl * 23, reach * size * 1.03)),
                deep,
            )
            paint(canvas, mask, fill)
    dots = [arc((at[0] + p[0], at[1] + p[1]), 0.045 * size) for p in star((0, 0), 0.16 * size, 0.1 * size, 7)]
    paint(canvas, filled(canvas, *dots), "#ffe08a")


def rounded(corner: tuple[float, float], other: tuple[float, float], radius: float) -> Points:
    """Return a box with round corners."""
    (left, top), (right, bottom) = corner, other
    quarters = ((right, top, -90), (right, bottom, 0), (left, bottom, 90), (left, top, 180))
    middle = ((left + right) / 2, (top + bottom) / 2)
    corners = [
        arc(
            (x + radius * np.sign(middle[0] - x), y + radius * np.sign(middle[1] - y)),
            radius,
            turn,
            turn + 90,
        )
        for x, y, turn in quarters
    ]
    return np.concatenate(corners)


def bar(x: float, y: float, width: float, height: float) -> Points:
    """Return a box around its middle."""
    w, h = width / 2, height / 2
    return points((x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h))
