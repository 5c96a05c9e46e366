"""Repeats say the same whatever they repeat, and make sheets of equal copies small."""

from __future__ import annotations

import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangsheet_studio.sheets.png.repeat import repeat_piece
from tests.sheets.conftest import Painter, picture, place


@given(length=st.integers(8, 9000), gap=st.integers(0, 23_505), seed=st.integers())
def test_any_bytes_are_repeated(length: int, gap: int, seed: int) -> None:
    earlier = random.Random(seed).randbytes(length + gap)
    piece = repeat_piece(length, length + gap)
    assert piece is not None
    inflate = zlib.decompressobj(wbits=-15)
    stored = zlib.compressobj(0, wbits=-15)
    before = stored.compress(earlier) + stored.flush(zlib.Z_FULL_FLUSH)
    assert inflate.decompress(before + piece) == earlier + earlier[:length]
    assert not inflate.unused_data


@pytest.mark.parametrize(("length", "distance"), [(4, 100), (100, 99), (100, 32_506), (40_000, 40_000)])
def test_what_deflate_cannot_say_is_left(length: int, distance: int) -> None:
    assert repeat_piece(length, distance) is None


def test_a_second_copy_beside_the_first_costs_next_to_nothing(painter: Painter) -> None:
    noise = {"n": picture(300, 40, seed=5)}
    one = painter(700, 40, noise, [place("n", 0, 0, 300, 40)]).written.bytes
    two = painter(700, 40, noise, [place("n", 0, 0, 300, 40), place("n", 320, 0, 300, 40, 2)]).written.bytes
    assert two - one < 0.05 * one
