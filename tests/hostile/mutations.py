"""Good bytes, and what is left of them after a few blows."""

from __future__ import annotations

from hypothesis import strategies as st

# what parsers look for, and what they had better not find
SPARKS = (
    *(bytes([each]) for each in b'\0\n\r\t",;:{}[]<>&/\\\xff'),
    *(b"", b"NaN", b"1e999", b"-1", b"null", b"true", b"9" * 30, b"0.5", b'""', b"[]", b"{}", b"[" * 2000),
    *(b"\xed\xa0\x80", b"\\ud800", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1b[2J", b"PK\1\2", b"<!DOCTYPE a>"),
)


def mutated(data: bytes) -> st.SearchStrategy[bytes]:
    """Return a strategy for `data` struck at up to six places: cut, doubled, overwritten."""
    places = st.integers(0, len(data))
    filling = st.sampled_from(SPARKS) | st.binary(max_size=8)
    blow = st.tuples(places, st.sampled_from((0, 0, 1, 2, 9, 100, 10_000)), filling, st.integers(0, 2))
    return st.lists(blow, min_size=1, max_size=6).map(lambda blows: _struck(data, blows))


def _struck(data: bytes, blows: list[tuple[int, int, bytes, int]]) -> bytes:
    for at, length, filling, doubled in blows:
        data = data[:at] + filling + data[at : at + length] * doubled + data[at + length :]
    return data
