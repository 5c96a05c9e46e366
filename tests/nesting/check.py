"""What a layout must keep, checked without a line of the nesting code."""

from collections import Counter, defaultdict


def faults(layout, items, film, around=None, fill="none"):
    """Return a sentence for each rule that `layout` of `items` on `film` breaks.

    What is locked in `around` must stay; extra copies are allowed where the layout may `fill` the last part.
    """
    found = []
    if layout.film != film:
        found.append("the layout is for another film")
    if [part.number for part in layout.parts] != list(range(1, len(layout.parts) + 1)):
        found.append("parts are not numbered from 1")
    for part in layout.parts:
        found += _part_faults(part, film)
    found += _copy_faults(layout, items) + _turn_faults(layout, items, film)
    return found + _locked_faults(layout, around) + _extra_faults(layout, items, fill)


def _part_faults(part, film):
    margin = round(film.margin * film.dpi)
    head, foot, side = (round(room * film.dpi) for room in (film.head, film.foot, film.side))
    boxes = sorted((p.y, p.x, p.y + p.height, p.x + p.width, p.locked) for p in part.placements)
    if not boxes:
        return [f"part {part.number} is empty"]
    found = []
    if [(p.y, p.x) for p in part.placements] != [box[:2] for box in boxes]:
        found.append(f"part {part.number} is not painted by y, then x")
    if part.width_px != round(film.width * film.dpi):
        found.append(f"part {part.number} is not as wide as the film")
    if part.height_px != max(box[2] for box in boxes) + foot + margin:
        found.append(f"part {part.number} does not end with its content")
    if part.height_px > round(film.longest * film.dpi):
        found.append(f"part {part.number} is longer than the longest")
    for top, left, _, right, _ in boxes:
        if top < margin + head or left < margin or right > part.width_px - side - margin:
            found.append(f"part {part.number}: the box at {left}, {top} is in the margin or where marks go")
    return found + list(_too_close(boxes, part.number, film))


def _too_close(boxes, number, film):
    """Sweep down the part: only boxes that began above and have not ended can be too close."""
    gap = round(film.gap * film.dpi)
    along = gap if film.gap_along is None else round(film.gap_along * film.dpi)
    active = []
    for box in boxes:
        top, left, _, right, locked = box
        active = [other for other in active if other[2] + along > top]
        for other in active:
            by_hand = locked and other[4]
            if not by_hand and other[1] < right + gap and left < other[3] + gap:
                yield f"part {number}: {other} and {box} are closer than the gap"
        active.append(box)


def _copy_faults(layout, items):
    copies = defaultdict(list)
    for part in layout.parts:
        for placement in part.placements:
            if not placement.extra:
                copies[placement.line].append(placement.copy)
    left_out = Counter()
    for entry in layout.unplaced:
        left_out[entry.line] += entry.copies
    ordered = Counter()
    for item in items:
        ordered[item.line] += item.quantity
    found = []
    for line in ordered.keys() | copies.keys() | left_out.keys():
        placed = copies[line]
        if placed != list(range(1, len(placed) + 1)):
            found.append(f"line {line}: copies are not numbered 1 to n along the film: {placed}")
        if len(placed) + left_out[line] != ordered[line]:
            found.append(f"line {line}: {len(placed)} + {left_out[line]} copies of {ordered[line]}")
    return found


def _turn_faults(layout, items, film):
    by_line = {item.line: item for item in items}
    found = []
    for placement in (p for part in layout.parts for p in part.placements):
        item = by_line[placement.line]
        if (placement.design, placement.key, placement.order) != (item.design, item.key, item.order):
            found.append(f"line {item.line} is placed as another design")
        box = item.width_px, item.height_px
        allowed = {0: box}
        if film.rotate != "none" and not item.upright and box[0] != box[1]:
            allowed[90] = box[::-1]
        if placement.locked:
            allowed |= {90: box[::-1], 180: box, 270: box[::-1]}
        if allowed.get(placement.rotation) != (placement.width, placement.height):
            found.append(f"line {item.line} lies {placement.rotation}, {placement.width}x{placement.height}")
    return found


def _locked_faults(layout, around):
    """Locked copies stay, part by part; how they are numbered along the film may change."""
    stayed, wanted = _locked_by_part(layout), _locked_by_part(around)
    return [] if stayed == wanted else [f"what is locked is {stayed} and was {wanted}"]


def _locked_by_part(layout):
    by_part = (
        Counter(
            (p.line, p.key, p.x, p.y, p.width, p.height, p.rotation, p.extra)
            for p in part.placements
            if p.locked
        )
        for part in (layout.parts if layout else ())
    )
    return [places for places in by_part if places]


def _extra_faults(layout, items, fill):
    """Extra copies are of lines that may fill, on the last part, numbered after what is ordered."""
    by_line = {item.line: item for item in items}
    numbers = defaultdict(list)
    found = []
    for part in layout.parts:
        for placement in (p for p in part.placements if p.extra):
            numbers[placement.line].append(placement.copy)
            if fill == "none" and not placement.locked:
                found.append(f"part {part.number} is filled and should not be")
            if part is not layout.parts[-1] and not placement.locked:
                found.append(f"part {part.number} has extra copies and is not the last")
            if not by_line[placement.line].fills and not placement.locked:
                found.append(f"line {placement.line} may not fill")
    for line, found_copies in numbers.items():
        after = by_line[line].quantity
        if found_copies != list(range(after + 1, after + len(found_copies) + 1)):
            found.append(f"line {line}: extra copies are not numbered after {after}: {found_copies}")
    return found
