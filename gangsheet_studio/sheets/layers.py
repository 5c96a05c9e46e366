"""What of a part lies in which layer."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gangsheet_studio.model.layout import Printed


def in_layers(
    printed: Sequence[Printed], layer: Callable[[Printed], str], *, in_order: bool
) -> list[tuple[str, list[Printed]]]:
    """Return each layer's name and what lies in it, by what comes first.

    Kept `in_order`, because one lies over another, a layer comes again wherever others come between.
    """
    if in_order:
        return [(name, list(run)) for name, run in groupby(printed, key=layer)]
    layers: dict[str, list[Printed]] = {}
    for each in printed:
        layers.setdefault(layer(each), []).append(each)
    return list(layers.items())
