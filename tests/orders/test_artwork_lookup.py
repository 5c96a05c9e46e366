from __future__ import annotations

import os
import sys
import time
import unicodedata
from pathlib import Path

import pytest

from gangsheet_studio.model.order import Size
from gangsheet_studio.orders import read_orders
from gangsheet_studio.orders.artwork import index_artwork
from gangsheet_studio.orders.likely import LikelyArtwork
from gangsheet_studio.orders.walk import ArtworkFile
from tests.orders.conftest import Shop, ids


def found(shop: Shop, design: str, *designs: Path) -> str | None:
    """Return the path below the shop's folder that an order of `design` is given."""
    orders = shop.read("orders.csv", f'design,qty\n"{design}",1\n', *designs)
    [line] = orders.lines
    return None if line.path is None else Path(line.path).relative_to(shop.folder).as_posix()


@pytest.mark.parametrize(
    ("design", "expected"),
    [
        ("Red Fox.png", "Red Fox.png"),
        ("Red Fox", "Red Fox.png"),
        ("red fox.PNG", "Red Fox.png"),
        ("RED_FOX", "Red Fox.png"),
        ("red-fox.png", "Red Fox.png"),
        ("Blue Owl", "sub/deep/Blue Owl.jpeg"),
        ("Blue Owl.jpg", "sub/deep/Blue Owl.jpeg"),
        ("deep/Blue Owl", "sub/deep/Blue Owl.jpeg"),
        ("sub\\deep\\blue owl.jpeg", "sub/deep/Blue Owl.jpeg"),
        ("./Red Fox.png", "Red Fox.png"),
        ("moon", "moon_4x4.webp"),
        ("moon_10x10", "moon_4x4.webp"),
        ("AC/DC", "ACDC.tif"),
        ("v1.5", "v1.5.svg"),
        ("!!!", "!!!.gif"),
        ("café", "Café.png"),
        (unicodedata.normalize("NFD", "Café.png"), "Café.png"),
        ("Red Fox.jpg", None),
        ("other/Blue Owl", None),
        ("Fox", None),
        ("???", None),
        ("notes", None),
        ("hidden", None),
        ("https://cdn.example/art/missing.png", None),
    ],
)
def test_names_as_orders_write_them(shop: Shop, design: str, expected: str | None) -> None:
    shop.art(
        "Red Fox.png",
        "sub/deep/Blue Owl.jpeg",
        "moon_4x4.webp",
        "ACDC.tif",
        "v1.5.svg",
        "!!!.gif",
        "Café.png",
    )
    shop.art("notes.docx", ".trash/hidden.png", "__MACOSX/hidden.png")
    assert found(shop, design) == expected


def test_the_closest_spelling_wins(shop: Shop) -> None:
    shop.art("Fox.png", "fox-.png", "fox_4x4.png", "fox 1.png")
    assert found(shop, "Fox") == "Fox.png"
    assert found(shop, "fox-") == "fox-.png"
    assert found(shop, "fox_4x4") == "fox_4x4.png"


def test_a_designs_folder_and_the_order_files_own(tmp_path: Path, shop: Shop) -> None:
    art = tmp_path / "elsewhere"
    other = Shop(tmp_path / "shop")
    other.art("own.png")
    Shop(art).art("deep/given.png")
    orders = read_orders([other.write("orders.csv", "file\nown\ngiven\n")], [art])
    assert [line.path for line in orders.lines] == [other.path("own.png"), str(art / "deep" / "given.png")]


def test_two_files_that_fit_equally_are_both_named(shop: Shop) -> None:
    shop.art("a/fox.png", "b/fox.jpg")
    orders = shop.read("orders.csv", "design,qty\nowl,1\nfox,1\na/fox,1\n")
    assert [line.path for line in orders.lines] == [None, None, shop.path("a/fox.png")]
    missing, ambiguous = orders.problems
    assert (missing.id, missing.line, missing.row) == ("orders.design-missing", 1, 2)
    assert (ambiguous.id, ambiguous.line, ambiguous.row) == ("orders.design-ambiguous", 2, 3)
    assert shop.path("a/fox.png") in ambiguous.message
    assert shop.path("b/fox.jpg") in ambiguous.message
    assert ambiguous.choices == (shop.path("a/fox.png"), shop.path("b/fox.jpg"))


def test_two_files_with_one_content_are_one_design(shop: Shop) -> None:
    shop.art("a/fox.png", "b/fox.png", content=b"same")
    assert found(shop, "fox") == "a/fox.png"


def test_a_folder_given_twice_or_around_the_order_is_not_ambiguous(shop: Shop) -> None:
    shop.art("art/fox.png")
    art = shop.folder / "art"
    assert found(shop, "fox", art, art, shop.folder, art / ".." / "art") == "art/fox.png"


@pytest.mark.parametrize(
    "design",
    [
        "../secret.png",
        "sub/../../secret.png",
        "..\\secret.png",
        "/etc/hostname",
        "/etc/../etc/hostname.png",
        "C:\\art\\secret.png",
        "\\\\server\\share\\secret.png",
        "//server/share/secret.png",
        "\\secret.png",
        "..",
    ],
)
def test_no_path_leaves_the_artwork_folders(tmp_path: Path, design: str) -> None:
    shop = Shop(tmp_path / "shop")
    shop.art("sub/fox.png")
    Shop(tmp_path).art("secret.png")
    orders = shop.read("orders.csv", f"design,qty\n{design},1\n{tmp_path / 'secret.png'},1\n")
    assert [line.path for line in orders.lines] == [None, None]
    assert ids(orders) == ["orders.design-outside"] * 2
    assert f"“{design}” lies outside" in orders.problems[0].message


def test_an_absolute_path_counts_within_the_folders(shop: Shop) -> None:
    shop.art("art/fox.png")
    assert found(shop, shop.path("art/fox.png")) == "art/fox.png"
    assert found(shop, f"{shop.folder}{os.sep}art{os.sep}..{os.sep}art{os.sep}fox.png") == "art/fox.png"
    assert found(shop, shop.path("art/owl.png")) is None


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_that_lead_out_are_passed_over(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    shop.art("fox.png")
    Shop(tmp_path).art("secret.png", "more/secret.png")
    (shop.folder / "fox2.png").symlink_to(shop.folder / "fox.png")
    (shop.folder / "out.png").symlink_to(tmp_path / "secret.png")
    (shop.folder / "folder").symlink_to(tmp_path / "more")
    (shop.folder / "loop").symlink_to(shop.folder)
    (shop.folder / "self.png").symlink_to("self.png")
    orders = shop.read("orders.csv", "design\nfox2\nout\nsecret\n")
    assert [line.path for line in orders.lines] == [shop.path("fox2.png"), None, None]


def test_a_type_prefers_its_folder_and_is_no_condition(shop: Shop) -> None:
    shop.art("DTF/fox.png", "Sticker/Fox_.png", "Sticker/big/owl.png", "DTF/owl.png", "DTF/cat.png")
    text = "title,type,qty\nfox,Sticker,1\nowl,sticker,1\ncat,Sticker,1\nfox,Mug,1\n"
    orders = shop.read("orders.csv", text)
    assert [line.path for line in orders.lines] == [
        shop.path("Sticker/Fox_.png"),
        shop.path("Sticker/big/owl.png"),
        shop.path("DTF/cat.png"),
        shop.path("DTF/fox.png"),
    ]
    assert [(problem.id, problem.row) for problem in orders.problems] == [
        ("orders.other-type", 4),
        ("orders.other-type", 5),
    ]


def test_artwork_of_another_type_is_printed_and_told(shop: Shop) -> None:
    shop.art("art/DTF/Sunset.png", "art/UV/Moon.png")
    text = "Product title,Type,Size,Total\nSunset,UV,3x3,2\nSunset,dtf,3x3,2\nMoon,UV,3x3,1\n"
    orders = shop.read("orders.csv", text, shop.folder / "art")
    assert orders.lines[0].path == shop.path("art/DTF/Sunset.png")
    [problem] = orders.problems
    assert (problem.id, problem.severity, problem.line) == ("orders.other-type", "warning", 1)
    assert (problem.column, problem.value) == ("Type", "UV")
    assert problem.message == (
        "orders.csv, row 2, column “Type”: “Sunset” was not found in a folder “UV” and is printed with "
        "“DTF/Sunset.png”; put its file into that folder if that is wrong."
    )


def test_a_type_says_nothing_where_no_folder_sorts_the_artwork(shop: Shop) -> None:
    shop.art("fox.png", "DTF/animals/owl.png")
    text = "title,type,qty,file\nfox,UV,1,\nowl,DTF,1,\nowl,UV,1,animals/owl.png\n"
    orders = shop.read("orders.csv", text, shop.folder / "DTF")
    assert all(line.path for line in orders.lines)
    assert orders.problems == ()


def test_the_file_is_asked_before_sku_and_title(shop: Shop) -> None:
    shop.art("file.png", "sku.png", "title.png")
    text = "title,sku,file\ntitle,sku,file\ntitle,sku,\ntitle,,nothing\n,,nothing\n"
    orders = shop.read("orders.csv", text)
    assert [line.design for line in orders.lines] == ["file", "sku", "title", "nothing"]
    assert ids(orders) == ["orders.no-quantity", "orders.design-missing"]


def test_designs_that_are_no_folder_are_told(shop: Shop) -> None:
    shop.art("fox.png")
    orders = shop.read("orders.csv", "design,qty\nfox,1\n", shop.folder / "gone", shop.folder / "fox.png")
    assert len(orders.lines) == 1
    assert ids(orders) == ["orders.unreadable", "orders.unreadable"]
    assert orders.problems[0].message.startswith("gone: it was not found")


@pytest.mark.parametrize("heading", ["design", "product title"])
def test_a_fraction_is_no_folder(shop: Shop, heading: str) -> None:
    shop.art("Wolf.png", "Fox.png", "week 1/4x4.png")
    text = f'{heading},qty\nWolf - 3 1/2 x 4 in,1\n"Fox - 1/4in",1\nweek 1/4x4.png,1\n'
    orders = shop.read("orders.csv", text)
    assert [line.path for line in orders.lines] == [
        shop.path("Wolf.png"),
        shop.path("Fox.png"),
        shop.path("week 1/4x4.png"),
    ]
    assert [line.size for line in orders.lines] == [Size(3.5, 4), Size(0.25), Size(4, 4)]
    assert orders.problems == ()


@pytest.mark.parametrize("title", ["luffy 5x5", "luffy 5x5 - Matte", "Luffy - 5x5", "LUFFY_5x5"])
def test_a_size_in_a_title_is_asked_for_whatever_the_file_is_called(shop: Shop, title: str) -> None:
    shop.art("luffy_4x4.png")
    orders = shop.read("orders.csv", f"Product title,Total\n{title},3\nluffy,1\n")
    assert [line.path for line in orders.lines] == [shop.path("luffy_4x4.png")] * 2
    assert [line.size for line in orders.lines] == [Size(5, 5), Size(4, 4)]
    assert orders.problems == ()


@pytest.mark.parametrize("sibling", ["Dog - Red.png", "dog_red 4x4.png", "more/Dog-Red.jpg"])
def test_a_variant_printed_with_the_products_artwork_is_told(shop: Shop, sibling: str) -> None:
    shop.art("Dog.png", sibling, "Cat.png")
    orders = shop.read(
        "orders.csv", "title,qty\nDog - Blue,1\nDog - Red,1\nDog - 4in,1\nDog,1\nCat - Blue,1\n"
    )
    assert [line.path for line in orders.lines] == [
        shop.path("Dog.png"),
        shop.path(sibling),
        shop.path("Dog.png"),
        shop.path("Dog.png"),
        shop.path("Cat.png"),
    ]
    [problem] = orders.problems
    assert (problem.id, problem.severity, problem.line) == ("orders.other-variant", "warning", 1)
    assert problem.message == (
        "orders.csv, row 2, column “title”: “Dog - Blue” has no artwork of its own and is printed with "
        "“Dog.png”; put its file into the artwork folder if that is wrong."
    )


@pytest.mark.parametrize(
    ("design", "likely"),
    [
        ("Summer Woolf 2.png", ["Summer_Wolf_4x4.png"]),
        ("art/old/SUMMERWOLF-final.png", ["Summer_Wolf_4x4.png"]),
        ("wolf", ["Summer_Wolf_4x4.png", "Winter Wolf.png"]),
        ("Tractor", []),
        ("??", []),
    ],
)
def test_what_a_missing_design_may_have_meant_is_offered(shop: Shop, design: str, likely: list[str]) -> None:
    shop.art("Summer_Wolf_4x4.png", "more/Winter Wolf.png", "Coffee.png")
    [missing] = shop.read("orders.csv", f'design,qty\n"{design}",1\n').problems
    assert [Path(path).name for path in missing.choices] == likely


def test_five_are_offered_and_any_name_of_the_row_counts(shop: Shop) -> None:
    shop.art(*(f"Night Owl {number}.png" for number in range(8)), "UV840-B.png")
    text = "title,sku,qty\nNight Owl,XX99,1\nNothing,UV840 C,1\n"
    many, by_sku = shop.read("orders.csv", text).problems
    assert many.choices == tuple(shop.path(f"Night Owl {number}.png") for number in range(5))
    assert by_sku.choices == (shop.path("UV840-B.png"),)


def test_many_missing_names_among_much_artwork_are_no_long_work() -> None:
    files = [ArtworkFile(f"/art/design {n:05}.png", (), f"design {n:05}.png") for n in range(5000)]
    likely = LikelyArtwork(index_artwork(files))
    started = time.process_time()
    found = [likely.choices([f"desing {number:05} x"]) for number in range(0, 5000, 10)]
    assert time.process_time() - started < 3
    assert all(f"/art/design {n * 10:05}.png" in choices for n, choices in enumerate(found))
