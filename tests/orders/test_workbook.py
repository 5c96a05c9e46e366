from __future__ import annotations

import datetime
import io
import re
import zipfile

import openpyxl
import pytest

from tests.orders.conftest import Shop, ids, summary, workbook


@pytest.fixture(autouse=True)
def _artwork(shop: Shop) -> None:
    shop.art("luffy.png", "zoro.png", "1001.png")


@pytest.mark.parametrize("name", ["orders.xlsx", "orders.csv", "orders"])
def test_a_workbook_whatever_its_name(shop: Shop, name: str) -> None:
    data = workbook(("Design", "Size", "Qty", "Order"), ("luffy", "3x3", 2, "A-1"), (1001, 2.5, 1.0, 77))
    orders = shop.read(name, data)
    assert summary(orders) == [("luffy", 3.0, 3.0, 2, "A-1"), ("1001", 2.5, None, 1, "77")]
    assert [line.row for line in orders.lines] == [2, 3]
    assert orders.problems == ()


def test_rows_are_counted_as_the_spreadsheet_shows_them(shop: Shop) -> None:
    rows = [
        (),
        (None, "This week"),
        (),
        (None, "Design", "Qty"),
        (None, "luffy", 1),
        (),
        (None, "zoro", "two\nlines"),
    ]
    orders = shop.read("orders.xlsx", workbook(*rows))
    assert [(line.design, line.row) for line in orders.lines] == [("luffy", 5)]
    assert [(problem.row, problem.column) for problem in orders.problems] == [(7, "Qty")]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2.5, "2.5"),
        (True, "TRUE"),
        (datetime.date(2026, 4, 3), "2026-04-03"),
        ("=1+1", "=1+1"),
        ("#N/A", "#N/A"),
        (0, "0"),
        (1e300, "1e+300"),
    ],
)
def test_cells_that_are_no_quantity(shop: Shop, value: object, shown: str) -> None:
    orders = shop.read("orders.xlsx", workbook(("Design", "Qty"), ("luffy", value), ("zoro", 1)))
    assert [line.design for line in orders.lines] == ["zoro"]
    assert [(problem.id, problem.row, problem.value) for problem in orders.problems] == [
        ("orders.bad-quantity", 2, shown)
    ]


def test_the_first_sheet_with_columns_is_read_and_the_others_named(shop: Shop) -> None:
    data = workbook(
        ("How to fill this in",),
        April=[("Design", "Qty"), ("luffy", 1)],
        March=[("Design", "Qty"), ("zoro", 9)],
    )
    orders = shop.read("orders.xlsx", data)
    assert summary(orders) == [("luffy", None, None, 1, "")]
    assert [(problem.id, problem.severity) for problem in orders.problems] == [
        ("orders.other-sheets", "warning")
    ]
    assert "“April” was read, not “March”" in orders.problems[0].message


def refilled(data: bytes, **members: bytes) -> bytes:
    """Return workbook `data` with members replaced or added; `sheet` is its first sheet."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "picture": "xl/media/image1.png"}
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        content = {name: old.read(name) for name in old.namelist()}
        content |= {names[key]: value for key, value in members.items()}
        for name, value in content.items():
            new.writestr(name, value)
    return file.getvalue()


def sheet(*cells: str) -> bytes:
    return (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + "".join(cells).encode()
        + b"</sheetData></worksheet>"
    )


HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>Design</t></is></c></row>'
GOOD = workbook(("Design", "Qty"), ("luffy", 1))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            "a cell in row 1,048,576, column 16,384 makes it too large",
        ),
        ('<row r="1048576"><c><v>1</v></c></row>', "a cell in row 1,048,576, column 1 makes it too large"),
        ('<row r="2"><c r="xfd999999"><v>1</v></c></row>', "makes it too large"),
        ('<row r="99999999999"><c><v>1</v></c></row>', "damaged"),
        ('<row r="2"><c r="$A$2"><v>1</v></c></row>', "damaged"),
        ('<row r="2"><c r="A2">', "damaged"),
    ],
)
def test_a_stray_cell_is_measured_before_any_memory_is_taken(shop: Shop, cells: str, expected: str) -> None:
    orders = shop.read("orders.xlsx", refilled(GOOD, sheet=sheet(HEADER, cells)))
    assert orders.lines == ()
    assert ids(orders) in (["orders.unreadable"], ["orders.too-long"])
    assert expected in orders.problems[0].message


def test_formatted_but_empty_cells_are_no_stray_cells(shop: Shop) -> None:
    rows = HEADER + '<row r="2"><c r="A2" t="inlineStr"><is><t>luffy</t></is></c></row>'
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert summary(shop.read("orders.xlsx", refilled(GOOD, sheet=sheet(rows, far)))) == [
        ("luffy", None, None, 1, "")
    ]


def test_entities_are_refused(shop: Shop) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY x "xxxxxxxx">]>' + sheet(HEADER)
    assert ids(shop.read("orders.xlsx", refilled(GOOD, sheet=bomb))) == ["orders.unreadable"]


def test_a_bomb_is_refused_by_what_it_says_of_itself(shop: Shop) -> None:
    data = refilled(GOOD, sheet=bytes(65 << 20))
    assert len(data) < 1 << 20
    orders = shop.read("orders.xlsx", data)
    assert ids(orders) == ["orders.unreadable"]
    assert "64 MB" in orders.problems[0].message


def test_pictures_in_a_workbook_are_never_unpacked(shop: Shop) -> None:
    assert summary(shop.read("orders.xlsx", refilled(GOOD, picture=bytes(257 << 20)))) == [
        ("luffy", None, None, 1, "")
    ]


def test_a_bomb_that_lies_about_itself_is_refused(shop: Shop) -> None:
    data = refilled(GOOD, sheet=sheet(HEADER) + b" " * (8 << 20))
    true_size = (len(sheet(HEADER)) + (8 << 20)).to_bytes(4, "little")
    assert data.count(true_size) == 2
    orders = shop.read("orders.xlsx", data.replace(true_size, (600).to_bytes(4, "little")))
    assert ids(orders) == ["orders.unreadable"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (GOOD[:-40], "damaged"),
        (GOOD[:200] + bytes(len(GOOD) - 400) + GOOD[-200:], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        (re.sub(b"xl/workbook.xml", b"xl/workbook.bin", GOOD), "not a .xlsx workbook"),
    ],
    ids=["cut", "holed", "old format", "other archive"],
)
def test_damaged_and_foreign_workbooks(shop: Shop, data: bytes, expected: str) -> None:
    orders = shop.read("orders.xlsx", data)
    assert ids(orders) == ["orders.unreadable"]
    assert expected in orders.problems[0].message


def test_an_empty_workbook(shop: Shop) -> None:
    assert ids(shop.read("orders.xlsx", workbook())) == ["orders.empty"]
    assert ids(shop.read("orders.xlsx", workbook(("Design", "Qty")))) == ["orders.empty"]
    assert ids(shop.read("orders.xlsx", workbook(("Colour", "Price"), ("red", 1)))) == ["orders.no-columns"]


def cells(reference: str, *values: str) -> str:
    """Return a row of text in A, B and so on; a value that is a tag stands as it is."""
    letters = "ABCDEF"
    return (
        f'<row r="{reference}">'
        + "".join(
            value
            if value.startswith("<")
            else f'<c r="{letter}{reference}" t="inlineStr"><is><t>{value}</t></is></c>'
            for letter, value in zip(letters, values, strict=False)
        )
        + "</row>"
    )


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        (
            '<c r="B2" t="e"><f>Sizes!A9</f><v>#REF!</v></c>',
            "“#REF!” is an error of the spreadsheet; correct the cell and save the file.",
        ),
        (
            '<c r="B2"><f>C2*2</f><v/></c>',
            "“=C2*2” is a formula without a saved value: open the file in Excel and save it.",
        ),
        (
            '<c r="B2"><f>C2*2</f></c>',
            "“=C2*2” is a formula without a saved value: open the file in Excel and save it.",
        ),
    ],
    ids=["error", "empty value", "no value"],
)
@pytest.mark.parametrize("more", [(), ("zoro", "3x3", "1")], ids=["last row", "row between"])
def test_a_size_without_a_value_is_not_the_artworks_own(
    shop: Shop, size: str, sentence: str, more: tuple[str, ...]
) -> None:
    rows = [cells("1", "Design", "Size", "Qty"), cells("2", "luffy", size, "1"), cells("3", *more)]
    orders = shop.read("orders.xlsx", refilled(GOOD, sheet=sheet(*rows)))
    assert [line.design for line in orders.lines] == list(more[:1])
    assert [(problem.id, problem.message) for problem in orders.problems] == [
        ("orders.bad-size", f"orders.xlsx, row 2, column “Size”: {sentence}")
    ]


def test_saved_values_of_formulas_are_read(shop: Shop) -> None:
    width = '<c r="B2"><f>1.5*2</f><v>3</v></c>'
    empty = '<c r="C2" t="str"><f>IF(1,"","x")</f><v></v></c>'
    rows = [cells("1", "Design", "Width", "Height"), cells("2", "luffy", width, empty)]
    orders = shop.read("orders.xlsx", refilled(GOOD, sheet=sheet(*rows)))
    assert summary(orders) == [("luffy", 3.0, None, 1, "")]


def test_a_failed_look_up_fills_no_row_unless_it_is_the_design(shop: Shop) -> None:
    header, good = ("Size", "Qty", "Design"), ("3x3", 1, "luffy")
    orders = shop.read("orders.xlsx", workbook(header, good, ("#N/A", "#N/A", None), (None, None, "=B9")))
    assert [line.design for line in orders.lines] == ["luffy"]
    assert [(problem.row, problem.column, problem.value) for problem in orders.problems] == [
        (4, "Design", "=B9")
    ]


def test_faults_belong_to_their_own_sheet(shop: Shop) -> None:
    data = workbook(("Prices",), (None, "#REF!"), April=[("Design", "Size"), ("luffy", "3x3")])
    assert summary(shop.read("orders.xlsx", data)) == [("luffy", 3.0, 3.0, 1, "")]


def merged(*ranges: str, rows: list[tuple[object, ...]]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook(*rows)))
    for each in ranges:
        book.worksheets[0].merge_cells(each)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_merged_cell_counts_for_each_of_its_rows(shop: Shop) -> None:
    rows: list[tuple[object, ...]] = [
        ("Week 14", None, None, None),
        ("Design", "Size", "Qty", "Order"),
        ("luffy", "3x3", 1, "A-1"),
        ("zoro", None, 2, None),
        ("1001", None, 3, "A-2"),
        ("luffy", None, 4, None),
        (None, None, None, None),
        ("zoro", "2in", 5, None),
    ]
    data = merged("A1:D1", "B3:B5", "D3:D4", "D5:D7", rows=rows)
    orders = shop.read("orders.xlsx", data)
    assert summary(orders) == [
        ("luffy", 3.0, 3.0, 1, "A-1"),
        ("zoro", 3.0, 3.0, 2, "A-1"),
        ("1001", 3.0, 3.0, 3, "A-2"),
        ("luffy", None, None, 4, "A-2"),
        ("zoro", 2.0, None, 5, ""),
    ]
    assert orders.problems == ()


def test_a_merged_quantity_is_not_guessed_and_merged_blank_rows_order_nothing(shop: Shop) -> None:
    rows: list[tuple[object, ...]] = [("Design", "Size", "Qty"), ("luffy", "3x3", 2), ("zoro", "3x3", None)]
    orders = shop.read("orders.xlsx", merged("C2:C3", rows=rows))
    assert [(problem.id, problem.row) for problem in orders.problems] == [("orders.bad-quantity", 3)]
    orders = shop.read("orders.xlsx", merged("A2:A3", "B2:B3", "C2:C3", rows=[*rows[:2], (None,)]))
    assert summary(orders) == [("luffy", 3.0, 3.0, 2, "")]
    assert orders.problems == ()


def test_a_merged_error_refuses_each_of_its_rows(shop: Shop) -> None:
    rows: list[tuple[object, ...]] = [("Design", "Qty", "Size"), ("luffy", 1, "#REF!"), ("zoro", 1)]
    orders = shop.read("orders.xlsx", merged("C2:C3", rows=rows))
    assert orders.lines == ()
    assert [(problem.row, problem.value) for problem in orders.problems] == [(2, "#REF!"), (3, "#REF!")]
