"""Our test set: what shops gang, what is hard to pack, and what is no box; all from fixed seeds."""

from __future__ import annotations

from tests.bench.instances.format import Instance, InstanceError, InstanceItem, read_folder, write_instance
from tests.bench.instances.mixes import MIXES, SHORT_PARTS, mix_instance, print_shop
from tests.bench.instances.shapes import shape_instance
from tests.bench.instances.zero_waste import SIZES, zero_waste_instance

__all__ = [
    "MIXES",
    "Instance",
    "InstanceError",
    "InstanceItem",
    "print_shop",
    "read_folder",
    "whole_set",
    "write_instance",
]


def whole_set() -> list[Instance]:
    """Return all instances."""
    found = [mix_instance(mix, rotate) for mix in (*MIXES, *SHORT_PARTS) for rotate in ("any", "none")]
    for pieces in SIZES:
        for cuts in ("guillotine", "pinwheel"):
            found += [
                zero_waste_instance(pieces, cuts, 1, turns=True),
                zero_waste_instance(pieces, cuts, 2, turns=False),
            ]
    return [
        *found,
        shape_instance(150, seed=2),
        shape_instance(150, seed=7),
        shape_instance(300, seed=2, longest=120),
    ]
