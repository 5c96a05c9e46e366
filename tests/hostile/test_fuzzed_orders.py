"""Orders that were good once: whatever they have become, reading them raises nothing."""

import io
import tempfile
import zipfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangsheet_studio.model import units
from gangsheet_studio.orders import read_orders
from gangsheet_studio.orders.cells import parse_quantity
from gangsheet_studio.orders.filenames import read_name
from gangsheet_studio.orders.sizes import parse_side, parse_size
from tests.hostile.mutations import mutated
from tests.hostile.order_cases.archives import BOOK, LINKS, SHEET, STRINGS, members, sheet, workbook
from tests.orders.conftest import workbook as saved

ROWS = (("Order", "Design", "Size", "Qty"), ("1001", "fox", "3x3in", 2), ("1002", "owl", "7.5cm", 1))
CSV = "\n".join(",".join(map(str, row)) for row in ROWS).encode()
JSON = msgspec.json.encode(
    {
        "orders": [
            {"name": "1001", "unit": "cm", "items": [{"design": "fox", "size": {"width": 3, "height": 3}}]},
            {"name": "1002", "items": [{"title": "owl - 3x3", "quantity": 2, "variations": "Size: 3x3 in"}]},
        ]
    }
)
XLSX = saved(*ROWS)
XML = members() | {
    SHEET: sheet(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>',
        '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>',
        '<row r="4"><c r="A4" t="inlineStr"><is><t>owl</t></is></c><c r="B4" t="e"><v>#N/A</v></c></row>',
        below='<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>',
    ),
    STRINGS: "<sst><si><t>Design</t></si><si><t>Qty</t></si><si><r><t>fo</t></r><r><t>x</t></r></si></sst>",
}


def read(data: bytes, name: str) -> None:
    """Read an order: it may be refused, but only with sentences that can be sent and shown."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        orders = read_orders([path])
    msgspec.json.encode(orders)
    assert orders.lines or orders.problems
    assert all(problem.message.isprintable() for problem in orders.problems)


@settings(max_examples=150, deadline=None)
@given(mutated(CSV) | mutated(CSV.decode().encode("utf-16")))
def test_a_damaged_sheet_of_text_is_read_or_refused(data):
    read(data, "orders.csv")


@settings(max_examples=150, deadline=None)
@given(mutated(JSON))
def test_a_damaged_json_order_is_read_or_refused(data):
    read(data, "orders.json")


@settings(max_examples=100, deadline=None)
@given(mutated(XLSX))
def test_a_damaged_workbook_is_read_or_refused(data):
    read(data, "orders.xlsx")


@settings(max_examples=250, deadline=None)
@given(
    st.sampled_from((SHEET, SHEET, STRINGS, BOOK, LINKS)).flatmap(
        lambda name: st.tuples(st.just(name), mutated(XML[name].encode()))
    )
)
def test_a_workbook_with_a_damaged_member_is_read_or_refused(damaged):
    name, xml = damaged
    read(workbook({**XML, name: xml}), "orders.xlsx")


def test_the_workbook_is_good_before_it_is_damaged(tmp_path):
    path = tmp_path / "orders.xlsx"
    path.write_bytes(workbook(XML))
    assert [(line.design, line.row) for line in read_orders([path]).lines] == [("fox", 2)]
    assert zipfile.ZipFile(io.BytesIO(path.read_bytes())).testzip() is None


SIGNS = "0123456789.,/-_ x*by inmc\"'”″½¼hwa=:\xd7\u2044\u2215\u0663\uff13\n\0e+"
MEASURES = st.text(alphabet=st.sampled_from(SIGNS) | st.characters(), max_size=60)


@pytest.mark.parametrize(
    "parse",
    [
        parse_size,
        parse_side,
        parse_quantity,
        units.parse_length,
        units.parse_film,
        units.parse_price,
        units.parse_bytes,
        units.parse_number,
        units.parse_film_length,
    ],
)
@settings(max_examples=150, deadline=None)
@given(text=MEASURES)
def test_a_measure_is_read_or_refused(parse, text):
    try:
        parse(text)
    except ValueError as error:
        assert str(error)


@settings(max_examples=200, deadline=None)
@given(MEASURES)
def test_any_name_says_something(name):
    said = read_name(name)
    assert said.title or not name
