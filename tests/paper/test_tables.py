"""Tables open in a spreadsheet, with every copy at its place, and run nothing there."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.manifest import (
    Manifest,
    ManifestPart,
    ManifestPlacement,
    ManifestUnplaced,
    MemoryReport,
)
from gangsheet_studio.model.order import OrderLine, Size
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.paper.left_out import left_out
from gangsheet_studio.paper.numbers import as_ranges
from gangsheet_studio.paper.tables import missing_table, placements_table


def placement(index, copy, x, y, **more):
    values = {
        "design": f"{index}.png",
        "order": f"#{index}",
        "width_px": 200,
        "height_px": 100,
        "rotation": 0,
    }
    return ManifestPlacement(index=index, copy=copy, x_px=x, y_px=y, **(values | more))


def manifest(*parts, unplaced=(), problems=()):
    made = tuple(
        ManifestPart(
            part=number,
            file=f"Job_Part_{number}.png",
            width_px=1000,
            height_px=500,
            dpi=100,
            bytes=1,
            sha256="",
            placements=tuple(placements),
        )
        for number, placements in enumerate(parts, 1)
    )
    return Manifest(
        job="Job",
        created="2026-01-01T00:00:00Z",
        film=Film(),
        parts=made,
        unplaced=tuple(unplaced),
        problems=tuple(problems),
        memory=MemoryReport(baseline_rss_bytes=1, peak_rss_bytes=1, limit_bytes=1, parts=()),
        seconds=1.0,
    )


def read(pieces):
    data = b"".join(pieces)
    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_each_copy_has_its_row_in_reading_order():
    rows = read(
        placements_table(
            manifest(
                [placement(1, 2, 300, 0, rotation=90), placement(2, 1, 0, 254), placement(1, 1, 0, 0)],
                [placement(1, 3, 127, 0)],
            )
        )
    )
    assert rows[0][:7] == ["Part", "Number", "Sheet file", "Order", "Design", "Copy", "X (mm)"]
    assert [row[:6] for row in rows[1:]] == [
        ["1", "1", "Job_Part_1.png", "#1", "1.png", "1"],
        ["1", "2", "Job_Part_1.png", "#1", "1.png", "2"],
        ["1", "3", "Job_Part_1.png", "#2", "2.png", "1"],
        ["2", "1", "Job_Part_2.png", "#1", "1.png", "3"],
    ]
    assert rows[2][6:] == ["76.2", "0.0", "50.8", "25.4", "300", "0", "200", "100", "90"]
    assert rows[3][6:8] == ["0.0", "64.516"]


def test_a_long_table_is_whole():
    copies = [placement(1, n, 0, 100 * n) for n in range(1, 2222)]
    pieces = list(placements_table(manifest(copies)))
    assert len(pieces) > 4
    assert [int(row[5]) for row in read(pieces)[1:]] == list(range(1, 2222))


def test_what_is_missing_has_its_size_its_row_and_its_reason():
    lines = [
        OrderLine(design="a.png", size=Size(3, 2), quantity=4, order="#1", file="/in/orders.csv", row=2),
        OrderLine(design="b.png", size=Size(None, 2.5), quantity=1),
        OrderLine(design="c.png"),
    ]
    unplaced = [
        ManifestUnplaced(
            design="c.png", order="", copies=1, reason="too-wide", index=3, message="It is too wide."
        ),
        ManifestUnplaced(
            design="a.png", order="#1", copies=4, reason="design-missing", index=1, message="Gone."
        ),
        ManifestUnplaced(
            design="b.png", order="", copies=1, reason="design-missing", index=2, message="Gone."
        ),
    ]
    problems = [
        Problem(id="orders.no-artwork", severity="error", message="orders.csv, row 2: no a.png.", line=1),
        Problem(
            id="orders.bad-quantity", severity="error", message="Row 3: “lots”.", file="/in/o.csv", row=3
        ),
        Problem(id="sizing.low-dpi", severity="warning", message="It prints at 20 dpi.", line=2),
    ]
    made = manifest(unplaced=unplaced, problems=problems)
    assert read(missing_table(left_out(made, lines)))[1:] == [
        ["#1", "a.png", "4", "3 x 2 in", "orders.csv", "2", "orders.csv, row 2: no a.png."],
        ["", "b.png", "1", "2.5 in high", "", "", "Gone."],
        ["", "c.png", "1", "as the artwork", "", "", "It is too wide."],
        ["", "", "", "", "o.csv", "3", "Row 3: “lots”."],
    ]


@given(
    st.text(max_size=40)
    | st.sampled_from(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "a\r\n=1", '"', ","])
)
def test_no_name_runs_or_breaks_anything(name):
    rows = read(placements_table(manifest([placement(1, 1, 0, 0, design=name, order=name)])))
    assert len(rows) == 2 and len(rows[1]) == len(rows[0])
    for cell in rows[1][3:5]:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert "\n" not in cell and "\r" not in cell


@given(st.sets(st.integers(1, 60)))
def test_ranges_say_each_number_once(numbers):
    said = []
    for each in as_ranges(sorted(numbers)):
        first, _, last = each.partition("\N{EN DASH}")
        said += range(int(first), int(last or first) + 1)
    assert said == sorted(numbers)
