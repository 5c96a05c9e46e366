"""Every bad picture and every bad order, and what the product makes of it: `python -m tests.hostile`."""

from __future__ import annotations

import sys

from tests.hostile.images_report import images_report
from tests.hostile.orders_report import orders_report

if __name__ == "__main__":
    wrong = images_report()
    print()
    sys.exit(1 if wrong + orders_report() else 0)
