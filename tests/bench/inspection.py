"""A look at all pixels against decoding them, design by design: `python -m tests.bench.inspection`.

Uses the reference job's artwork, and prints seconds and their ratio: what prints and what is soft alone, then
with lines thinner than 0.3 mm at the size they print at, then at a fourth of it.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from gangsheet_studio.designs.decode import decode
from gangsheet_studio.designs.inspect import inspect
from gangsheet_studio.designs.probe import probe
from gangsheet_studio.model.inspection import THINNEST
from tests.bench.artwork import DPI, KINDS, draw

GO_ON = threading.Event()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'':12}{'decoded':>10}{'looked at':>12}{'0.3 mm':>10}{'0.3 mm, small':>15}{'MB/s':>8}")
        for seed, kind in enumerate(KINDS):
            path = Path(folder) / f"{kind}.png"
            draw(kind, seed).save(path, compress_level=6)
            _report(kind, path)


def _report(kind: str, path: Path) -> None:
    design = probe(path)
    size = design.width_px, design.height_px
    decoded = _seconds(
        lambda: sum(len(strip) for strip in decode(design, *size, 0, path.with_suffix(".turn")))
    )
    own = THINNEST * DPI
    looks = [_seconds(lambda t=t: inspect(design, t, None, GO_ON)) for t in (0.0, own, 4 * own)]
    shares = "".join(f"{look:8.2f} ({look / decoded:.2f})" for look in looks)
    print(f"{kind:12}{decoded:10.2f}{shares}{size[0] * size[1] * 4 / looks[1] / 1e6:8.0f}")


def _seconds(work: Callable[[], object]) -> float:
    """Return the least of three runs."""
    took = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took)


if __name__ == "__main__":
    main()
