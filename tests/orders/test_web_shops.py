from __future__ import annotations

import csv
import io

import pytest

from tests.orders.conftest import Shop, ids, summary

ETSY = (
    "Sale Date,Item Name,Buyer,Quantity,Price,Coupon Code,Coupon Details,Discount Amount,Shipping Discount,"
    "Order Shipping,Order Sales Tax,Item Total,Currency,Transaction ID,Listing ID,Date Paid,Date Shipped,"
    "Ship Name,Ship Address1,Ship Address2,Ship City,Ship State,Ship Zipcode,Ship Country,Order ID,"
    "Variations,Order Type,Listings Type,Payment Type"
)
ETSY_MORE = f"{ETSY},InPerson Discount,InPerson Location,VAT Paid by Buyer,SKU"
SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,"
    "Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,"
    "Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,"
    "Billing Name,Notes,Note Attributes,Vendor,Tags"
)


def export(headings: str, *rows: dict[str, str]) -> str:
    """Return rows as these shops write them: every column there, most of them filled."""
    file = io.StringIO()
    writer = csv.DictWriter(file, headings.split(","), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def etsy(**cells: str) -> dict[str, str]:
    filled = {
        "Sale Date": "03/04/26",
        "Buyer": "Ann Lee (ann)",
        "Price": "4.50",
        "Item Total": "9.00",
        "Currency": "USD",
        "Transaction ID": "4411223344",
        "Listing ID": "99887766",
        "Ship Name": "Ann Lee",
        "Ship Address1": "1 High Street\nFlat 2",
        "Order Type": "online",
        "Listings Type": "listing",
        "Payment Type": "online_cc",
    }
    return filled | {key.replace("_", " "): value for key, value in cells.items()}


def test_etsy_sold_order_items_by_sku(shop: Shop) -> None:
    shop.art("art/UV840.png", "art/stickers/UV841.png")
    text = export(
        ETSY_MORE,
        etsy(
            Item_Name="Luffy, the sticker",
            Quantity="2",
            Order_ID="3001",
            Variations="Size:3x3 in,Color:Black",
            SKU="UV840",
        ),
        etsy(
            Item_Name="Zoro", Quantity="1", Order_ID="3002", Variations="Color: Red,Size: 7,5 cm", SKU="UV841"
        ),
    )
    orders = shop.read("EtsySoldOrderItems2026-4.csv", text, shop.folder / "art")
    assert summary(orders) == [("UV840", 3.0, 3.0, 2, "3001"), ("UV841", 2.95, None, 1, "3002")]
    assert [line.path for line in orders.lines] == [
        shop.path("art/UV840.png"),
        shop.path("art/stickers/UV841.png"),
    ]
    assert orders.problems == ()


@pytest.mark.parametrize(
    ("variations", "size"),
    [
        ("Size:3&quot; x 2&quot;", (3.0, 2.0)),
        ("Primary size: 10in", (10.0, None)),
        ("Width (in): 4,Height (in): 3", (4.0, 3.0)),
        ("Finish:Matte,Size:w=4in", (4.0, None)),
        ("Color:Black", (None, None)),
        ("", (None, None)),
    ],
)
def test_etsy_by_title_with_the_size_among_the_variations(
    shop: Shop, variations: str, size: tuple[float | None, float | None]
) -> None:
    shop.art("Mom's tea - the best.png")
    row = etsy(Item_Name="Mom&#39;s Tea: the best!", Quantity="5", Order_ID="77", Variations=variations)
    orders = shop.read("orders.csv", export(ETSY, row))
    assert summary(orders) == [("Mom's Tea: the best!", *size, 5, "77")]
    assert orders.problems == ()


def test_etsy_size_in_words_is_refused_rather_than_guessed(shop: Shop) -> None:
    shop.art("UV840.png")
    row = etsy(Item_Name="Luffy", Quantity="1", Order_ID="77", Variations="Size:Large,Color:Red", SKU="UV840")
    orders = shop.read("orders.csv", export(ETSY_MORE, row))
    assert orders.lines == ()
    [problem] = orders.problems
    assert (problem.id, problem.row, problem.column) == ("orders.bad-size", 2, "Variations")
    assert "“Large”" in problem.message


def test_shopify_orders_export(shop: Shop) -> None:
    shop.art("art/UV840.png", "art/Dragon transfer.png", "art/UV842.png", "art/moon_4x4.png")
    first = {
        "Name": "#1001",
        "Email": "a@b.c",
        "Total": "47.00",
        "Subtotal": "40.00",
        "Vendor": "Shop",
        "Tags": "vip",
    }
    text = export(
        SHOPIFY,
        {
            **first,
            "Lineitem quantity": "2",
            "Lineitem name": "Luffy - 3x3 in / Matte",
            "Lineitem sku": "UV840",
        },
        {"Lineitem quantity": "3", "Lineitem name": "Dragon Transfer - 10in", "Vendor": "Shop"},
        {
            "Name": "#1002",
            "Total": "5",
            "Lineitem quantity": "1",
            "Lineitem name": "Zoro - Large",
            "Lineitem sku": "UV842",
        },
        {"Lineitem quantity": "4", "Lineitem name": "Moon"},
    )
    orders = shop.read("orders_export_1.csv", text, shop.folder / "art")
    assert summary(orders) == [
        ("UV840", 3.0, 3.0, 2, "#1001"),
        ("Dragon Transfer - 10in", 10.0, None, 3, "#1001"),
        ("UV842", None, None, 1, "#1002"),
        ("Moon", 4.0, 4.0, 4, "#1002"),
    ]
    assert all(line.path for line in orders.lines)
    assert orders.problems == ()


def test_a_shopify_line_without_artwork_names_sku_and_title(shop: Shop) -> None:
    text = export(
        SHOPIFY,
        {
            "Name": "#1",
            "Total": "9",
            "Lineitem quantity": "2",
            "Lineitem name": "Gift",
            "Lineitem sku": "G-1",
        },
    )
    orders = shop.read("orders.csv", text)
    assert [(line.design, line.path, line.quantity) for line in orders.lines] == [("G-1", None, 2)]
    [problem] = orders.problems
    assert (problem.id, problem.line) == ("orders.design-missing", 1)
    assert problem.message == (
        "orders.csv, row 2, column “Lineitem sku”: no artwork was found for “G-1” or “Gift”; "
        "put the file into the artwork folder or correct the name."
    )


def test_only_shopify_rows_carry_the_order_on(shop: Shop) -> None:
    shop.art("a.png", "b.png")
    orders = shop.read("orders.csv", "order,design,qty\nA-1,a,1\n,b,1\n")
    assert [line.order for line in orders.lines] == ["A-1", ""]


def test_a_shops_own_sheet(shop: Shop) -> None:
    shop.art("art/DTF/Red Fox.png", "art/Sticker/Red Fox.png", "art/Sticker/Owl.png")
    text = (
        "Product title, Type, Size, Total\n"
        "Red Fox, Sticker, 3x3, 4\nRed Fox, dtf, 10in, 1\nOwl, Sticker, , 2\n"
    )
    orders = shop.read("sheet.csv", text, shop.folder / "art")
    assert summary(orders) == [
        ("Red Fox", 3.0, 3.0, 4, ""),
        ("Red Fox", 10.0, None, 1, ""),
        ("Owl", None, None, 2, ""),
    ]
    assert [line.path for line in orders.lines] == [
        shop.path("art/Sticker/Red Fox.png"),
        shop.path("art/DTF/Red Fox.png"),
        shop.path("art/Sticker/Owl.png"),
    ]
    assert ids(orders) == []
