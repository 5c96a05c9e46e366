"""Lines without their transparent borders: laid out smaller, printed as a part of what they were."""

import math
import threading

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from gangsheet_studio.engine import verbs
from gangsheet_studio.engine.finishes import Finishes
from gangsheet_studio.engine.prepare import prepare
from gangsheet_studio.errors import RefusedInputError, UsageError
from gangsheet_studio.model.design import Design
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.job import Job
from gangsheet_studio.model.layout import Layout, Part, Placement
from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.model.order import OrderLine, Size
from gangsheet_studio.model.output import Output
from gangsheet_studio.nesting import size_items
from gangsheet_studio.protocol import Improved, ImproveRequest, NestRequest, Outlined, RenderRequest

FILM = Film(width=4, longest=12, gap=0.05, dpi=100)
BOX = 40, 25, 80, 60


def bordered(path, size=(200, 150), box=BOX, seed=1):
    """Draw artwork whose print fills `box` alone, in smooth colours, and return its pixels."""
    left, top, width, height = box
    across, down = np.meshgrid(np.linspace(40, 250, width), np.linspace(40, 250, height))
    pixels = np.zeros((*size[::-1], 4), np.uint8)
    levels = [across, down, np.full_like(down, 20 * seed), np.full_like(down, 255)]
    pixels[top : top + height, left : left + width] = np.stack(levels, -1)
    Image.fromarray(pixels).save(path, dpi=(100, 100))
    return pixels


@pytest.fixture
def lay_out(artwork, tmp_path):
    def lay_out(*lines, film=FILM, **more):
        return prepare(lines, film, (), threading.Event(), lambda message: None, artwork, **more)

    return lay_out


@pytest.fixture
def printed(artwork, tmp_path):
    """Render lines and return the answer with the pixels of each sheet."""

    def printed(*lines, film=FILM, **more):
        job = Job(name="Job", lines=lines, out=str(tmp_path / "out"), film=film, fresh=True, **more)
        done = verbs.render(RenderRequest(id=1, job=job), lambda message: None, threading.Event(), artwork)
        sheets = [np.array(Image.open(tmp_path / "out" / part.file)) for part in done.manifest.parts]
        return done.manifest, sheets

    return printed


def line(path, quantity=1, **rest):
    return OrderLine(design=path.name, path=str(path), quantity=quantity, **rest)


def cut_of(sheet, placement):
    return sheet[
        placement.y_px : placement.y_px + placement.height_px,
        placement.x_px : placement.x_px + placement.width_px,
    ]


def test_it_is_as_large_as_it_is_with_its_borders(tmp_path, lay_out):
    path = tmp_path / "a.png"
    bordered(path)
    plain, trimmed, doubled = lay_out(
        line(path), line(path, trim=True), line(path, size=Size(width=4), trim=True)
    ).items
    assert (plain.width_px, plain.height_px, plain.trim) == (200, 150, None)
    assert (trimmed.width_px, trimmed.height_px, trimmed.trim) == (80, 60, BOX)
    assert (doubled.width_px, doubled.height_px, doubled.trim) == (160, 120, BOX)


def test_artwork_without_borders_is_the_same_trimmed_or_not(tmp_path, lay_out):
    Image.new("RGBA", (200, 150), "red").save(tmp_path / "a.png")
    plain, trimmed = lay_out(line(tmp_path / "a.png"), line(tmp_path / "a.png", trim=True)).items
    assert msgspec.structs.replace(trimmed, line=1) == plain


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("mirror", [False, True])
def test_at_its_own_size_each_pixel_is_that_of_the_artwork(tmp_path, lay_out, printed, rotation, mirror):
    path = tmp_path / "a.png"
    pixels = bordered(path)
    lines = line(path, trim=True), line(path)
    items = lay_out(*lines).items
    placements = []
    for item, y in zip(items, (10, 150), strict=True):
        box = item.width_px, item.height_px
        width, height = box[::-1] if rotation % 180 else box
        placements.append(
            Placement(
                line=item.line,
                design="a.png",
                key=item.key,
                order="",
                copy=1,
                x=20,
                y=y,
                width=width,
                height=height,
                rotation=rotation,
            )
        )
    part = Part(number=1, width_px=400, height_px=500, placements=tuple(placements))
    manifest, (sheet,) = printed(
        *lines, layout=Layout(film=FILM, parts=(part,)), output=Output(mirror=mirror)
    )
    left, top, width, height = BOX
    whole = np.rot90(pixels, -rotation // 90)
    part_of_it = np.rot90(pixels[top : top + height, left : left + width], -rotation // 90)
    for placement, expected in zip(manifest.parts[0].placements, (part_of_it, whole), strict=True):
        assert np.array_equal(cut_of(sheet, placement), expected[:, ::-1] if mirror else expected)


@pytest.mark.parametrize("inches", [1.1, 3.7])
def test_scaled_it_is_a_part_of_the_scaled_print(tmp_path, printed, inches):
    path = tmp_path / "a.png"
    bordered(path)
    size = Size(width=inches)
    manifest, (sheet,) = printed(line(path, size=size), line(path, size=size, trim=True))
    whole, part = (
        np.rot90(cut_of(sheet, p), p.rotation // 90)
        for p in sorted(manifest.parts[0].placements, key=lambda p: p.index)
    )
    left, top = (round(side * inches / 2) for side in BOX[:2])
    same = whole[top : top + part.shape[0], left : left + part.shape[1]]
    inside = np.s_[3:-3, 3:-3]  # at the cut, the artwork ends for one and goes on for the other
    assert abs(same[inside].astype(int) - part[inside]).max() <= 6


def test_trimmed_and_not_are_two_pictures_for_whoever_makes_sheets(tmp_path, lay_out, artwork):
    path = tmp_path / "a.png"
    bordered(path)
    lines = line(path, 3), line(path, 3, trim=True)
    prepared = lay_out(*lines)
    finishes = Finishes(lines, Output(), prepared.layout)
    assert (finishes.of(1).trim, finishes.of(2).trim) == (None, BOX)
    pictures = {p.picture for part in prepared.layout.parts for p in part.placements}
    assert len(pictures) == 2 and {item.picture for item in prepared.items} == pictures


def test_a_layout_is_taken_back_and_one_of_other_borders_is_not(tmp_path, lay_out):
    path = tmp_path / "a.png"
    bordered(path)
    lines = (line(path, 4, trim=True),)
    layout = lay_out(*lines).layout
    assert lay_out(*lines, layout=layout).layout == layout
    with pytest.raises(RefusedInputError, match="another size"):
        lay_out(line(path, 4), layout=layout)


def test_locked_copies_stay_only_while_they_print_the_same(tmp_path, lay_out):
    path = tmp_path / "a.png"
    bordered(path, size=(160, 120), box=(40, 30, 80, 60))
    trimmed = line(path, 2, trim=True)
    layout = lay_out(trimmed).layout
    (part,) = layout.parts
    moved = msgspec.structs.replace(part.placements[0], x=200, y=200, locked=True)
    around = msgspec.structs.replace(
        layout, parts=(msgspec.structs.replace(part, height_px=400, placements=(moved,)),)
    )
    kept = [p for p in lay_out(trimmed, around=around).layout.parts[0].placements if p.locked]
    assert [(p.x, p.y, p.trim) for p in kept] == [(200, 200, moved.trim)]
    halved = line(path, 2, size=Size(width=0.8))  # as large as that, but all of it
    assert not any(p.locked for p in lay_out(halved, around=around).layout.parts[0].placements)


def test_what_is_hardened_is_trimmed_to_what_is_left(tmp_path, printed):
    pixels = np.zeros((100, 100, 4), np.uint8)
    pixels[20:80, 20:80] = (9, 90, 200, 60)
    pixels[30:70, 40:50] = (9, 90, 200, 200)
    Image.fromarray(pixels).save(tmp_path / "a.png", dpi=(100, 100))
    manifest, (sheet,) = printed(line(tmp_path / "a.png", trim=True, harden=0.5, upright=True))
    (placement,) = manifest.parts[0].placements
    assert (placement.width_px, placement.height_px) == (10, 40)
    assert (cut_of(sheet, placement) == (9, 90, 200, 255)).all()


def test_empty_artwork_takes_no_film(tmp_path, lay_out, printed):
    bordered(tmp_path / "a.png")
    Image.new("RGBA", (300, 300), (255, 255, 255, 0)).save(tmp_path / "none.png")
    lines = line(tmp_path / "a.png"), line(tmp_path / "none.png", 7)
    prepared = lay_out(*lines)
    (entry,) = prepared.layout.unplaced
    assert (entry.line, entry.copies, entry.reason) == (2, 7, "design-empty")
    errors = [(p.id, p.line) for p in prepared.problems if p.severity == "error"]
    assert errors == [("designs.empty", 2)]
    with pytest.raises(RefusedInputError):
        printed(*lines)
    manifest, _ = printed(*lines, skip_bad=True)
    assert [(each.index, each.reason) for each in manifest.unplaced] == [(2, "design-empty")]


def test_damage_that_the_look_finds_is_told_at_once(tmp_path, lay_out):
    path = tmp_path / "a.png"
    noise = np.random.default_rng(3).integers(0, 256, (200, 200, 4), np.uint8)
    Image.fromarray(noise).save(path)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 4000] = bytes(4000)
    path.write_bytes(bytes(data))
    prepared = lay_out(line(path, trim=True))
    assert [p.id for p in prepared.problems if p.severity == "error"] == ["designs.damaged"]
    assert [entry.reason for entry in prepared.layout.unplaced] == ["design-damaged"]
    assert lay_out(line(path, trim=True, accept_damage=True)).layout.copies == 1


@pytest.mark.parametrize("harden", [0.0, 0.04, 1.5, math.nan])
def test_hardening_where_nothing_would_be_right_is_refused(tmp_path, lay_out, harden):
    bordered(tmp_path / "a.png")
    with pytest.raises(UsageError, match="hardened"):
        lay_out(line(tmp_path / "a.png", harden=harden))


def test_a_search_by_shape_sees_what_is_printed(tmp_path, artwork, printed):
    picture = Image.new("RGBA", (240, 240))
    ImageDraw.Draw(picture).polygon([(60, 60), (180, 60), (60, 180)], fill=(200, 0, 0, 255))
    path = tmp_path / "corner.png"
    picture.save(path, dpi=(100, 100))
    lines = (line(path, 12, trim=True), line(path, 2))
    film = msgspec.structs.replace(FILM, gap=0.02)
    quiet, go_on = (lambda message: None), threading.Event()
    start = verbs.nest(NestRequest(id=1, lines=lines, film=film), quiet, go_on, artwork).layout
    heard = []
    request = ImproveRequest(id=1, lines=lines, film=film, start=start, nesting=Nesting(), seconds=2.5)
    verbs.improve(request, heard.append, go_on, artwork)
    names = {item.picture for item in prepare(lines, film, (), go_on, quiet, artwork).items}
    assert {message.key for message in heard if isinstance(message, Outlined)} == names
    best = [message.layout for message in heard if isinstance(message, Improved)][-1]
    assert best.by_shape and best.film_used < start.film_used
    _, sheets = printed(*lines, film=film, layout=best, overlaps=True)
    copies = np.count_nonzero(np.array(picture)[..., 3]) * 14
    assert sum(np.count_nonzero(sheet[..., 3]) for sheet in sheets) == copies  # none lies on another


DESIGN = Design(
    key="k",
    path="/a.png",
    name="a.png",
    format="png",
    width_px=0,
    height_px=0,
    dpi=None,
    colour="srgb",
    bits=8,
    alpha=True,
    profile=False,
    orientation=1,
    file_bytes=1,
    streams=True,
)


@given(st.data(), st.integers(1, 5000), st.integers(1, 5000), st.floats(0.05, 60), st.integers(72, 1200))
def test_a_trimmed_print_is_the_same_share_of_the_whole(data, width, height, inches, dpi):
    left, top = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    trim = left, top, data.draw(st.integers(1, width - left)), data.draw(st.integers(1, height - top))
    design = msgspec.structs.replace(DESIGN, width_px=width, height_px=height)
    lines = [OrderLine(design="a", path="/a.png", size=Size(width=inches))]
    film = Film(dpi=dpi)
    (whole,) = size_items(lines, {"/a.png": design}, film).items
    (part,) = size_items(lines, {"/a.png": design}, film, {1: trim}).items
    assert abs(part.width_px - max(1, trim[2] * whole.width_px / width)) <= 0.5
    assert abs(part.height_px - max(1, trim[3] * whole.height_px / height)) <= 0.5
    assert 1 <= part.width_px <= whole.width_px and 1 <= part.height_px <= whole.height_px
