"""Draw the artwork of the sample job into resources/sample-job/artwork.

    python packaging/draw_sample_job.py [NAME...]

Eight designs as a shop would print them, each at its print size. The same script draws the same pixels.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from sample_art import (
    Canvas,
    arc,
    arched,
    around,
    blank,
    down,
    erase,
    filled,
    lettering,
    mirrored,
    moved,
    outward,
    paint,
    points,
    ribbon,
    save,
    set_type,
    smooth,
    soft,
    star,
    straight,
    trailing,
)
from sample_motifs import bar, flames, flower, palm, rounded

ARTWORK = Path(__file__).resolve().parent.parent / "resources" / "sample-job" / "artwork"


def retro_sunset() -> Canvas:
    """Draw a striped sun behind palms, with lettering along its lower edge."""
    canvas = blank(9, 9, 300)
    sun, ink, cream = (4.5, 4.25), "#23193d", "#fff3d6"
    disc = filled(canvas, arc(sun, 3.55))
    fill = down(canvas, 0.7, 7.8, [(0, "#ffe066"), (0.35, "#ff9f45"), (0.65, "#f4486b"), (1, "#7d2a8c")])
    paint(canvas, disc, fill)
    for stripe in range(6):
        top = 4.35 + stripe * 0.52
        erase(
            canvas,
            filled(
                canvas,
                points(
                    (0, top), (9, top), (9, top + 0.07 + 0.045 * stripe), (0, top + 0.07 + 0.045 * stripe)
                ),
            ),
        )
    hill = smooth(points((0.6, 7.2), (2.2, 6.55), (4.4, 6.95), (6.4, 6.45), (8.4, 7.1), (7.6, 9), (1.4, 9)))
    paint(canvas, filled(canvas, hill) * filled(canvas, arc(sun, 3.55)), ink)
    palms = [*palm((2.75, 7.0), (2.35, 2.6), 1.0), *palm((3.3, 7.1), (3.75, 3.85), 0.75)]
    paint(canvas, filled(canvas, *palms), ink)
    for x, y, size in ((5.6, 2.2, 0.34), (6.25, 2.55, 0.25), (5.15, 2.75, 0.2)):
        wing = smooth(points((-1, -0.3), (-0.45, -0.42), (0, 0.1), (0.45, -0.42), (1, -0.3)), closed=False)
        paint(
            canvas,
            filled(canvas, ribbon(moved(wing, (x, y), scale=size), [0.01, 0.05, 0.06, 0.05, 0.01])),
            ink,
        )
    coast = lettering(canvas, "GOLDEN COAST", 0.72, (0.075, 0.2), 0.16)
    letter, edge = set_type(canvas, coast, around(sun, 4.12, below=True))
    paint(canvas, edge, ink)
    paint(canvas, letter, cream)
    for mark in (163, 17):
        spot = arc(sun, 4.12, mark, mark + 0.1)[0]
        paint(canvas, filled(canvas, star((spot[0], spot[1]), 0.27, 0.11, 5)), "#f4486b")
    return canvas


def wildcats() -> Canvas:
    """Draw a team name: arched block letters with two outlines and a tail."""
    canvas = blank(11, 5.5, 300)
    navy, red = "#12213f", "#d7263d"
    place = arched((5.45, 1.85), 5, 0.62, 0.28, slant=0.12)
    letter, inner, outer = set_type(
        canvas, lettering(canvas, "WILDCATS", 1.3, (0.06, 0.115, 0.175), 0.11), place
    )
    tail = smooth(
        points(
            (0.55, 4.6),
            (3.2, 3.78),
            (6.6, 3.5),
            (10.2, 3.68),
            (10.7, 3.6),
            (10.4, 4.2),
            (9.2, 4.42),
            (6.4, 4.35),
            (3.4, 4.62),
        )
    )
    swash = filled(canvas, tail)
    body = trailing(np.maximum(outer, filled(canvas, tail, border=0.08)), 16, 20)
    paint(canvas, body, navy)
    paint(canvas, inner, "#ffffff")
    paint(canvas, letter, down(canvas, 0.9, 3.4, [(0, "#ff5a52"), (0.5, red), (1, "#8e1230")]))
    shine = filled(canvas, smooth(points((0, 0), (0, 1.75), (5.5, 1.5), (11, 1.75), (11, 0)), steps=30))
    paint(canvas, letter * shine * 0.22, "#ffffff")
    paint(canvas, swash, red)
    words = lettering(canvas, "ATHLETICS  EST. 1987", 0.3, (0.06,), 0.28)
    paint(canvas, set_type(canvas, words, arched((5.75, 4.06), 4.5, 0.1, 0, slant=0.15))[0], "#ffffff")
    return canvas


def iron_ember() -> Canvas:
    """Draw a garage emblem: a flame in a cogwheel."""
    canvas = blank(8, 8, 270)
    centre, coal, steel = (4.0, 4.0), "#17181c", "#c9ced6"
    cog = [
        moved(points((-0.42, -3.4), (-0.3, -3.92), (0.3, -3.92), (0.42, -3.4)), centre, turn)
        for turn in range(0, 360, 18)
    ]
    paint(canvas, filled(canvas, arc(centre, 3.55), *cog), coal)
    paint(
        canvas,
        filled(canvas, arc(centre, 3.42)),
        down(canvas, 0.5, 7.5, [(0, "#f4f6f8"), (0.5, steel), (1, "#7c8591")]),
    )
    paint(canvas, filled(canvas, arc(centre, 3.32)), coal)
    paint(
        canvas,
        filled(canvas, arc(centre, 2.42)),
        down(canvas, 1.5, 6.5, [(0, "#f4f6f8"), (0.5, steel), (1, "#7c8591")]),
    )
    paint(
        canvas,
        filled(canvas, arc(centre, 2.33)),
        outward(canvas, (4, 4.6), 2.6, [(0, "#5b1a12"), (1, "#1d1416")]),
    )
    for outline, stops in flames():
        paint(canvas, filled(canvas, moved(outline, (4.0, 5.85))), down(canvas, 1.8, 5.9, stops))
    for word, below in (("IRON & EMBER", False), ("CUSTOM GARAGE", True)):
        type_ = lettering(canvas, word, 0.44, (0.07,), 0.22)
        paint(
            canvas, set_type(canvas, type_, around(centre, 2.87, below))[0], "#ffb347" if not below else steel
        )
    for x in (1.13, 6.87):
        paint(canvas, filled(canvas, star((x, 4.0), 0.24, 0.1, 5)), "#ff6b35")
    return canvas


def floral_wreath() -> Canvas:
    """Draw a wreath of leaves and flowers around two lines of lettering."""
    canvas = blank(8, 8, 240)
    centre = (4.0, 4.0)
    seeded = np.random.default_rng(8)
    greens = ("#3f6b4f", "#5c8d67", "#86ae86", "#2f5343")
    paint(canvas, filled(canvas, ribbon(arc(centre, 2.95), 0.05)), "#2f5343")
    leaf = smooth(points((0, 0), (0.3, -0.17), (0.7, -0.15), (1, 0), (0.7, 0.15), (0.3, 0.17)))
    vein = ribbon(points((0.08, 0), (0.5, 0), (0.9, 0)), [0.02, 0.03, 0.005])
    for colour in range(4):
        leaves, veins = [], []
        for step in range(colour, 84, 4):
            turn = step * 360 / 84
            root = arc(centre, 2.95 + seeded.normal(0, 0.05), turn, turn + 1)[0]
            aim = turn + 90 + (1 if step % 2 else -1) * seeded.uniform(25, 62)
            size = seeded.uniform(0.55, 0.9)
            leaves.append(moved(leaf, (root[0], root[1]), aim, size))
            veins.append(moved(vein, (root[0], root[1]), aim, size))
        paint(canvas, filled(canvas, *leaves), greens[colour])
        paint(canvas, filled(canvas, *veins) * 0.55, "#e6f0dc")
    for turn in np.linspace(0, 360, 16, endpoint=False) + seeded.uniform(-6, 6, 16):
        spot = arc(centre, 2.95 + seeded.choice([-0.42, 0.45]), float(turn), float(turn) + 1)[0]
        paint(canvas, filled(canvas, arc((spot[0], spot[1]), 0.09)), "#d9a441")
    for turn, size, colours in (
        (118, 0.95, ("#fbd3d6", "#e2677a", "#a92f4c")), (88, 0.72, ("#fff4e6", "#f6c79b", "#dd8a55")),
        (146, 0.66, ("#fff4e6", "#f6c79b", "#dd8a55")), (64, 0.5, ("#fbd3d6", "#e2677a", "#a92f4c")),
        (298, 0.82, ("#fbd3d6", "#e2677a", "#a92f4c")), (323, 0.58, ("#fff4e6", "#f6c79b", "#dd8a55")),
        (274, 0.52, ("#fff4e6", "#f6c79b", "#dd8a55")),
    ):  # fmt: skip
        spot = arc(centre, 2.95, turn, turn + 1)[0]
        flower(canvas, (spot[0], spot[1]), size, colours)
    name = lettering(canvas, "Rosewood", 0.6, (0.035,), 0.04)
    paint(canvas, set_type(canvas, name, straight((4.0, 3.85), slant=0.18))[0], "#2f5343")
    line = lettering(canvas, "FLOWER MARKET", 0.23, (0.04,), 0.42)
    paint(canvas, set_type(canvas, line, straight((4.0, 4.85)))[0], "#a92f4c")
    return canvas


def halftone_star() -> Canvas:
    """Draw a star that falls apart into printed dots."""
    canvas = blank(7.5, 7.5, 280)
    centre = (3.75, 3.75)
    dots, pitch = [], 0.135
    for row in range(-32, 33):
        for column in range(-32, 33):
            x, y = centre[0] + (column + 0.5 * (row % 2)) * pitch, centre[1] + row * pitch * 0.866
            away = np.hypot(x - centre[0], y - centre[1])
            if away < 3.62:
                dots.append(arc((x, y), 0.085 * (1 - (away / 3.7) ** 1.7) + 0.006)[::12])
    paint(canvas, filled(canvas, *dots), "#1763c6")
    five = star((3.75, 3.95), 3.35, 1.42, 5)
    paint(canvas, filled(canvas, five, border=0.17), "#0b1f3f")
    paint(canvas, filled(canvas, five, border=0.08), "#ffffff")
    red = filled(canvas, five)
    paint(canvas, red, down(canvas, 0.6, 6.6, [(0, "#ff5748"), (1, "#c3122f")]))
    specks = [
        arc((c * 0.12 + (r % 2) * 0.06, 4.6 + r * 0.104), min(0.062, 0.004 + r * 0.0026))[::12]
        for r in range(24)
        for c in range(63)
    ]
    paint(canvas, filled(canvas, *specks) * red, "#7c0a24")
    word = lettering(canvas, "NOVA", 1.02, (0.078, 0.155, 0.235), 0.18)
    letter, inner, outer = set_type(canvas, word, straight((3.75, 3.95), slant=0.14, turn=-6))
    paint(canvas, trailing(outer, 12, 14), "#0b1f3f")
    paint(canvas, inner, "#ffffff")
    paint(canvas, letter, down(canvas, 3.3, 4.6, [(0, "#ffe36b"), (1, "#ffb000")]))
    return canvas


def neon_open_late() -> Canvas:
    """Draw a neon sign: glass tubes and their glow."""
    canvas = blank(8, 4.5, 240)
    pink, cyan = "#ff2d95", "#19e3ff"
    word = lettering(canvas, "open late", 0.86, (0.008,), 0.1)
    letters = set_type(canvas, word, straight((4.05, 2.0), slant=0.2))[0]
    border = filled(canvas, rounded((0.58, 0.58), (7.42, 3.92), 0.79))
    border *= 1 - filled(canvas, rounded((0.67, 0.67), (7.33, 3.83), 0.7))
    wave = np.linspace(2.2, 5.8, 200)
    squiggle = filled(
        canvas, ribbon(np.stack([wave, 3.2 + 0.11 * np.sin((wave - 2.2) * 8.73)], axis=1), 0.075)
    )
    for mask, colour, core in (
        (border, cyan, "#e2fdff"),
        (squiggle, cyan, "#e2fdff"),
        (letters, pink, "#ffe6f3"),
    ):
        for radius, strength in ((0.17, 0.62), (0.05, 0.75)):
            paint(canvas, np.clip(soft(mask, radius * canvas.scale) * strength * 1.25, 0, 1), colour)
        paint(canvas, mask, colour)
        paint(canvas, np.clip(soft(mask, 0.017 * canvas.scale) * 3.4 - 2.35, 0, 1), core)
    return canvas


def cool_cat() -> Canvas:
    """Draw a mascot: a cat in sunglasses with a sticker's white edge."""
    canvas = blank(4, 4, 400)
    ink, fur = "#1c1b22", "#f59b2f"
    ear = smooth(points((0.62, 1.75), (0.5, 0.9), (0.6, 0.42), (1.05, 0.62), (1.6, 1.1), (1.2, 1.7)))
    inner = smooth(points((0.78, 1.35), (0.7, 0.95), (0.74, 0.72), (1.0, 0.85), (1.25, 1.1), (1.0, 1.4)))
    face = smooth(
        points(
            (2, 0.92),
            (2.75, 1.02),
            (3.4, 1.55),
            (3.5, 2.3),
            (3.3, 2.8),
            (2.75, 3.3),
            (2, 3.45),
            (1.25, 3.3),
            (0.7, 2.8),
            (0.5, 2.3),
            (0.6, 1.55),
            (1.25, 1.02),
        )
    )
    head = filled(canvas, face, ear, mirrored(ear, 2))
    whiskers = [
        ribbon(
            smooth(points((1.05, y), (0.6, y + bend), (0.16, y + 2.4 * bend)), closed=False),
            [0.035, 0.03, 0.008],
        )
        for y, bend in ((2.5, -0.06), (2.66, 0.02), (2.82, 0.1))
    ]
    whiskers += [mirrored(whisker, 2) for whisker in whiskers]
    for border, colour in ((0.17, "#ffffff"), (0.055, ink)):
        paint(canvas, filled(canvas, face, ear, mirrored(ear, 2), border=border), colour)
        paint(canvas, filled(canvas, *whiskers, border=max(0.0, border - 0.07)), colour)
    paint(canvas, head, outward(canvas, (2, 1.6), 2.2, [(0, "#ffc15a"), (0.6, fur), (1, "#d9701a")]))
    paint(canvas, filled(canvas, inner, mirrored(inner, 2)), "#ffb3a7")
    stripes = [
        ribbon(
            smooth(points((2 + x, 0.9), (2 + x * 0.9, 1.2), (2 + x * 0.7, 1.5)), closed=False),
            [0.16, 0.14, 0.01],
        )
        for x in (-0.32, 0, 0.32)
    ]
    stripes += [
        ribbon(smooth(points((0.4, y), (0.75, y + 0.03), (1.05, y + 0.1)), closed=False), [0.14, 0.12, 0.01])
        for y in (2.12, 2.4)
    ]
    stripes += [mirrored(stripe, 2) for stripe in stripes[3:]]
    paint(canvas, filled(canvas, *stripes) * head, "#b9500f")
    muzzle = smooth(
        points(
            (2, 2.38),
            (2.5, 2.42),
            (2.72, 2.75),
            (2.45, 3.1),
            (2, 3.14),
            (1.55, 3.1),
            (1.28, 2.75),
            (1.5, 2.42),
        )
    )
    paint(canvas, filled(canvas, muzzle), "#fff1dc")
    paint(canvas, filled(canvas, *whiskers) * filled(canvas, face), ink)
    nose = smooth(points((2, 2.66), (1.84, 2.5), (1.88, 2.44), (2.12, 2.44), (2.16, 2.5)))
    smile = smooth(points((2, 2.64), (2, 2.8), (1.85, 2.93), (1.62, 2.88), (1.52, 2.76)), closed=False)
    paint(
        canvas,
        filled(canvas, ribbon(smile, [0.05, 0.06, 0.03]), ribbon(mirrored(smile, 2), [0.05, 0.06, 0.03])),
        ink,
    )
    paint(canvas, filled(canvas, nose), "#e4566e")
    lens = smooth(
        points((0.72, 1.72), (1.3, 1.62), (1.86, 1.72), (1.84, 2.08), (1.6, 2.36), (1.16, 2.38), (0.84, 2.16))
    )
    bridge = ribbon(points((1.7, 1.78), (2.0, 1.74), (2.3, 1.78)), 0.1)
    paint(canvas, filled(canvas, lens, mirrored(lens, 2), bridge, border=0.045), ink)
    paint(
        canvas,
        filled(canvas, lens, mirrored(lens, 2)),
        down(canvas, 1.6, 2.4, [(0, "#1b1f3b"), (0.6, "#4b2a86"), (1, "#e0459b")]),
    )
    gleam = points((1.02, 2.3), (1.32, 1.66), (1.5, 1.66), (1.2, 2.34))
    thin = points((1.3, 2.34), (1.58, 1.66), (1.64, 1.66), (1.37, 2.34))
    shine = filled(canvas, gleam, thin, gleam + np.array([1.28, 0]), thin + np.array([1.28, 0]))
    paint(canvas, shine * filled(canvas, lens, mirrored(lens, 2)) * 0.5, "#ffffff")
    return canvas


def gold_monogram() -> Canvas:
    """Draw a gilt letter in a laurel ring."""
    canvas = blank(3.5, 3.5, 400)
    centre = (1.75, 1.75)
    gold = down(
        canvas,
        0.1,
        3.4,
        [(0, "#fff0b8"), (0.28, "#d9a53a"), (0.5, "#f9e08f"), (0.72, "#b57a1e"), (1, "#f1d27a")],
    )
    ring = [ribbon(arc(centre, 1.66), 0.035), ribbon(arc(centre, 1.04), 0.02)]
    leaf = smooth(points((0, 0), (0.09, -0.07), (0.24, -0.065), (0.36, 0), (0.22, 0.05), (0.09, 0.05)))
    sprays = []
    for step in range(15):
        turn = 100 + step * 10.2
        for radius, aim in ((1.38, 55), (1.32, 128)):
            root = arc(centre, radius, turn, turn + 1)[0]
            sprays.append(
                moved(leaf, (root[0], root[1]), turn + aim, (0.95 if aim < 90 else 0.78) * (1 - step * 0.022))
            )
    sprays += [ribbon(arc(centre, 1.35, 96, 250), [0.03, 0.022, 0.008])]
    sprays += [mirrored(spray, 1.75) for spray in sprays]
    serifs = [bar(x, y, 0.34, 0.042) for x, y in ((1.28, 1.25), (2.22, 1.25), (1.3, 2.25), (2.2, 2.25))]
    strokes = [bar(1.3, 1.75, 0.05, 1.0), bar(2.2, 1.75, 0.2, 1.0)]
    strokes += [
        points((1.2, 1.23), (1.42, 1.23), (1.84, 2.22), (1.74, 2.22)),
        points((1.76, 2.22), (1.8, 2.22), (2.14, 1.3), (2.1, 1.3)),
    ]
    mark = filled(canvas, *ring, *sprays, *serifs, *strokes, star((1.75, 0.36), 0.12, 0.05, 5))
    paint(canvas, mark, gold)
    return canvas


# What draws a design, and the dpi it is printed at.
DESIGNS = {
    "retro-sunset": (retro_sunset, 300),
    "wildcats-athletics": (wildcats, 300),
    "iron-ember": (iron_ember, 300),
    "rosewood-wreath": (floral_wreath, 300),
    "nova-star": (halftone_star, 300),
    "neon-open-late": (neon_open_late, 300),
    "cool-cat": (cool_cat, 400),
    "gold-monogram": (gold_monogram, 400),
}


def main(names: list[str]) -> None:
    """Draw the named designs, or all."""
    ARTWORK.mkdir(parents=True, exist_ok=True)
    for name in names or DESIGNS:
        path = ARTWORK / f"{name}.png"
        draw, dpi = DESIGNS[name]
        save(draw(), path, dpi)
        print(f"{path.name}: {path.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main(sys.argv[1:])
