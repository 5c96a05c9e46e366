from __future__ import annotations

import codecs

import pytest

from tests.orders.conftest import Shop, ids, summary

SHEET = "design,size,qty,order\nCafé.png,3x3,2,A-1\nluffy.png,10cm,1,A-2\n"
LINES = [("Café.png", 3.0, 3.0, 2, "A-1"), ("luffy.png", 3.94, None, 1, "A-2")]


@pytest.fixture(autouse=True)
def _artwork(shop: Shop) -> None:
    shop.art("Café.png", "luffy.png", "zoro.png")


@pytest.mark.parametrize(
    "data",
    [
        SHEET.encode(),
        SHEET.encode("utf-8-sig"),
        SHEET.encode("cp1252"),
        SHEET.encode("utf-16"),
        codecs.BOM_UTF16_BE + SHEET.encode("utf-16-be"),
        SHEET.encode("utf-16-le"),
        SHEET.encode("utf-16-be"),
        SHEET.encode("utf-32"),
        SHEET.replace("\n", "\r\n").encode(),
        SHEET.replace("\n", "\r").encode(),
        SHEET.rstrip("\n").encode(),
    ],
    ids=["utf8", "bom", "cp1252", "utf16", "utf16be", "le", "be", "utf32", "crlf", "cr", "no end"],
)
def test_encodings_and_line_ends(shop: Shop, data: bytes) -> None:
    orders = shop.read("orders.csv", data)
    assert summary(orders) == LINES
    assert orders.problems == ()
    assert [line.path for line in orders.lines] == [shop.path("Café.png"), shop.path("luffy.png")]
    assert [line.row for line in orders.lines] == [2, 3]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["orders.csv", "orders.tsv", "orders.txt", "orders"])
def test_delimiters_whatever_the_name(shop: Shop, delimiter: str, name: str) -> None:
    assert summary(shop.read(name, SHEET.replace(",", delimiter))) == LINES


def test_decimal_commas_in_a_sheet_with_semicolons(shop: Shop) -> None:
    orders = shop.read("orders.csv", "design;width (cm);height (cm);qty\nluffy.png;7,5;4,25;3\n")
    assert summary(orders) == [("luffy.png", 2.95, 1.67, 3, "")]


def test_the_separator_line_of_spreadsheets_is_no_row(shop: Shop) -> None:
    orders = shop.read("orders.csv", "sep=;\n" + SHEET.replace(",", ";"))
    assert summary(orders) == LINES
    assert [line.row for line in orders.lines] == [2, 3]


def test_a_quoted_line_break_is_one_row_as_in_a_spreadsheet(shop: Shop) -> None:
    text = 'design,notes,qty\nluffy.png,"first\nsecond, ""third""",2\n"zoro.png",,1\n'
    orders = shop.read("orders.csv", text)
    assert [(line.design, line.quantity, line.row) for line in orders.lines] == [
        ("luffy.png", 2, 2),
        ("zoro.png", 1, 3),
    ]


def test_titles_and_blank_rows_above_the_header(shop: Shop) -> None:
    orders = shop.read(
        "orders.csv", "Orders of the week,,\n,,\n\nDesign,Qty,Customer\nluffy.png,2,Ann\n\nzoro,1,Bob\n"
    )
    assert [(line.design, line.row) for line in orders.lines] == [("luffy.png", 5), ("zoro", 7)]
    assert orders.problems == ()


def test_rows_may_be_short_or_end_in_empty_cells(shop: Shop) -> None:
    orders = shop.read("orders.csv", "design,qty,size\nluffy.png,2\nzoro.png,1,3in,,\n")
    assert summary(orders) == [("luffy.png", None, None, 2, ""), ("zoro.png", 3.0, None, 1, "")]


def test_a_row_with_too_many_cells_is_refused_and_no_other(shop: Shop) -> None:
    orders = shop.read("orders.csv", "design,width,qty\nluffy.png,7,5,2\nzoro.png,3,1\n")
    assert summary(orders) == [("zoro.png", 3.0, None, 1, "")]
    assert [problem.message for problem in orders.problems] == [
        "orders.csv, row 2: it has 4 cells under 3 headings, “2” too many; "
        "put cells that contain the delimiter in quotation marks."
    ]


@pytest.mark.parametrize(
    "bad",
    ['"luffy.png,3x3,1\n', 'luffy.png, "3x3, 1\n', '"' + "x" * 140_000 + "\n", '"luffy.png,' + "\n" * 60],
    ids=["open", "open after a space", "endless cell", "many lines"],
)
def test_an_open_quotation_mark_swallows_no_row(shop: Shop, bad: str) -> None:
    good = "zoro.png,3x3,1\n" * 3
    orders = shop.read("orders.csv", f"design,size,qty\n{good}{bad}{good}")
    assert summary(orders) == [("zoro.png", 3.0, 3.0, 1, "")] * 6
    problem = orders.problems[-1]
    assert (problem.id, problem.row) == ("orders.open-quote", 5)
    assert problem.message.startswith("orders.csv, row 5: “")


def test_inch_marks_in_cells_without_quotation_marks(shop: Shop) -> None:
    orders = shop.read("orders.csv", 'design,size,qty\nluffy.png,3"x4",1\nzoro.png,"5"" x 6""",2\n')
    assert summary(orders) == [("luffy.png", 3.0, 4.0, 1, ""), ("zoro.png", 5.0, 6.0, 2, "")]
    assert orders.problems == ()


def test_repeated_rows_are_printed_and_told(shop: Shop) -> None:
    row = "luffy.png,3x3,2,A-1\n"
    orders = shop.read("orders.csv", f"design,size,qty,order\n{row}zoro.png,3x3,1,A-2\n{row}{row}")
    assert len(orders.lines) == 4
    [problem] = orders.problems
    assert (problem.id, problem.severity, problem.row) == ("orders.repeated-row", "warning", 4)
    assert "row 4" in problem.message
    assert "row 2" in problem.message


def test_a_unit_for_all_a_unit_a_row_and_a_unit_a_cell(shop: Shop) -> None:
    text = (
        "design,size,unit,qty\nluffy.png,75x40,,1\nluffy.png,75x40,cm,1\n"
        "luffy.png,3in,cm,1\nluffy.png,1,pcs,1\n"
    )
    orders = shop.read("orders.csv", text, unit="mm")
    assert [line[1] for line in summary(orders)] == [2.95, 29.53, 3.0]
    assert ids(orders) == ["orders.bad-unit"]


def test_width_and_height_beside_a_size_in_words(shop: Shop) -> None:
    text = (
        "design,size,width,height,qty\nluffy.png,Large,4,3,1\nzoro.png,4x3,4,,1\n"
        "zoro.png,5x3,4,,1\nzoro.png,,,2in,1\n"
    )
    orders = shop.read("orders.csv", text)
    assert [line[1:3] for line in summary(orders)] == [(4.0, 3.0), (4.0, 3.0), (None, 2.0)]
    assert [(problem.row, problem.column, problem.value) for problem in orders.problems] == [
        (4, "size", "5x3")
    ]


def test_names_in_the_order_carry_size_and_quantity(shop: Shop) -> None:
    shop.art("tiger.png", "moon 10in qty3.png")
    text = "design,size\ntiger_4x4.png,\ntiger 2in qty7,\ntiger_4x4.png,5x5\nmoon,\nmoon 10in qty3.png,1in\n"
    orders = shop.read("orders.csv", text)
    assert [line[1:4] for line in summary(orders)] == [
        (4.0, 4.0, 1),
        (2.0, None, 7),
        (5.0, 5.0, 1),
        (10.0, None, 3),
        (1.0, None, 3),
    ]
    assert orders.problems == ()


@pytest.mark.parametrize("delimiter", [", ", ",  ", "; ", "\t "])
def test_quotation_marks_after_a_delimiter_and_a_space(shop: Shop, delimiter: str) -> None:
    rows = [("Design", "Size", "Qty"), ('"luffy"', '"3x3"', "2"), ('"zoro"', '"2"" x 1"""', '"1"')]
    orders = shop.read("orders.csv", "\n".join(delimiter.join(row) for row in rows))
    assert summary(orders) == [("luffy", 3.0, 3.0, 2, ""), ("zoro", 2.0, 1.0, 1, "")]
    assert orders.problems == ()
