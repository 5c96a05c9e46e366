"""LZW pieces stand alone, and every reader of TIFF takes them in any order."""

import ctypes

import imagecodecs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gangsheet_studio.sheets.tiff import fast_lzw, lzw
from gangsheet_studio.sheets.tiff.codec import codec_for

END = b"\x80\x80"
SIZES = st.one_of(st.sampled_from((4, 5)), st.integers(8, 600))
LEVELS = st.sampled_from((1, 2, 4, 256))


@st.composite
def rows_of_bytes(draw):
    """Rows with runs, repeats and noise, all of one length."""
    size, levels, count = draw(SIZES), draw(LEVELS), draw(st.integers(1, 4))
    rows = draw(arrays(np.uint8, (count, size), elements=st.integers(0, levels - 1)))
    keep = draw(arrays(np.bool_, (count, size)))
    return np.where(keep, rows, 0).astype(np.uint8)


def noise(size, levels=256, seed=1):
    return np.random.default_rng(seed).integers(0, levels, (1, size), np.uint8)


@pytest.fixture(params=["python", "c"])
def coder(request):
    """Both twins, as functions of rows and of pieces."""
    if request.param == "python":
        return lambda rows, opens: lzw.encode([row.tobytes() for row in rows], opens=opens), lzw.decode

    def encode(rows, opens):
        data, ends = fast_lzw.encode(rows, opens=opens)
        return [data[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]

    return encode, fast_lzw.decode


def test_the_fast_twin_is_built():
    assert isinstance(fast_lzw.library(), ctypes.CDLL)


@given(rows=rows_of_bytes(), opens=st.booleans())
def test_the_twins_write_the_same(rows, opens):
    data, ends = fast_lzw.encode(rows, opens=opens)
    assert lzw.encode([row.tobytes() for row in rows], opens=opens) == [
        data[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)
    ]


@given(rows=rows_of_bytes(), again=rows_of_bytes())
def test_pieces_in_any_order_are_a_strip_that_others_read(rows, again):
    opening = fast_lzw.encode(rows[:1], opens=True)[0]
    rest = fast_lzw.encode(again)[0] + fast_lzw.encode(rows)[0]
    said = rows[:1].tobytes() + again.tobytes() + rows.tobytes()
    assert imagecodecs.lzw_decode(opening + rest + END) == said


@pytest.mark.parametrize("size", [4, 5, 8, 254, 255, 770, 1795, 3840, 3844, 3845, 20_000])
@pytest.mark.parametrize("levels", [1, 2, 256])
def test_tables_that_fill_are_begun_anew(coder, size, levels):
    encode, decode = coder
    row = noise(size, levels)
    (piece,) = encode(row, True)
    assert imagecodecs.lzw_decode(piece + END) == decode(piece, size) == row.tobytes()


@pytest.mark.parametrize("name", ["lzw", "deflate", "none"])
@given(rows=rows_of_bytes())
def test_each_coding_reads_back_its_own(name, rows):
    codec = codec_for(name)
    data, lengths = codec.encode(rows)
    assert sum(lengths) == len(data) and len(lengths) == len(rows)
    assert codec.decode(data, rows.size) == rows.tobytes()


@pytest.mark.parametrize("size", [3, 600])
def test_damage_is_no_crash(coder, size):
    encode, decode = coder
    (piece,) = encode(noise(600), False)
    for place in range(0, len(piece), 7):
        bad = bytearray(piece)
        bad[place] ^= 0x55
        for torn in (bytes(bad), piece[:place]):
            try:
                assert len(decode(torn, size)) <= size
            except ValueError as error:
                assert "LZW" in str(error) or "too many" in str(error)
