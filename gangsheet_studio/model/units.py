"""Lengths, pixels and byte counts, as staff write them and as the engine counts them."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Final, Literal

Unit = Literal["in", "mm", "cm"]

UNITS_PER_INCH: Final[dict[str, float]] = {"in": 1.0, "mm": 25.4, "cm": 2.54}
_UNIT_WORDS: Final[dict[str, Unit]] = {
    "in": "in",
    "inch": "in",
    "inches": "in",
    '"': "in",
    "''": "in",
    "”": "in",
    "″": "in",
    "mm": "mm",
    "millimeter": "mm",
    "millimeters": "mm",
    "millimetre": "mm",
    "millimetres": "mm",
    "cm": "cm",
    "centimeter": "cm",
    "centimeters": "cm",
    "centimetre": "cm",
    "centimetres": "cm",
}
_SLASH: Final = "[/\N{FRACTION SLASH}\N{DIVISION SLASH}]"
_SIGN: Final = "[¼½¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]"
NUMBER: Final = (
    rf"(?:(?:[0-9]+(?:[\s_]+|-))?[0-9]+{_SLASH}[0-9]+|(?:[0-9]+(?:[\s_]+|-)?)?{_SIGN}"
    r"|[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)"
)
FRACTION: Final = re.compile(rf"(?:(?P<whole>[0-9]+)(?:[\s_]+|-))?(?P<over>[0-9]+){_SLASH}(?P<under>[0-9]+)")
_PERHAPS_THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_SIDE: Final = r"\s*([\d.,]+)\s*"
# staff write the sign, too
_FILM: Final = re.compile(rf"{_SIDE}([^\d\s]*?)\s*[x×*]{_SIDE}(\D*?)\s*", re.ASCII | re.IGNORECASE)  # noqa: RUF001
_METRES: Final = re.compile(r"(.*\d)\s*m(?:et(?:er|re)s?)?\s*", re.IGNORECASE)
_LENGTH: Final = re.compile(rf"({NUMBER})\s*(\D*)", re.ASCII)
_PRICE: Final = re.compile(rf"\s*[$€£¥]?\s*({NUMBER})\s*[$€£¥]?\s*(?:/\s*([^\W\d]+|[\"″]))?\s*")
_BYTES: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([KMGT]?)(?:i?B)?", re.ASCII | re.IGNORECASE)
MB: Final = 1 << 20
GB: Final = 1 << 30


def parse_unit(text: str) -> Unit:
    """Return the unit that `text` names; ValueError if it names none."""
    try:
        return _UNIT_WORDS[text.strip().rstrip(".").lower()]
    except KeyError:
        raise ValueError(f"“{text}” is no unit of length; use in, mm or cm") from None


def parse_length(text: str, unit: Unit = "in") -> float:
    """Return the inches that `text` says; a bare number is in `unit`. ValueError if it says none."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"“{text}” is no length; write it like 3in, 7.5cm or 75mm")
    named = match[2].strip()
    value = parse_number(match[1]) / UNITS_PER_INCH[parse_unit(named) if named else unit]
    if not math.isfinite(value):
        raise ValueError(f"“{text}” is too large for a length")
    return value


def parse_film_length(text: str) -> float:
    """Return inches; metres are allowed beside what orders use. ValueError."""
    if match := _METRES.fullmatch(text):
        return parse_length(match[1] + "cm") * 100
    return parse_length(text)


def parse_film(text: str) -> tuple[float, float]:
    """Return width and longest part in inches: 23x215in, 58cmx5m, 580x5000mm; ValueError if it says none.

    A unit at the end counts for both sides; a bare number is inches.
    """
    match = _FILM.fullmatch(text)
    if match is None:
        raise ValueError(f"“{text}” is no film; write width x longest part, like 23x215in or 58cmx5m")
    width, unit, longest, last_unit = match.groups()
    sides = width + (unit or last_unit), longest + (last_unit or unit)
    return parse_film_length(sides[0]), parse_film_length(sides[1])


def parse_price(text: str) -> float:
    """Return what an inch of film costs: 0.30, 0.30/in, 12/m, $0,12/cm; ValueError if it says none.

    A bare number is that of an inch.
    """
    match = _PRICE.fullmatch(text)
    if match is None:
        raise ValueError(f"“{text}” is no price of film; write it like 0.30/in or 12/m")
    return parse_number(match[1]) / parse_film_length(f"1{match[2]}" if match[2] else "1in")


def parse_number(text: str) -> float:
    """Return what a NUMBER says: 3.5, 3,5, 3 1/2, 3-1/2, 3½; ValueError for 3/2 and for 1,000."""
    if text.isascii() and text.isdigit():
        return float(text)
    if fraction := FRACTION.fullmatch(text):
        over, under = float(fraction["over"]), float(fraction["under"])
        if not over < under:
            raise ValueError(f"“{text}” is no size; write a fraction like 3 1/2 or a number like 3.5")
        return float(fraction["whole"] or 0) + over / under
    if re.fullmatch(_SIGN, text[-1:]):
        return float(text[:-1].rstrip(" _-") or 0) + unicodedata.numeric(text[-1])
    if _PERHAPS_THOUSANDS.fullmatch(text):
        whole, _, rest = text.partition(",")
        decimals = rest.rstrip("0") or "0"
        raise ValueError(f"“{text}” is no clear number; write {whole}{rest} or {whole}.{decimals}")
    return float(text.replace(",", "."))


def format_length(inches: float, unit: Unit = "in") -> str:
    """Return `inches` in `unit` with its name, without needless zeros."""
    digits = {"in": 3, "cm": 2, "mm": 1}[unit]
    return f"{inches * UNITS_PER_INCH[unit]:.{digits}f}".rstrip("0").rstrip(".") + f" {unit}"


def to_px(inches: float, dpi: int) -> int:
    """Return the whole pixels nearest to `inches` at `dpi`, halves up."""
    return math.floor(inches * dpi + 0.5)


def parse_bytes(text: str) -> int:
    """Return the bytes that `text` says; 256MB is 256 x 2**20. ValueError if it says none."""
    match = _BYTES.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"“{text}” is no amount of memory; write it like 256MB or 2GB")
    return int(float(match[1]) * 1024 ** " KMGT".index(match[2].upper() or " "))


def format_bytes(count: int) -> str:
    """Return `count` as staff read it: 12 KB, 171 MB, 2.95 GB."""
    if count < MB:
        return f"{count / 1024:.0f} KB"
    return f"{count / GB:.2f} GB" if count >= GB else f"{count / MB:.0f} MB"
