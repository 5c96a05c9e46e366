"""The numbers that copies have on paper: on each part from 1, as one reads, from the top left."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gangsheet_studio.model.manifest import ManifestPart, ManifestPlacement


def in_reading_order(part: ManifestPart) -> list[ManifestPlacement]:
    """Return the copies of `part`, the one with number 1 first."""
    return sorted(part.placements, key=lambda placement: (placement.y_px, placement.x_px))


def numbers_by_line(parts: Iterable[ManifestPart]) -> dict[int, dict[int, list[int]]]:
    """Return for each order line on which part which numbers are its copies, all of them rising."""
    found: dict[int, dict[int, list[int]]] = {}
    for part in parts:
        for number, placement in enumerate(in_reading_order(part), 1):
            found.setdefault(placement.index, {}).setdefault(part.part, []).append(number)
    return found


def as_ranges(numbers: Iterable[int]) -> list[str]:
    """Return rising numbers as staff write them: 3, 7-9."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return [str(first) if first == last else f"{first}\N{EN DASH}{last}" for first, last in ranges]
