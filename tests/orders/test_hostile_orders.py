from __future__ import annotations

import io
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangsheet_studio.orders import files, read_orders, table, walk
from tests.orders.conftest import Shop, ids, workbook

XLSX = workbook(("Design", "Size", "Qty"), ("fox", "3x3", 1), ("owl", "2in", 2))
STARTS = [
    b"",
    b"design,qty\n",
    b'[{"design":',
    b"{",
    b"PK\x03\x04",
    b"\xff\xfe",
    b"\xef\xbb\xbfsize;file\r",
    XLSX[:300],
    b'"',
]


def read(data: bytes, name: str) -> None:
    """Read `data` as an order: it may be refused, but only with sentences that can be sent and shown."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        orders = read_orders([path])
    assert orders.lines or orders.problems
    msgspec.json.encode(orders)
    for problem in orders.problems:
        assert problem.message.isprintable()


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(STARTS), st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.json", "a"]))
def test_arbitrary_bytes_never_raise(start: bytes, rest: bytes, name: str) -> None:
    read(start + rest, name)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='design,qty\n\r"\t;|x3\0 ', max_size=200))
def test_arbitrary_sheets_never_raise(text: str) -> None:
    read(b"design,size,qty\n" + text.encode(), "a.csv")


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["design", "size", "qty", "items", "order", "x"]), inner, max_size=4
            )
        ),
        max_leaves=15,
    )
)
def test_arbitrary_json_never_raises(value: object) -> None:
    import json

    read(b"[" + json.dumps(value).encode() + b"]", "a.json")


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(XLSX) - 1), st.binary(min_size=1, max_size=4))
def test_damaged_workbooks_never_raise(at: int, bits: bytes) -> None:
    data = io.BytesIO(XLSX)
    data.seek(at)
    data.write(bits)
    read(data.getvalue(), "a.xlsx")


def test_a_file_past_the_limit(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 1 << 20)
    path = shop.write("orders.csv", b"design,qty\n" + bytes(1 << 20))
    [problem] = read_orders([path]).problems
    assert problem.message == "orders.csv: it is larger than 1 MB; split it into several files."


@pytest.mark.parametrize("name", ["orders.csv", "orders.json", "orders.xlsx"])
def test_too_many_rows(shop: Shop, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for module in ("table", "json_file"):
        monkeypatch.setattr(f"gangsheet_studio.orders.{module}.MOST_ROWS", 5)
    rows = [("design", "qty"), *[("fox", 1)] * 6]
    data: str | bytes = "".join(f"{design},{count}\n" for design, count in rows)
    if name.endswith("json"):
        data = str([{"design": "fox"}] * 6).replace("'", '"')
    if name.endswith("xlsx"):
        data = workbook(*rows)
    orders = shop.read(name, data)
    assert (orders.lines, ids(orders)) == ((), ["orders.too-long"])


def test_blank_rows_count_too(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gangsheet_studio.orders.delimited.MOST_SHEET_ROWS", 100)
    assert ids(shop.read("orders.csv", "design\nfox" + "\n" * 200)) == ["orders.too-long"]


def test_a_folder_with_too_many_files(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MOST_FILES", 3)
    shop.art("a.png", "b.png", "sub/c.png", "sub/d.png")
    orders = read_orders([shop.folder])
    assert [line.design for line in orders.lines] == ["a.png", "b.png"]
    assert [(problem.id, problem.severity) for problem in orders.problems] == [
        ("orders.folder-too-large", "error")
    ]


def test_a_sheet_of_many_rows_stays_whole(shop: Shop) -> None:
    shop.art("fox.png")
    count = 3_000
    text = "design,qty,order\n" + "".join(f"fox,1,{number}\n" for number in range(count))
    orders = shop.read("orders.csv", text)
    assert len(orders.lines) == count < table.MOST_ROWS
    assert orders.problems == ()
