"""How large the files of a render should come out."""

from __future__ import annotations

import msgspec
import pytest

from gangsheet_studio.memory.files import (
    as_staged,
    copy_bytes,
    output_bytes,
    scratch_bytes,
    turning_bytes,
    variants,
)
from gangsheet_studio.model.layout import Layout, Placement
from gangsheet_studio.model.output import Output, White
from tests.memory.test_checkpoints import design, layout


def column(keys: str) -> tuple[Layout, dict]:
    """Return copies of designs named by letters, one below the other, and these designs."""
    plain = layout(len(keys))
    part = plain.parts[0]
    placements = tuple(
        msgspec.structs.replace(placement, key=key, y=5000 * number)
        for number, (key, placement) in enumerate(zip(keys, part.placements, strict=True))
    )
    part = msgspec.structs.replace(part, placements=placements)
    return msgspec.structs.replace(plain, parts=(part,)), {key: design(key=key) for key in keys}


@pytest.mark.parametrize(
    ("keys", "ahead", "at_once"),
    [("abcdef", 0, 1), ("abcdef", 2, 3), ("abcdef", 9, 6), ("abcdea", 0, 2), ("aabbcc", 0, 1), ("a", 3, 1)],
)
def test_designs_are_on_scratch_from_shortly_before_their_first_copy_to_their_last(
    keys: str, ahead: int, at_once: int
) -> None:
    layed, designs = column(keys)
    one = copy_bytes(layed.parts[0].placements[0], designs[keys[0]])
    assert scratch_bytes(1, ahead, layed, designs) == at_once * one
    assert output_bytes(layed, designs) == len(keys) * one


def test_what_is_trimmed_off_takes_nothing_and_what_is_left_all_there_is() -> None:
    layed, designs = column("a")
    (whole,) = layed.parts[0].placements
    width, height = whole.unrotated
    trimmed = msgspec.structs.replace(whole, width=width // 2, trim=(0, 0, width // 2, height))
    all_of_it, left = (copy_bytes(each, designs["a"]) for each in (whole, trimmed))
    assert 0.9 * all_of_it < left <= all_of_it


@pytest.mark.parametrize(
    ("rotation", "orientation", "waits"),
    [(0, 1, False), (0, 2, False), (90, 1, True), (180, 1, True), (0, 6, True), (0, 3, True)],
)
def test_a_picture_that_is_turned_waits_in_a_file(rotation: int, orientation: int, waits: bool) -> None:
    placement: Placement = msgspec.structs.replace(layout().parts[0].placements[0], rotation=rotation)
    waiting = turning_bytes(placement, design(orientation=orientation))
    assert waiting == (placement.width * placement.height * 4 if waits else 0)


def test_sheets_of_every_format_are_forecast() -> None:
    layed, designs = column("aab")
    sizes = {
        name: output_bytes(layed, designs, output)
        for name, output in {
            "png": Output(),
            "lzw": Output(format="tiff"),
            "plain": Output(format="tiff", compression="none"),
            "white": Output(format="tiff", compression="none", white=White()),
            "pdf": Output(format="pdf"),
            "svg": Output(format="svg"),
        }.items()
    }
    (part,) = layed.parts
    assert sizes["plain"] == part.width_px * part.height_px * 4
    assert sizes["white"] == part.width_px * part.height_px * 5
    assert sizes["lzw"] > sizes["png"]
    assert sizes["pdf"] == pytest.approx(sizes["png"] * 2 / 3, rel=0.01), "a design is in it once"
    assert sizes["svg"] == pytest.approx(sizes["pdf"] * 4 / 3, rel=0.01)


def test_a_design_that_is_embedded_is_staged_upright_at_its_own_size_once() -> None:
    layed, designs = column("aa")
    (part,) = layed.parts
    turned = msgspec.structs.replace(part.placements[0], width=910, height=1100, rotation=90)
    part = msgspec.structs.replace(part, placements=(turned, part.placements[1]))
    layed = msgspec.structs.replace(layed, parts=(part,))
    assert len(variants(layed)) == 2
    (staged,) = variants(as_staged(layed, designs, Output(format="pdf")))
    assert (staged.width, staged.height, staged.rotation) == (5500, 4550, 0)
    assert as_staged(layed, designs, Output()) == layed


def test_what_is_kept_of_plain_rows_is_all_of_them() -> None:
    layed, designs = column("ab")
    plain = Output(format="tiff", compression="none")
    copy = layed.parts[0].placements[0]
    assert scratch_bytes(1, 9, layed, designs, plain) == 2 * copy.width * copy.height * 4
