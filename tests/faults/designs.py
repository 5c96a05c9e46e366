"""Artwork that changes under a run: before it is read for printing, or between nesting and rendering."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
from PIL import Image, ImageOps

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.job import Job
from gangsheet_studio.protocol import (
    LAST,
    AnyMessage,
    AnyRequest,
    Failed,
    NestDone,
    NestRequest,
    OrdersDone,
    OrdersRequest,
    RenderDone,
    RenderRequest,
    decode_message,
    encode,
)
from tests.faults.check import finished_well, nothing_half_done, spoken_well
from tests.faults.fault import Fault
from tests.faults.job import DPI, JOB, LONGEST, WIDTH, Place, Shop, nth, place_in, run, run_until
from tests.faults.processes import standing_still

_SPOILT = 3  # of the designs, the last ones


def design_faults() -> list[Fault]:
    """Return each way to spoil artwork at each moment; the job goes on with what was there before."""
    spoilers = ("exchanged", _exchange), ("shortened", _shorten), ("deleted", Path.unlink)
    moments = "sheet_opened", "design_loaded"
    faults = [_while_printing(f"design {word}", spoil, m) for word, spoil in spoilers for m in moments]
    faults += [_after_nesting(f"design {word} after nesting", spoil) for word, spoil in spoilers]
    faults.append(Fault("design redrawn after nesting", "between two engines", _redrawn_after_nesting))
    return faults


def _while_printing(kind: str, spoil: Callable[[Path], None], moment: str) -> Fault:
    """Return a fault of designs that no decoder has opened to print them yet: the run names one of them."""

    def strike(shop: Shop, place: Place) -> None:
        shop = shop.copied_to(place.folder / "shop")
        spoilt = shop.designs[-_SPOILT:]

        def do(child: subprocess.Popen) -> None:
            with standing_still(child):
                for path in spoilt:
                    spoil(path)

        done = run_until(shop, place, nth(moment, 1), do)
        spoken_well(done, 3)
        assert any(path.name in done.stderr for path in spoilt), done.stderr
        nothing_half_done(place)

    return Fault(kind, f"{moment} 1", strike)


def _after_nesting(kind: str, spoil: Callable[[Path], None]) -> Fault:
    """Return a fault of a layout whose artwork is no longer what it was when it was laid out."""

    def strike(shop: Shop, place: Place) -> None:
        shop = shop.copied_to(place.folder / "shop")
        job = _nested(shop, place)
        spoil(shop.designs[-1])
        failed = _ask(place, RenderRequest(id=1, job=job))
        assert isinstance(failed, Failed) and failed.error == "refused-input", failed
        told = [failed.text, *(problem.message for problem in failed.problems)]
        assert any(shop.designs[-1].name in text or shop.designs[-1].stem in text for text in told), failed
        assert not place.out.exists(), sorted(place.out.iterdir())
        nothing_half_done(place)

    return Fault(kind, "between two engines", strike)


def _redrawn_after_nesting(shop: Shop, place: Place) -> None:
    """What has the same size is printed as it is now, and printed again once it is what it was."""
    redrawn = shop.copied_to(place.folder / "shop")
    job = _nested(redrawn, place)
    for path in redrawn.designs[-_SPOILT:]:
        _invert(path)
    done = _ask(place, RenderRequest(id=1, job=job))
    assert isinstance(done, RenderDone) and done.exit_code == 0, done
    nothing_half_done(place)
    other = place_in(place.folder / "other")
    spoken_well(run(redrawn, other), 0)
    sheets = [part.file for part in done.manifest.parts]
    for sheet in sheets:
        assert filecmp.cmp(place.out / sheet, other.out / sheet, shallow=False), f"{sheet} is another"
    assert any(not filecmp.cmp(place.out / sheet, shop.whole / sheet, shallow=False) for sheet in sheets)
    shutil.rmtree(other.folder)
    finished_well(shop, place, run(shop, place))


def _nested(shop: Shop, place: Place) -> Job:
    """Return the job with the layout that an engine of its own found for it."""
    orders = _ask(place, OrdersRequest(id=1, paths=(str(shop.orders),)))
    assert isinstance(orders, OrdersDone), orders
    lines, film = orders.orders.lines, Film(width=WIDTH, longest=LONGEST, dpi=DPI)
    nested = _ask(place, NestRequest(id=1, lines=lines, film=film))
    assert isinstance(nested, NestDone), nested
    job = Job(name=JOB, lines=lines, out=str(place.out), film=film, scratch=str(place.scratch))
    return msgspec.structs.replace(job, layout=nested.layout)


def _ask(place: Place, request: AnyRequest) -> AnyMessage:
    """Return an engine's last message about `request`."""
    call = [sys.executable, "-m", "gangsheet_studio", "engine"]
    pipe = subprocess.PIPE
    with subprocess.Popen(call, env=place.environment, stdin=pipe, stdout=pipe) as engine:
        engine.stdin.write(encode(request))
        engine.stdin.flush()
        answers = (decode_message(line) for line in engine.stdout)
        last = next(answer for answer in answers if isinstance(answer, LAST))
        engine.stdin.close()
        engine.stdout.read()
    return last


def _exchange(path: Path) -> None:
    path.write_bytes(path.with_name("900.png").read_bytes())


def _shorten(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _invert(path: Path) -> None:
    with Image.open(path) as image:
        red, green, blue, alpha = image.split()
        colours = (ImageOps.invert(band) for band in (red, green, blue))
        redrawn = Image.merge("RGBA", (*colours, alpha))
    redrawn.save(path, dpi=(DPI, DPI), compress_level=1)
