from __future__ import annotations

import pytest

from gangsheet_studio.orders.columns import NAMES, find_columns


def meanings(*headings: str) -> dict[str, str]:
    return {column.heading: column.meaning for column in find_columns(headings).found}


@pytest.mark.parametrize(
    "heading", ["Line Item  Quantity", "lineitem_quantity", "LINEITEM-QUANTITY", " Lineitem quantity: "]
)
def test_case_spacing_and_punctuation_do_not_matter(heading: str) -> None:
    assert meanings("SKU", heading) == {"SKU": "design", heading: "quantity"}


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        *(
            (name, "design")
            for name in ("design", "file", "filename", "artwork", "image", "sku", "lineitem sku")
        ),
        *((name, "title") for name in ("title", "product title", "Item Name", "Lineitem name")),
        ("size", "size"),
        *((name, name) for name in ("width", "height", "unit")),
        *((name, "quantity") for name in ("qty", "quantity", "total", "count", "lineitem quantity")),
        *((name, "order") for name in ("order", "order id", "sale")),
    ],
)
def test_synonyms_of_the_specification(heading: str, meaning: str) -> None:
    assert meanings(heading) == {heading: meaning}


def test_every_name_is_written_as_it_is_compared_and_stands_once() -> None:
    names = [name for lines in NAMES.values() for line in lines for name in line]
    assert len(names) == len(set(names))
    assert all(name.isalnum() and name == name.lower() for name in names)


def test_name_is_the_order_beside_a_design_and_the_design_where_nothing_else_is() -> None:
    assert meanings("Name", "SKU", "Qty")["Name"] == "order"
    assert meanings("Name", "Size", "Qty")["Name"] == "design"
    assert meanings("Name", "Customer") == {"Name": "order"}
    assert meanings("Order", "Name", "Qty") == {"Order": "order", "Name": "design", "Qty": "quantity"}


def test_lineitem_quantity_beats_the_total_that_is_money() -> None:
    assert meanings("Total", "Lineitem quantity", "Lineitem sku") == {
        "Lineitem quantity": "quantity",
        "Lineitem sku": "design",
    }


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("Width (mm)", "mm"), ("width_cm", "cm"), ("Height in inches", "in"), ("Size [mm]", "mm")],
)
def test_a_heading_may_name_its_unit(heading: str, unit: str) -> None:
    assert [column.unit for column in find_columns(["design", heading]).of("size", "width", "height")] == [
        unit
    ]


def test_two_columns_of_one_meaning_are_told() -> None:
    assert find_columns(["design", "Qty", "Quantity"]).repeated == ("Qty", "Quantity")
    assert find_columns(["design", "Size", "SIZE"]).repeated == ("Size", "SIZE")
    assert find_columns(["design", "design", "Size"]).repeated == ("design",)
    assert find_columns(["Notes", "Notes", "design", "sku", "title", "Total", "Total", "Qty"]).repeated == ()


@pytest.mark.parametrize(
    "heading",
    ["Qty Needed", "Quantity Ordered", "QTY (pcs)", "Quantity (pcs)", "quantity_ordered", "No. of prints"],
)
@pytest.mark.parametrize("more", [(), ("Total",)])
def test_one_heading_with_the_word_quantity_is_the_quantity(heading: str, more: tuple[str, ...]) -> None:
    assert meanings("Design", heading, *more) == {"Design": "design", heading: "quantity"}


def test_the_word_quantity_does_not_count_beside_an_exact_or_another_one() -> None:
    assert meanings("Design", "Qty", "Qty in stock") == {"Design": "design", "Qty": "quantity"}
    assert meanings("Design", "Qty ordered", "Qty shipped") == {"Design": "design"}
    assert meanings("Design", "Etiqty") == {"Design": "design"}


def test_length_is_the_height_beside_a_width_alone() -> None:
    assert meanings("Design", "Width", "Length") == {"Design": "design", "Width": "width", "Length": "height"}
    assert meanings("Design", "Width", "Height", "Length").get("Length") is None
    assert meanings("Design", "Length") == {"Design": "design"}
    [column] = find_columns(["Design", "Width (mm)", "Print Length (mm)"]).of("height")
    assert (column.heading, column.unit) == ("Print Length (mm)", "mm")
