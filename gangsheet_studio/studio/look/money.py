"""Prices of film as staff read and type them; a price is that of an inch of film."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from gangsheet_studio.model.money import with_currency
from gangsheet_studio.model.units import UNITS_PER_INCH, parse_number

if TYPE_CHECKING:
    from gangsheet_studio.model.units import Unit

MOST_PRICE: Final = 1_000_000.0
_INCHES: Final = {
    "in": 1.0,
    "ft": 12.0,
    "yd": 36.0,
    "cm": 1 / UNITS_PER_INCH["cm"],
    "m": 100 / UNITS_PER_INCH["cm"],
}
_DIGITS: Final = {"in": 4, "m": 2}
_PRICE: Final = re.compile(r"(?P<number>[\d.,]+)\s*(?:(?:/|per)\s*(?P<per>[a-z]+))?", re.IGNORECASE)


def format_price(price: float, unit: Unit, currency: str) -> str:
    """Return what an inch or a metre of film costs, as lengths are in `unit`: $0.0762/in, $3.00/m."""
    per = price_unit(unit)
    number = f"{price * _INCHES[per]:.{_DIGITS[per]}f}"
    whole, _, cents = number.partition(".")
    cents = cents.rstrip("0").ljust(2, "0")
    return f"{with_currency(f'{whole}.{cents}', currency)}/{per}"


def parse_price(text: str, unit: Unit, currency: str) -> float:
    """Return the price of an inch that `text` says: 0.08, $3/m, 2.50 EUR per yd. ValueError if it is none."""
    bare = text.replace(currency, " ") if currency else text
    match = _PRICE.fullmatch(" ".join(bare.split()).replace(" /", "/"))
    per = (match["per"] or price_unit(unit)).lower() if match else ""
    if match is None or per not in _INCHES:
        like = format_price(3 / _INCHES["m"], unit, currency)
        raise ValueError(f"“{text.strip()[:40]}” is no price of film; write it like {like}.")
    price = parse_number(match["number"]) / _INCHES[per]
    if not (math.isfinite(price) and price <= MOST_PRICE):
        raise ValueError(f"“{text.strip()[:40]}” is too much for a price.")
    return price


def price_unit(unit: Unit) -> str:
    """Return the length of film that a price is told for."""
    return "in" if unit == "in" else "m"
