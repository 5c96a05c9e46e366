"""Every fault, and what became of the job: `python -m tests.faults --report` (Linux, root, strace)."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.faults.every import every_fault
from tests.faults.fault import outcomes
from tests.faults.job import open_shop


def main() -> int:
    """Print a line for each kind of fault, and each loss; return 1 if anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--report", action="store_true", help="strike with all of them")
    parser.add_argument("--only", default="", metavar="WORD", help="with those whose kind has this word")
    parser.add_argument("--list", action="store_true", help="tell each fault as it is over, and its seconds")
    options = parser.parse_args()
    if not shutil.which("strace"):
        print("strace is not there: no fault can be made")
        return 2
    tried: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="gangsheet-faults-") as name:
        shop = open_shop(Path(name) / "shop")
        faults = [fault for fault in every_fault(shop) if options.only in fault.kind]
        for fault, loss, seconds in outcomes(shop, faults, Path(name)):
            tried[fault.kind] += 1
            if loss:
                lost[fault.kind] += 1
                print(f"LOST  {fault.kind}, {fault.name}: {loss}", flush=True)
            elif options.list:
                print(f"{seconds:5.1f} s  {fault.kind}, {fault.name}", flush=True)
    print(f"\n| {'fault':31} | tried | survived | lost |\n| {'-' * 31} | ----: | -------: | ---: |")
    for kind in [*tried, "all"]:
        count, gone = (tried.total(), lost.total()) if kind == "all" else (tried[kind], lost[kind])
        print(f"| {kind:31} | {count:5} | {count - gone:8} | {gone:4} |")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
