from __future__ import annotations

import pytest

from tests.orders.conftest import Shop, ids, summary, workbook

SIZES = "a side is above 0 and at most 10,000 in"
WRITE = "write it like 3x3in, 75mm x 40mm, 10in or h=4in"
WHOLE = "write a whole number from 1 to 100,000"


@pytest.mark.parametrize(
    ("row", "column", "value", "problem", "sentence"),
    [
        (("fox", "0x3", "1"), "Size", "0x3", "bad-size", f"“0x3” can't be printed; {SIZES}."),
        (("fox", "-3", "1"), "Size", "-3", "bad-size", f"“-3” is no size; {WRITE}."),
        (("fox", "nan", "1"), "Size", "nan", "bad-size", f"“nan” is no size; {WRITE}."),
        (("fox", "20000in", "1"), "Size", "20000in", "bad-size", f"“20000in” can't be printed; {SIZES}."),
        (("fox", "1_0", "1"), "Size", "1_0", "bad-size", f"“1_0” is no size; {WRITE}."),
        (("fox", "３x３", "1"), "Size", "３x３", "bad-size", f"“３x３” is no size; {WRITE}."),  # noqa: RUF001
        (("fox", "3x3", "0"), "Qty", "0", "bad-quantity", f"“0” is no quantity; {WHOLE}."),
        (("fox", "3x3", "-1"), "Qty", "-1", "bad-quantity", f"“-1” is no quantity; {WHOLE}."),
        (("fox", "3x3", "1.5"), "Qty", "1.5", "bad-quantity", f"“1.5” is no quantity; {WHOLE}."),
        (("fox", "3x3", "1_0"), "Qty", "1_0", "bad-quantity", f"“1_0” is no quantity; {WHOLE}."),
        (("fox", "3x3", "５"), "Qty", "５", "bad-quantity", f"“５” is no quantity; {WHOLE}."),  # noqa: RUF001
        (("fox", "3x3", "100001"), "Qty", "100001", "bad-quantity", f"“100001” is no quantity; {WHOLE}."),
        (("fox", "3x3", "two"), "Qty", "two", "bad-quantity", f"“two” is no quantity; {WHOLE}."),
        (("fox", "3x3", ""), "Qty", "", "bad-quantity", "“” is no quantity; fill it in or delete the row."),
        (("", "3x3", "1"), "Design", "", "no-design", "“” names no design; fill it in or delete the row."),
        (
            ("fo\0x", "3x3", "1"),
            "Design",
            "fo�x",
            "bad-text",
            "“fo�x” has characters that can't be shown; correct the cell.",
        ),
    ],
)
def test_each_refusal_names_file_row_column_and_value(
    shop: Shop, row: tuple[str, ...], column: str, value: str, problem: str, sentence: str
) -> None:
    shop.art("fox.png", "owl.png")
    text = f"Design,Size,Qty\nowl,3x3,1\n{','.join(row)}\nowl,3x3,2.0\n"
    orders = shop.read("orders.csv", text)
    assert [(line.design, line.quantity, line.row) for line in orders.lines] == [("owl", 1, 2), ("owl", 2, 4)]
    [found] = orders.problems
    assert (found.id, found.severity, found.file, found.row, found.column, found.value, found.line) == (
        f"orders.{problem}",
        "error",
        shop.path("orders.csv"),
        3,
        column,
        value,
        None,
    )
    assert found.message == f"orders.csv, row 3, column “{column}”: {sentence}"


def test_every_bad_cell_of_a_row_is_told_at_once(shop: Shop) -> None:
    orders = shop.read("orders.csv", "Design,Size,Qty\nfox,big,many\n")
    assert ids(orders) == ["orders.bad-size", "orders.bad-quantity", "orders.design-missing"]
    assert [problem.line for problem in orders.problems] == [None, None, None]


def test_a_missing_design_keeps_its_line(shop: Shop) -> None:
    shop.art("owl.png")
    orders = shop.read("orders.csv", "Design,Size,Qty,Order\nowl,,1,A\nfox,3x3,2,B\n")
    assert summary(orders)[1] == ("fox", 3.0, 3.0, 2, "B")
    assert orders.lines[1].path is None
    [found] = orders.problems
    assert (found.id, found.line, found.row, found.value) == ("orders.design-missing", 2, 3, "fox")
    assert found.message == (
        "orders.csv, row 3, column “Design”: no artwork was found for “fox”; "
        "put the file into the artwork folder or correct the name."
    )


def test_a_column_given_twice_refuses_the_file(shop: Shop) -> None:
    shop.art("fox.png")
    orders = shop.read("orders.csv", "Design,Qty,Size,QTY\nfox,1,3x3,2\n")
    assert orders.lines == ()
    assert [problem.message for problem in orders.problems] == [
        "orders.csv: the columns “Qty” and “QTY” mean the same; leave one of them and read it again."
    ]
    assert ids(shop.read("orders.xlsx", workbook(("Design", "Design"), ("fox", "owl")))) == [
        "orders.repeated-column"
    ]


def test_no_columns_and_no_rows(shop: Shop) -> None:
    [found] = shop.read("orders.csv", "fox.png,3x3,1\nowl.png,3x3,1\n").problems
    assert found.id == "orders.no-columns"
    assert "fox.png" in found.message
    assert ids(shop.read("orders.csv", "design,qty\n,\n\n")) == ["orders.empty"]
    assert ids(shop.read("orders.csv", "")) == ["orders.empty"]
    assert ids(shop.read("orders.csv", "\n \n")) == ["orders.empty"]


def test_long_and_odd_values_stay_one_sentence(shop: Shop) -> None:
    orders = shop.read("orders.csv", f'design,qty\n"{"x" * 900}","a\nb\x01"\n{"y" * 5000},1\n')
    assert ids(orders) == ["orders.bad-quantity", "orders.design-missing", "orders.bad-text"]
    for problem in orders.problems:
        assert len(problem.message) < 300
        assert problem.message.isprintable()


def test_a_file_that_does_not_say_how_many_is_told_once(shop: Shop) -> None:
    shop.art("fox.png", "owl.png")
    orders = shop.read("orders.csv", "Design,Size,Anzahl,A,B,C,D\nfox,3x3,20\nowl,3x3,9\n")
    assert [line.quantity for line in orders.lines] == [1, 1]
    [found] = orders.problems
    assert (found.id, found.severity, found.row) == ("orders.no-quantity", "warning", None)
    assert found.message == (
        "orders.csv: no column says how many (“Anzahl”, “A”, “B”, “C” and 1 more not used), "
        "so 1 of each is printed; head the right one Quantity."
    )
    assert ids(shop.read("orders.json", '[{"design": "fox"}]')) == ["orders.no-quantity"]
    assert ids(shop.read("orders.json", '[{"design": "fox"}, {"design": "fox", "qty": 2}]')) == []


@pytest.mark.parametrize("text", ["File\nfox qty1.png\nowl.png\n", "File\nfox_qty3\n", "File\nlynx\n"])
def test_names_may_say_how_many(shop: Shop, text: str) -> None:
    shop.art("fox qty1.png", "owl.png", "lynx qty1.png")
    assert ids(shop.read("orders.csv", text)) == []
