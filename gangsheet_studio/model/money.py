"""Money as staff read it."""

from __future__ import annotations


def format_money(amount: float, currency: str) -> str:
    """Return an amount with its sign before it, or its word behind: $29.46, 29.46 EUR."""
    return with_currency(f"{amount:,.2f}", currency)


def with_currency(number: str, currency: str) -> str:
    """Return `number` with the sign of `currency` before it, or its word behind."""
    if currency[-1:].isalpha() or currency.endswith("."):
        return f"{number} {currency}"
    return f"{currency}{number}"
