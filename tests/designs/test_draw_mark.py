"""Marks as pixels: readable, crisp, and inside their box whatever they say."""

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from gangsheet_studio.designs.draw_mark import draw_mark
from gangsheet_studio.model.mark_sizes import QR_BYTES, mark_sizes
from gangsheet_studio.model.marks import Mark
from gangsheet_studio.model.output import Label, Output

FULL = ("#1001", "artwork.png", "3 x 3 in", "2 of 5")


def label(width=600, height=60, text=40, words=(FULL,), **fields):
    return Mark(kind="label", x=0, y=0, width=width, height=height, wordings=words, text_px=text, **fields)


def drawn(mark, **how):
    """Return RGBA pixels, shape (height, width, 4)."""
    rows = np.concatenate(list(draw_mark(mark, **how)))
    return rows.reshape(mark.height, mark.width, 4)


def ink(mark, **how):
    return drawn(mark, **how)[..., 3] > 0


def read(pixels):
    """Return what the codes in it say, as a phone would see them on white."""
    grey = np.where(pixels[..., 3] > 0, pixels[..., 0], 255).astype(np.uint8)
    return [code.text for code in zxingcpp.read_barcodes(np.ascontiguousarray(grey))]


def test_text_is_black_and_crisp_and_begins_at_the_left():
    pixels = drawn(label())
    assert set(np.unique(pixels[..., 3])) == {0, 255}
    assert not pixels[..., :3].any()
    columns = np.flatnonzero(pixels[..., 3].any(axis=0))
    rows = np.flatnonzero(pixels[..., 3].any(axis=1))
    assert 10 <= columns[0] < 20 and 300 < columns[-1] < 600
    assert rows[0] > 0 and 25 < len(rows) <= 42


def test_a_light_mark_is_white():
    pixels = drawn(label(light=True))
    assert (pixels[pixels[..., 3] > 0] == 255).all()


def test_another_wording_is_another_picture():
    other = label(words=((*FULL[:3], "3 of 5"),))
    assert not np.array_equal(drawn(label()), drawn(other))


def test_greek_and_cyrillic_have_letters_and_what_the_font_lacks_has_boxes():
    pictures = [ink(label(words=((word,),))) for word in ("Ωμέγα", "Заказ", "注文", "文字", "שלום")]
    assert all(picture.any() for picture in pictures)
    assert np.array_equal(pictures[2], pictures[3])  # boxes
    assert not np.array_equal(pictures[0], pictures[1])


def test_a_label_is_turned_and_mirrored_as_its_sheet_is():
    upright = ink(label())
    turned = ink(label(width=60, height=600, rotation=90))
    assert np.array_equal(turned, np.rot90(upright, -1))
    assert np.array_equal(ink(label(), mirror=True), upright[:, ::-1])
    assert np.array_equal(ink(label(width=60, height=600, rotation=90), mirror=True), turned[:, ::-1])


def test_what_is_too_long_is_drawn_smaller_then_cut_short_then_left_out():
    long = ("#1001", "a-name-that-nobody-will-read.png", "3 x 3 in", "2 of 5")
    wordings = long, (*long[:2], "2 of 5"), ("#1001", "2 of 5")

    def last(width):
        """Return where the ink ends, of the box's width, and how high it is."""
        found = ink(label(width=width, words=wordings))
        return np.flatnonzero(found.any(axis=0))[-1], found.any(axis=1).sum()

    (end, high), (smaller_end, smaller), (cut_end, cut) = last(1000), last(800), last(500)
    assert high > smaller >= cut
    assert end < 1000 and smaller_end < 800 and 350 < cut_end < 500
    alone = ink(label(width=250 - 10 + 7, text=28, words=(wordings[2],)))
    assert np.array_equal(ink(label(width=250, words=wordings))[:, 10:], alone[:, 7:])


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 300),
    st.integers(1, 60),
    st.integers(1, 60),
    st.lists(st.text(max_size=80), min_size=1, max_size=4),
    st.sampled_from([0, 90]),
    st.booleans(),
)
def test_any_text_stays_in_its_box(width, height, text, words, rotation, mirror):
    box = (height, width) if rotation else (width, height)
    pixels = drawn(label(*box, text, (tuple(words),), rotation=rotation), mirror=mirror)
    assert pixels.shape == (box[1], box[0], 4)


@pytest.mark.parametrize("content", ["#1001", "Заказ 12/34", "注文 7", "x" * QR_BYTES, "é" * (QR_BYTES // 2)])
@pytest.mark.parametrize("dpi", [150, 300, 400, 1200])
def test_codes_can_be_read_at_their_size(content, dpi):
    side = mark_sizes(Output(label=Label(qr=True)), dpi).label
    for rotation, box in ((0, (5 * side, side)), (90, (side, 5 * side))):
        assert read(drawn(label(*box, 20, qr=content, rotation=rotation))) == [content]


def test_a_code_keeps_its_quiet_zone_and_four_pixels_a_module():
    mark = label(600, 148, 20, words=(("",),), qr="x" * QR_BYTES)
    found = np.argwhere(ink(mark))
    (top, left), (bottom, right) = found.min(axis=0), found.max(axis=0)
    assert (right - left + 1, bottom - top + 1) == (29 * 4, 29 * 4)
    assert min(top, left) >= 4 * 4 and 148 - 1 - max(bottom, right) >= 4 * 4


def test_huge_letters_come_in_small_strips():
    mark = label(width=20_000, height=5_000, text=4_800)
    strips = list(draw_mark(mark))
    assert sum(map(len, strips)) == 5_000
    assert max(strip.nbytes for strip in strips) <= 16 * 20_000 * 4
    assert any(strip.any() for strip in strips)


def test_crop_marks_point_at_the_corner_along_the_edges():
    def corner(rotation):
        box = {"width": 30, "height": 30, "rotation": rotation, "line_px": 2}
        return ink(Mark(kind="crop", x=0, y=0, **box))

    upper_left = corner(0)
    rows, columns = np.nonzero(upper_left)
    assert set(rows[columns < 20]) == {28, 29} and set(columns[rows < 20]) == {28, 29}
    assert not upper_left[20:, 20:].any()
    for turns, rotation in enumerate((90, 180, 270), 1):
        assert np.array_equal(corner(rotation), np.rot90(upper_left, -turns))


@pytest.mark.parametrize(("side", "line"), [(29, 1), (30, 1), (79, 2), (120, 3)])
def test_registration_marks_are_a_cross_in_a_ring(side, line):
    found = ink(Mark(kind="registration", x=0, y=0, width=side, height=side, line_px=line))
    assert found[side // 2].all() and found[:, side // 2].all()
    diagonal = np.diagonal(found)
    inside = diagonal[: side // 2 - 3]
    assert inside.any() and not diagonal[: side // 8].any()
    assert np.array_equal(found, found[::-1]) and np.array_equal(found, found[:, ::-1])
