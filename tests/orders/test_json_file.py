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
