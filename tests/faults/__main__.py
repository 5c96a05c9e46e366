"""Every fault, and what became of the job: `python -m tests.faults --report` (Linux, root, strace)."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.faults.check import goes_on
from tests.faults.faults import Fault, all_faults, count_writes
from tests.faults.job import Place, Shop, open_shop


def main() -> int:
    """Print a line for each kind of fault, and each loss; return 1 if anything was lost."""
    if not shutil.which("strace"):
        print("strace is not there: no fault can be made")
        return 2
    tried: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="gangsheet-faults-") as name:
        shop = open_shop(Path(name) / "shop")
        writes = count_writes(shop, place_in(Path(name) / "counted"))
        for number, fault in enumerate(all_faults(writes)):
            tried[fault.kind] += 1
            folder = Path(name) / str(number)
            if loss := outcome(shop, fault, folder):
                lost[fault.kind] += 1
                print(f"LOST  {fault.kind}, {fault.name}: {loss}", flush=True)
            shutil.rmtree(folder, ignore_errors=True)
    print(f"\n| {'fault':26} | tried | survived | lost |\n| {'-' * 26} | ----: | -------: | ---: |")
    for kind in [*tried, "all"]:
        count, gone = (tried.total(), lost.total()) if kind == "all" else (tried[kind], lost[kind])
        print(f"| {kind:26} | {count:5} | {count - gone:8} | {gone:4} |")
    return 1 if lost else 0


def outcome(shop: Shop, fault: Fault, folder: Path) -> str:
    """Strike, look, go on, look again; return what was lost, an empty string for nothing."""
    place = place_in(folder)
    try:
        fault.strike(shop, place)
        goes_on(shop, place)
    except AssertionError as error:
        return str(error).strip() or repr(error)
    return ""


def place_in(folder: Path) -> Place:
    """Return where a run of its own puts its files."""
    folder.mkdir(parents=True)
    return Place(folder / "out", folder / "scratch")


if __name__ == "__main__":
    sys.exit(main())
