"""All bad orders."""

from __future__ import annotations

from tests.hostile.order_cases import json_orders, limits, paths, text, workbooks
from tests.hostile.order_cases.case import Case

CASES: tuple[Case, ...] = (
    *limits.CASES,
    *text.CASES,
    *json_orders.CASES,
    *workbooks.CASES,
    *paths.CASES,
)
