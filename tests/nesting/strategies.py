"""Orders and films as hypothesis draws them: small, in whole pixels, with what goes wrong in them."""

import msgspec
from hypothesis import strategies as st

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Item


def item(line, width, height, quantity=1, key=None, order="", **flags):
    """Return an item that is a design of its own unless `key` says otherwise."""
    key = key or f"design {line}"
    return Item(
        line=line,
        design=key,
        key=key,
        order=order,
        width_px=width,
        height_px=height,
        quantity=quantity,
        **flags,
    )


@st.composite
def items(draw, largest=400):
    """Few sizes, as in shops, so that designs share them; now and then one that fits nowhere."""
    side = st.integers(1, 60) | st.sampled_from([1, 20, 30, 100, 120, largest])
    sizes = draw(st.lists(st.tuples(side, side), min_size=1, max_size=5))
    lines = st.tuples(
        st.sampled_from(sizes),
        st.integers(0, 12),
        st.sampled_from("abc"),
        st.sampled_from(["", "#1", "#2", "#3"]),
        st.booleans(),
        st.booleans(),
    )
    return [
        item(i, *size, n, key, order, turns=(0,) if upright else (), fills=fills)
        for i, (size, n, key, order, upright, fills) in enumerate(draw(st.lists(lines, max_size=12)), 1)
    ]


# whole pixels at 10 dpi, so that the checker needs no rounding rule of ours
films = st.builds(
    Film,
    width=st.integers(1, 12),
    longest=st.integers(1, 40),
    gap=st.integers(0, 6).map(lambda n: n / 10),
    gap_along=st.none() | st.integers(0, 6).map(lambda n: n / 10),
    margin=st.integers(0, 8).map(lambda n: n / 10),
    head=st.sampled_from([0, 0.3]),
    foot=st.sampled_from([0, 0.5]),
    side=st.sampled_from([0, 0.2]),
    dpi=st.just(10),
    rotate=st.sampled_from(["any", "quarter", "none"]),
)


def locked(layout, chosen):
    """Return `layout` with some copies locked: those whose number, counted through, `chosen` accepts."""
    counted = 0
    parts = []
    for part in layout.parts:
        placements = []
        for placement in part.placements:
            placements.append(msgspec.structs.replace(placement, locked=chosen(counted)))
            counted += 1
        parts.append(msgspec.structs.replace(part, placements=tuple(placements)))
    return msgspec.structs.replace(layout, parts=tuple(parts))
