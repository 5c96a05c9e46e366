"""Damaged artwork: only lines that accept it print it, and only what can be read of it."""

import numpy as np
import pytest
from PIL import Image

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.job import Job
from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.protocol import Failed, NestDone, NestRequest, RenderDone, RenderRequest

FILM = Film(width=10, longest=20, dpi=100)
SIDE = 400


@pytest.fixture
def torn(tmp_path):
    """A picture of grain that ends half way down."""
    path = tmp_path / "torn.png"
    grain = np.random.default_rng(4).integers(1, 256, (SIDE, SIDE, 3), np.uint8)
    Image.fromarray(grain).save(path, dpi=(100, 100))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


@pytest.fixture
def hollow(tmp_path):
    """A picture whose damage nothing tells but reading its rows: a strip in its middle is no LZW."""
    path = tmp_path / "hollow.tif"
    grain = np.random.default_rng(4).integers(1, 256, (SIDE, SIDE, 3), np.uint8)
    Image.fromarray(grain).save(path, dpi=(100, 100), compression="tiff_lzw")
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 4000] = bytes(4000)
    path.write_bytes(data)
    return path


def lines_of(path, *accepted):
    order = path.with_name("orders.csv")
    return tuple(
        OrderLine(
            design=path.name,
            path=str(path),
            quantity=2,
            file=str(order),
            row=row,
            accept_damage=row in accepted,
        )
        for row in (2, 3)
    )


def render(engine, tmp_path, lines):
    job = Job(name="Night", lines=lines, out=str(tmp_path / "out"), film=FILM, skip_bad=True)
    engine.say(RenderRequest(id=1, job=job))
    done = engine.hear_until(RenderDone, Failed)[-1]
    assert isinstance(done, RenderDone), done
    with Image.open(tmp_path / "out" / done.manifest.parts[0].file) as sheet:
        return done, np.asarray(sheet.convert("RGBA"))


def test_a_layout_leaves_out_what_nobody_accepted(engine, torn):
    engine.say(NestRequest(id=1, lines=lines_of(torn, 3), film=FILM))
    done = engine.hear_until(NestDone, Failed)[-1]
    assert [(each.line, each.reason, each.copies) for each in done.layout.unplaced] == [
        (1, "design-damaged", 2)
    ]
    told = [(each.id, each.severity, each.line) for each in done.problems]
    assert ("designs.damaged", "error", 1) in told and ("designs.damaged", "warning", 2) in told
    assert all(each.message.startswith("orders.csv, row") for each in done.problems)


def test_what_can_be_read_is_printed_and_nothing_below_it(engine, torn, tmp_path):
    done, sheet = render(engine, tmp_path, lines_of(torn, 2, 3))
    assert done.exit_code == 0 and not done.manifest.unplaced
    for placement in done.manifest.parts[0].placements:
        x, y = placement.x_px, placement.y_px
        box = sheet[y : y + SIDE, x : x + SIDE]
        printed = np.rot90(box, placement.rotation // 90)[..., 3].any(axis=1)
        rows = int(printed.sum())
        assert SIDE // 4 < rows < SIDE * 3 // 4 and printed[:rows].all()


@pytest.mark.parametrize("accepted", [(2,), (3,), ()])
def test_damage_that_reading_brings_to_light_is_accepted_line_by_line_too(engine, hollow, tmp_path, accepted):
    done, sheet = render(engine, tmp_path, lines_of(hollow, *accepted))
    assert done.exit_code == 5
    assert {each.index + 1 for each in done.manifest.unplaced} == {2, 3} - set(accepted)
    assert bool(sheet[..., 3].any()) == bool(accepted)
