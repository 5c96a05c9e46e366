"""Job sheets are read back: what they say is what was made, whatever the names in it are."""

import io
import math
from collections import defaultdict
from itertools import pairwise

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.job import Job
from gangsheet_studio.model.manifest import (
    Manifest,
    ManifestPart,
    ManifestPlacement,
    ManifestUnplaced,
    MemoryReport,
)
from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.model.output import Output
from gangsheet_studio.paper.job_sheet import write_job_sheet
from gangsheet_studio.paper.left_out import left_out
from gangsheet_studio.paper.text import plain, shortened, width_of, wrapped

MARGIN = 42
EN_DASH = "\N{EN DASH}"


def jpeg(width, height, colour="orange"):
    data = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(data, "jpeg")
    return data.getvalue()


def made(lines, columns=10, part_of=1_000, side=200, **more):
    """Return the manifest of `lines`, whose copies lie in a grid, `part_of` of them on each part."""
    copies = [(index, copy) for index, line in enumerate(lines, 1) for copy in range(1, line.quantity + 1)]
    parts = []
    for number, first in enumerate(range(0, len(copies), part_of), 1):
        there = copies[first : first + part_of]
        placements = tuple(
            ManifestPlacement(
                design=lines[index - 1].design,
                index=index,
                order=lines[index - 1].order,
                copy=copy,
                x_px=at % columns * side,
                y_px=at // columns * side,
                width_px=side - 10,
                height_px=side - 10,
                rotation=0,
            )
            for at, (index, copy) in enumerate(there)
        )
        rows = math.ceil(len(there) / columns)
        parts.append(
            ManifestPart(
                part=number,
                file=f"Spring_Part_{number}.png",
                width_px=columns * side,
                height_px=rows * side,
                dpi=100,
                bytes=1,
                sha256="",
                placements=placements,
            )
        )
    values = {"job": "Spring", "film": Film(width=20.0, dpi=100), "unplaced": (), "problems": ()} | more
    memory = MemoryReport(baseline_rss_bytes=1, peak_rss_bytes=1, limit_bytes=1, parts=())
    return Manifest(created="2026-01-01T00:00:00Z", parts=tuple(parts), memory=memory, seconds=1.0, **values)


def job_sheet(manifest, lines, date="2026-01-02 03:04", currency="", paper="a4"):
    job = Job(name=manifest.job, lines=tuple(lines), out="", output=Output(paper=paper), currency=currency)
    out = io.BytesIO()
    picture = jpeg(8, 8)
    write_job_sheet(
        out,
        job,
        manifest,
        left_out(manifest, lines),
        date,
        design_picture=lambda line: picture if line % 3 else None,
        part_picture=lambda part: jpeg(part.width_px // 20, part.height_px // 20),
    )
    return out.getvalue()


def pages(data):
    """Return the text of each page, lines joined by a blank; all of it must lie between the margins."""
    document = pypdfium2.PdfDocument(data)
    found = []
    for page in document:
        text = page.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            assert MARGIN - 1 <= left <= right <= page.get_width() - MARGIN + 1
            assert MARGIN - 1 <= bottom <= top <= page.get_height() - MARGIN + 8
        found.append(" ".join(text.get_text_range().split()))
        text.close()
        page.close()
    document.close()
    return found


LINES = (
    OrderLine(design="rose.png", quantity=3, order="#1001"),
    OrderLine(design="star.png", quantity=14, order="#1002"),
    OrderLine(design="rose.png", quantity=2, order="#1001"),
)


def test_the_head_says_what_the_job_takes():
    manifest = made(LINES, part_of=12, film=Film(width=20.0, dpi=100, price=0.5))
    (first, *_) = pages(job_sheet(manifest, LINES, currency="$"))
    for words in (
        "JOB SHEET",
        "2026-01-02 03:04",
        "Spring",
        "20 in wide",
        "100 dpi",
        "Sheets 2",
        "Copies 19",
    ):
        assert words in first
    assert "Film used 6.0 in 0.15 m" in first and "Cost of film $3.00" in first
    assert "Part 2 Spring_Part_2.png 20 x 2.0 in 7 copies" in first
    assert "Left out" not in first
    assert "Cost" not in pages(job_sheet(made(LINES), LINES))[0]


def test_the_pick_list_goes_order_by_order_and_has_the_numbers_of_the_maps():
    manifest = made(LINES, part_of=12)
    first, *maps = pages(job_sheet(manifest, LINES))
    picks = first[first.index("Pick list") :]
    assert picks.index("Order #1001 5 copies") < picks.index("Order #1002 14 copies")
    rose, star = picks.split("Order #1002")
    assert f"rose.png 1.9 x 1.9 in (48.3 x 48.3 mm) 3 Part 1: 1{EN_DASH}3" in rose
    assert f"rose.png 1.9 x 1.9 in (48.3 x 48.3 mm) 2 Part 2: 6{EN_DASH}7" in rose
    assert f"14 Part 1: 4{EN_DASH}12 Part 2: 1{EN_DASH}5" in star
    for part, page in zip(manifest.parts, maps, strict=True):
        assert page.startswith(f"Part {part.part} of 2 Spring_Part_{part.part}.png, 20 x")
        numbers = page.rpartition(" in ")[2].split(" Spring ")[0]
        assert numbers.split() == [str(n) for n in range(1, len(part.placements) + 1)]


def test_each_number_lies_on_its_copy():
    manifest = made((OrderLine(design="a", quantity=37),), columns=5)
    (part,) = manifest.parts
    document = pypdfium2.PdfDocument(job_sheet(manifest, [OrderLine(design="a", quantity=37)]))
    page = document[1]
    text = page.get_textpage()
    boxes = {}
    for number in range(1, 38):
        finder = text.search(str(number), match_whole_word=True)
        while found := finder.get_next():
            corners = [text.get_charbox(index) for index in range(found[0], found[0] + found[1])]
            if corners[0][1] < page.get_height() - 90 and corners[0][1] > 70:
                left, right = corners[0][0], corners[-1][2]
                boxes[number] = ((left + right) / 2, (corners[0][1] + corners[0][3]) / 2)
        finder.close()
    assert sorted(boxes) == list(range(1, 38))
    for left, right in pairwise(range(1, 6)):  # along a row to the right, a row down below
        assert boxes[left][0] < boxes[right][0]
        assert boxes[left][1] == pytest.approx(boxes[right][1], abs=0.5)
        assert boxes[left + 5][0] == pytest.approx(boxes[left][0], abs=2)
    step = boxes[2][0] - boxes[1][0]
    assert boxes[1][1] - boxes[6][1] == pytest.approx(step, rel=0.02)
    assert step * 5 == pytest.approx(step / 200 * part.width_px, rel=0.01)
    text.close()
    page.close()
    document.close()


def test_what_was_left_out_is_told_with_its_reason():
    lines = (*LINES, OrderLine(design="gone.png", quantity=4, order="#1003"))
    why = "orders.csv, row 5: there is no artwork “gone.png”."
    unplaced = ManifestUnplaced(
        design="gone.png", order="#1003", copies=4, reason="design-missing", index=4, message=why
    )
    partly = ManifestUnplaced(
        design="star.png",
        order="#1002",
        copies=2,
        reason="too-long",
        index=2,
        message="The film is short. " * 20,
    )
    manifest = made(LINES, unplaced=(unplaced, partly))
    first = pages(job_sheet(manifest, lines))[0]
    assert "Left out 6 copies on no sheet" in first
    assert f"4 x gone.png (order #1003) {why}" in first
    assert "2 x star.png (order #1002) The film is short. The film" in first
    assert "gone.png" not in first[first.index("Pick list") :]


def test_too_few_and_extra_copies_are_told():
    ordered = (OrderLine(design="few.png", quantity=5), OrderLine(design="many.png", quantity=2))
    manifest = made((OrderLine(design="few.png", quantity=3), OrderLine(design="many.png", quantity=6)))
    first = pages(job_sheet(manifest, ordered))[0]
    assert "Without an order number" in first
    assert "of 5 ordered" in first and "4 extra" in first


def test_pages_are_numbered_and_letter_paper_is_as_wide():
    lines = [OrderLine(design=f"{n}.png", order=f"#{n}") for n in range(60)]
    data = job_sheet(made(lines), lines, paper="letter")
    found = pages(data)
    assert len(found) > 4
    for number, page in enumerate(found, 1):
        assert f"Spring {number} of {len(found)}" in page
    document = pypdfium2.PdfDocument(data)
    assert document.get_page_size(0) == (612, 792)
    document.close()


def test_the_same_job_gives_the_same_file_but_for_its_date():
    manifest = made(LINES)
    assert job_sheet(manifest, LINES) == job_sheet(manifest, LINES)
    assert job_sheet(manifest, LINES) != job_sheet(manifest, LINES, date="2026-01-02 03:05")


def test_hundreds_of_orders_and_thousands_of_copies_are_all_there():
    lines = [OrderLine(design=f"design {n}.png", quantity=4, order=f"#{n}") for n in range(1, 501)]
    manifest = made(lines, columns=23, side=100)
    data = job_sheet(manifest, lines)
    found = pages(data)
    everything = " ".join(found)
    for n in range(1, 501):
        assert f"Order #{n} 4 copies" in everything
    assert len(data) < 2_000_000
    numbers = defaultdict(int)
    for page in found:
        if page.startswith("Part "):
            for word in page.split():
                numbers[word] += word.isdecimal()
    assert all(numbers[str(n)] >= 2 for n in range(1, 1001))  # on both parts


def test_numbers_without_room_give_way_and_none_is_smaller_than_legible():
    lines = [OrderLine(design="dot.png", quantity=900)]
    data = job_sheet(made(lines, columns=90, side=20), lines)
    document = pypdfium2.PdfDocument(data)
    heights = []
    for page in list(document)[1:]:
        text = page.get_textpage()
        numbers = [word for word in text.get_text_range().split() if word.isdecimal()]
        assert 90 < len(numbers) < 900
        for index in range(text.count_chars()):
            if text.get_text_range(index, 1).isdecimal():
                _, bottom, _, top = text.get_charbox(index)
                heights.append(top - bottom)
    assert min(heights) > 4  # of 6 points: figures are 0.73 of the size
    document.close()


HOSTILE = {
    "markup": "<b>a</b> & <para>b</para> &amp; %s {0}",
    "control characters": "a\x00b\x1b[31mc\r\nd\te",
    "turned round": "\u202egnp.exe",
    "no spaces": "W" * 300,
    "no character of the font": "猫の絵.png \U0001f600",
    "right to left": "שלום מרחבא.png",
    "a lone surrogate": "a\ud800b",
    "a PDF string": "a) Tj ET Q (\\",
    "empty": "",
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_no_name_leaves_its_place(name):
    lines = [OrderLine(design=name, quantity=2, order=name)] * 2
    unplaced = ManifestUnplaced(
        design=name, order=name, copies=1, reason="x", index=2, message=f"It is “{name}”."
    )
    found = pages(job_sheet(made(lines[:1], job=name or "x", unplaced=[unplaced]), lines, currency=name))
    assert len(found) == 2 and "Pick list" in found[0]


def test_names_are_told_apart_whatever_they_are_written_in():
    lines = [OrderLine(design="猫.png", order="<b>1</b>"), OrderLine(design="\u202e犬.png")]
    first = pages(job_sheet(made(lines), lines))[0]
    assert r"\u732b.png" in first and r"\u202e\u72ac.png" in first and "Order <b>1</b>" in first


def test_names_from_right_to_left_are_drawn_so():
    assert plain("a שלום עולם 12.png") == "a םלוע םולש 12.png"


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=80), st.integers(1, 200))
def test_text_fits_its_width_and_wrapping_loses_nothing(text, width):
    fitted = shortened(text, width, 9)
    assert width_of(fitted, 9) <= width or fitted == "…"
    assert fitted == text or "…" in fitted
    lines = wrapped(text.split(), width, 9)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(width_of(line, 9) <= width or len(line) == 1 for line in lines)
