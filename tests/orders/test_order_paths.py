from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from gangsheet_studio.orders import read_orders
from tests.orders.conftest import Shop, ids, summary, workbook


def test_a_folder_of_artwork_in_natural_order(shop: Shop) -> None:
    shop.art(
        "10.png",
        "2 qty3.png",
        "1_4x4.png",
        "b/x 10cm.jpg",
        "a/y.PNG",
        ".hidden.png",
        "notes.txt",
        "readme.md",
    )
    shop.write("notes.txt", "Please print these by Friday.\nThank you.\n")
    shop.write("old.manifest.json", '{"job": "old", "parts": []}')
    shop.write("job.json", '{"name": "Sample", "film": "23x60in", "dpi": 300}')
    orders = read_orders([shop.folder])
    assert summary(orders) == [
        ("1_4x4.png", 4.0, 4.0, 1, ""),
        ("2 qty3.png", None, None, 3, ""),
        ("10.png", None, None, 1, ""),
        ("y.PNG", None, None, 1, ""),
        ("x 10cm.jpg", 3.94, None, 1, ""),
    ]
    assert [line.path for line in orders.lines][-1] == shop.path("b/x 10cm.jpg")
    assert [(line.file, line.row) for line in orders.lines] == [(None, None)] * 5
    assert orders.problems == ()


def test_a_folder_with_its_order_file_is_that_order(shop: Shop) -> None:
    shop.art("art/fox.png", "owl.png", "unwanted.png")
    shop.write("order 2.xlsx", workbook(("Design", "Qty"), ("owl", 2)))
    shop.write("order 1.csv", "design,qty\nfox,1\n")
    shop.write("~$order 2.xlsx", b"lock")
    shop.write("notes.txt", "Hello\n")
    orders = read_orders([shop.folder])
    assert summary(orders) == [("fox", None, None, 1, ""), ("owl", None, None, 2, "")]
    assert orders.problems == ()


def test_a_bad_order_file_does_not_turn_its_folder_into_an_order(shop: Shop) -> None:
    shop.art("fox.png")
    shop.write("order.csv", "colour,price\nred,1\n")
    orders = read_orders([shop.folder])
    assert (orders.lines, ids(orders)) == ((), ["orders.no-columns"])


@pytest.mark.parametrize("name", ["orders.xls", "orders.XLSB", "orders.ods", "orders.numbers"])
@pytest.mark.parametrize(
    "content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), b"PK\x05\x06" + bytes(18)]
)
def test_an_order_that_cant_be_read_does_not_turn_its_folder_into_an_order(
    shop: Shop, name: str, content: bytes
) -> None:
    shop.art("fox.png")
    alone = read_orders([shop.write(name, content)])
    orders = read_orders([shop.folder])
    assert (orders.lines, ids(orders)) == ((), ["orders.unreadable"])
    assert orders.problems == alone.problems


def test_an_xls_that_is_text_is_read_like_any_text(shop: Shop) -> None:
    shop.art("fox.png", "owl.png")
    shop.write("orders.xls", "design\tqty\nfox\t2\n")
    assert summary(read_orders([shop.folder])) == [("fox", None, None, 2, "")]


def test_several_kinds_at_once_with_problems_on_their_lines(shop: Shop) -> None:
    shop.art("fox.png", "more/owl.png", "single qty2.jpg")
    first = shop.write("a.csv", "design,qty\ngone,1\nfox,1\n")
    second = shop.write("b.json", '[{"design": "fox", "qty": 4}, {"design": "lost"}]')
    paths = [
        first,
        shop.folder / "more",
        shop.folder / "nowhere.csv",
        second,
        shop.folder / "single qty2.jpg",
    ]
    orders = read_orders(paths)
    assert [(line.design, line.quantity) for line in orders.lines] == [
        ("gone", 1),
        ("fox", 1),
        ("owl.png", 1),
        ("fox", 4),
        ("lost", 1),
        ("single qty2.jpg", 2),
    ]
    assert [(problem.id, problem.line) for problem in orders.problems] == [
        ("orders.design-missing", 1),
        ("orders.unreadable", None),
        ("orders.design-missing", 5),
    ]


def test_artwork_is_told_by_content_or_by_name(shop: Shop) -> None:
    shop.art("plain", "picture.bin")
    shop.write("empty.png", b"")
    orders = read_orders([shop.folder / name for name in ("plain", "picture.bin", "empty.png")])
    assert [line.path for line in orders.lines] == [
        shop.path(name) for name in ("plain", "picture.bin", "empty.png")
    ]


def test_a_path_given_twice_is_read_once(shop: Shop) -> None:
    shop.art("fox.png")
    path = shop.write("orders.csv", "design,qty\nfox,1\n")
    orders = read_orders([path, shop.folder / "." / "orders.csv"])
    assert len(orders.lines) == 1
    assert [(problem.id, problem.severity) for problem in orders.problems] == [
        ("orders.repeated-path", "warning")
    ]


@pytest.mark.parametrize(
    ("name", "problem", "sentence"),
    [
        (
            "card 0x0in.png",
            "orders.bad-size",
            "card 0x0in.png: “0x0in” can't be printed; a side is above 0 and at most 10,000 in.",
        ),
        (
            "card qty0.png",
            "orders.bad-quantity",
            "card qty0.png: “0” is no quantity; write a whole number from 1 to 100,000.",
        ),
    ],
)
def test_names_that_ask_for_nothing(shop: Shop, name: str, problem: str, sentence: str) -> None:
    shop.art(name, "fox.png")
    orders = read_orders([shop.folder])
    assert [line.design for line in orders.lines] == ["fox.png"]
    assert [(found.id, found.message) for found in orders.problems] == [(problem, sentence)]


def test_an_empty_folder_and_no_path_at_all(tmp_path: Path) -> None:
    assert ids(read_orders([tmp_path])) == ["orders.empty"]
    assert read_orders([]).lines == ()


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders there")
def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "orders.csv")
    os.mkfifo(tmp_path / "art.png")
    orders = read_orders([tmp_path / "orders.csv", tmp_path / "art.png"])
    assert ids(orders) == ["orders.unreadable"] * 2
    assert "not a regular file" in orders.problems[0].message


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_that_no_program_can_show(tmp_path: Path) -> None:
    Path(os.fsdecode(bytes(tmp_path) + b"/\xff.png")).write_bytes(b"")
    (tmp_path / "fox.png").write_bytes(b"")
    orders = read_orders([tmp_path, Path(os.fsdecode(bytes(tmp_path) + b"/\xff.png")), Path("a\0b.csv")])
    assert [line.design for line in orders.lines] == ["fox.png"]
    assert [(problem.id, problem.severity) for problem in orders.problems] == [
        ("orders.bad-name", "error")
    ] * 3
    assert all(problem.message.encode() for problem in orders.problems)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read(shop: Shop) -> None:
    shop.art("closed/fox.png", "owl.png")
    (shop.folder / "closed").chmod(0)
    try:
        orders = read_orders([shop.folder])
    finally:
        (shop.folder / "closed").chmod(0o700)
    assert [line.design for line in orders.lines] == ["owl.png"]
    assert ids(orders) == ["orders.unreadable"]


def test_files_of_a_folder_that_cant_be_printed_are_named(shop: Shop) -> None:
    shop.art("fox.png", "sub/owl.PSD", "logo.pdf", "old.bmp")
    shop.art("Thumbs.db", ".DS_Store", "desktop.ini", "._logo.pdf", "readme.md", "font.otf")
    shop.write("notes.txt", "Hello\n")
    orders = read_orders([shop.folder])
    assert [line.design for line in orders.lines] == ["fox.png"]
    assert [(problem.id, problem.severity) for problem in orders.problems] == [
        ("orders.not-printed", "warning")
    ] * 3
    assert sorted(problem.message for problem in orders.problems) == [
        "logo.pdf: it is not printed, for artwork can't be PDF; save it as PNG or move it elsewhere.",
        "old.bmp: it is not printed, for artwork can't be BMP; save it as PNG or move it elsewhere.",
        "owl.PSD: it is not printed, for artwork can't be PSD; save it as PNG or move it elsewhere.",
    ]
    order = shop.write("orders.csv", "design,qty\nfox,1\n")
    assert read_orders([order], [shop.folder]).problems == ()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_out_of_a_folder_are_named(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    shop.art("fox.png", "sub/owl.png")
    Shop(tmp_path).art("secret.png", "more/secret.png")
    (shop.folder / "same.png").symlink_to(shop.folder / "fox.png")
    (shop.folder / "loop").symlink_to(shop.folder)
    (shop.folder / "out.png").symlink_to(tmp_path / "secret.png")
    (shop.folder / "gone.png").symlink_to(tmp_path / "gone.png")
    (shop.folder / "folder").symlink_to(tmp_path / "more")
    orders = read_orders([shop.folder])
    assert [line.design for line in orders.lines] == ["fox.png", "same.png", "owl.png"]
    assert {problem.severity for problem in orders.problems} == {"warning"}
    assert [problem.message.partition(":")[0] for problem in orders.problems] == [
        "folder",
        "gone.png",
        "out.png",
    ]
    assert "link out of the folder" in orders.problems[0].message


@pytest.mark.parametrize(
    ("name", "head", "what"),
    [
        ("flyer.pdf", b"%PDF-1.7", "a PDF"),
        ("flyer", b"%PDF-1.7", "a PDF"),
        ("Fox.BMP", b"BM\x36\x10\0\0\0\0\0\0\x36\0", "a BMP picture"),
        ("fox", b"BM\x36\x10\0\0\0\0\0\0\x36\0", "a BMP picture"),
        ("fox.psd", b"8BPS\0\1", "a Photoshop file"),
        ("fox.ai", b"%PDF-1.5", "an Illustrator file"),
        ("fox.eps", b"\xc5\xd0\xd3\xc6", "an EPS file"),
        ("fox", b"%!PS-Adobe-3.0 EPSF-3.0", "an EPS file"),
    ],
)
def test_files_of_drawing_programs_may_be_artwork_or_an_order(
    shop: Shop, name: str, head: bytes, what: str
) -> None:
    [problem] = read_orders([shop.write(name, head + bytes(100))]).problems
    assert problem.id == "orders.unreadable"
    assert problem.message == (
        f"{name}: it is {what}; export artwork from it as PNG, an order as CSV or XLSX."
    )


def test_text_that_begins_like_a_picture_is_text(shop: Shop) -> None:
    shop.art("fox.png")
    assert [line.quantity for line in shop.read("orders", "BM,design,qty\n,fox,2\n").lines] == [2]
