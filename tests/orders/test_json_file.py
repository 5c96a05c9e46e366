from __future__ import annotations

import json

import pytest

from tests.orders.conftest import Shop, ids, summary

LINES = [{"design": "luffy", "size": "3x3", "qty": 2, "order": "A-1"}, {"SKU": "zoro", "Quantity": "1"}]
READ = [("luffy", 3.0, 3.0, 2, "A-1"), ("zoro", None, None, 1, "")]


@pytest.fixture(autouse=True)
def _artwork(shop: Shop) -> None:
    shop.art("luffy.png", "zoro.png")


@pytest.mark.parametrize(
    "root", [LINES, {"orders": LINES}, {"lines": LINES}, {"Items": LINES}, {"order_items": LINES}]
)
@pytest.mark.parametrize("name", ["orders.json", "orders.txt"])
def test_lists_of_lines(shop: Shop, root: object, name: str) -> None:
    orders = shop.read(name, json.dumps(root))
    assert summary(orders) == READ
    assert [line.row for line in orders.lines] == [1, 2]
    assert orders.problems == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings(shop: Shop, encoding: str) -> None:
    assert summary(shop.read("orders.json", json.dumps(LINES, indent=1).encode(encoding))) == READ


def test_items_of_an_order_keep_its_name_and_unit(shop: Shop) -> None:
    root = {
        "orders": [
            {
                "order": "1001",
                "unit": "mm",
                "items": [{"design": "luffy", "size": "75x40"}, {"design": "zoro", "order": "9"}],
            },
            {
                "name": "#1002",
                "total": 9,
                "line_items": [{"sku": "zoro", "name": "Zoro - L", "title": "Zoro", "quantity": 3}],
            },
        ]
    }
    orders = shop.read("orders.json", json.dumps(root))
    assert summary(orders) == [
        ("luffy", 2.95, 1.57, 1, "1001"),
        ("zoro", None, None, 1, "9"),
        ("zoro", None, None, 3, "#1002"),
    ]


def test_a_single_line_and_a_size_as_an_object(shop: Shop) -> None:
    assert summary(
        shop.read("one.json", '{"design": "luffy", "size": {"width": 3, "height": "2in"}, "qty": 2.0}')
    ) == [("luffy", 3.0, 2.0, 2, "")]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"design": "luffy", "qty": NaN}', "bad-quantity"),
        ('{"design": "luffy", "qty": Infinity}', "bad-quantity"),
        ('{"design": "luffy", "qty": 1e400}', "bad-quantity"),
        ('{"design": "luffy", "qty": ' + "9" * 5000 + "}", "bad-quantity"),
        ('{"design": "luffy", "qty": true}', "bad-quantity"),
        ('{"design": "luffy", "qty": [2]}', "bad-quantity"),
        ('{"design": "luffy", "width": -1}', "bad-size"),
        ('{"design": "luffy", "qty": 1, "QTY": 2}', "repeated-column"),
        ('{"design": "luffy", "qty": 1, "qty": 2}', "repeated-column"),
        ('{"design": "\\ud800", "qty": 1}', "bad-text"),
        ('{"design": "a\\u0000b", "qty": 1}', "bad-text"),
        ('{"size": "3x3", "qty": 1}', "no-design"),
        ('{"design": null, "qty": 1}', "no-design"),
        ('"luffy"', "bad-entry"),
        ("7", "bad-entry"),
    ],
)
def test_a_bad_entry_hides_no_good_one(shop: Shop, line: str, problem: str) -> None:
    orders = shop.read("orders.json", f'[{{"design": "luffy", "qty": 1}}, {line}, {{"design": "zoro"}}]')
    assert [each.design for each in orders.lines] == ["luffy", "zoro"]
    [found] = orders.problems
    assert (found.id, found.row) == (f"orders.{problem}", 2)
    assert found.message.startswith("orders.json, entry 2")
    assert found.message.encode()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[", "unreadable"),
        ('{"a":', "unreadable"),
        ("[" * 100_000, "unreadable"),
        ('{"items":' * 5_000 + "1" + "}" * 5_000, "unreadable"),
        ("[]", "empty"),
        ('{"orders": []}', "empty"),
        ("{}", "no-columns"),
        ('{"job": "x", "parts": []}', "no-columns"),
    ],
    ids=["cut", "cut object", "deep", "deep items", "nothing", "no orders", "no names", "manifest"],
)
def test_whole_files_that_are_no_order(shop: Shop, text: str, problem: str) -> None:
    orders = shop.read("orders.json", text)
    assert (orders.lines, ids(orders)) == ((), [f"orders.{problem}"])


def test_an_order_with_its_own_line_and_no_items(shop: Shop) -> None:
    orders = shop.read("o.json", '[{"order": "A", "design": "luffy", "size": "3x3", "qty": 2, "items": []}]')
    assert summary(orders) == [("luffy", 3.0, 3.0, 2, "A")]
    orders = shop.read("o.json", '[{"name": "#2", "total": 0, "items": []}, {"sku": "zoro", "qty": 1}]')
    assert summary(orders) == [("zoro", None, None, 1, "")]


@pytest.mark.parametrize(
    ("order", "item", "line"),
    [
        ({}, {"size": "3x3", "qty": 2}, ("luffy", 3.0, 3.0, 2, "A")),
        ({"size": "3x3"}, {"qty": 2}, ("luffy", 3.0, 3.0, 2, "A")),
        ({"width_mm": 254}, {"qty": 2}, ("luffy", 10.0, None, 2, "A")),
        ({"size": "3x3"}, {"width": 2, "qty": 2}, ("luffy", 2.0, None, 2, "A")),
        ({"size": "3x3"}, {"sku": "zoro", "qty": 2}, ("zoro", None, None, 2, "A")),
        ({"qty": 9}, {"size": "3x3"}, ("luffy", 3.0, 3.0, 1, "A")),
    ],
)
def test_items_have_the_design_of_their_order(
    shop: Shop, order: dict[str, object], item: dict[str, object], line: tuple[object, ...]
) -> None:
    root = {"order": "A", "design": "luffy", **order, "items": [item]}
    assert summary(shop.read("orders.json", json.dumps(root))) == [line]


def test_the_size_of_a_sheet_is_not_that_of_its_items(shop: Shop) -> None:
    root = {"width": 22, "height": 100, "items": [{"design": "luffy", "qty": 1}]}
    assert summary(shop.read("orders.json", json.dumps(root))) == [("luffy", None, None, 1, "")]


def test_a_size_as_a_list_is_its_two_sides(shop: Shop) -> None:
    assert summary(shop.read("orders.json", '[{"design": "luffy", "size": [3, "2in"], "qty": 1}]')) == [
        ("luffy", 3.0, 2.0, 1, "")
    ]


@pytest.mark.parametrize(
    ("key", "value", "column", "written"),
    [
        ("design", {"file": "x.png"}, "design", "{file: x.png}"),
        ("order", {"id": 7}, "order", "{id: 7}"),
        ("size", [3], "size", "[3]"),
        ("size", {"x": [[[3]]]}, "size", "{x: [[…]]}"),
    ],
)
def test_objects_are_no_values(shop: Shop, key: str, value: object, column: str, written: str) -> None:
    line = {"design": "luffy", "qty": 1, key: value}
    orders = shop.read("orders.json", json.dumps([line]))
    assert orders.lines == ()
    [found] = orders.problems
    assert found.message == (
        f"orders.json, entry 1, column “{column}”: “{written}” is an object or a list; write one value."
    )


def test_the_picture_of_a_product_is_no_design(shop: Shop) -> None:
    line = {"sku": "luffy", "quantity": 1, "image": {"src": "https://example.com/x.png"}}
    assert summary(shop.read("orders.json", json.dumps([line]))) == [("luffy", None, None, 1, "")]
