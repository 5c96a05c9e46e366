"""What a layout takes, in the tool bar, in the list of parts and on the film."""

import msgspec
import pytest
from PIL import Image
from PySide6.QtWidgets import QWidget

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Layout, Part, Placement
from gangsheet_studio.model.order import OrderLine, Size
from gangsheet_studio.model.outline import Outline
from gangsheet_studio.model.project import Project
from gangsheet_studio.protocol import Forecast, NestDone, Outlined
from gangsheet_studio.studio.controls.fitting_label import FittingLabel
from gangsheet_studio.studio.job.figures import job_figures, part_figures
from gangsheet_studio.studio.job.totals import film_length, part_words, totals

PATIENCE = 30_000
FILM = Film(width=20.0, longest=10.0, dpi=100, price=0.5)
FORECAST = Forecast(peak_bytes=1, scratch_bytes=0, output_bytes=1, seconds=1.0, limit_bytes=1)


def placed(copy, side, *, extra=False):
    shape = {"x": 0, "y": 0, "width": side, "height": side, "rotation": 0}
    return Placement(line=1, design="a", key="a", order="", copy=copy, extra=extra, **shape)


def done(*lengths, by_shape=False, film=FILM, rows=()):
    parts = tuple(
        Part(
            number=number,
            width_px=film.width_px,
            height_px=round(length * film.dpi),
            placements=(placed(1, 500), placed(2, 500, extra=True)),
        )
        for number, length in enumerate(lengths, 1)
    )
    layout = Layout(film=film, parts=parts, by_shape=by_shape)
    whole = {"rows": rows, "rows_in_all": sum(rows)}
    return NestDone(layout=layout, items=(), problems=(), forecast=FORECAST, **whole)


def test_a_part_takes_film_and_money_and_saves_against_rows():
    first, second = part_figures(done(5.0, 8.0, rows=(10.0, 4.0)), {})
    assert (first.length, first.copies, first.extra, first.cost) == (5.0, 1, 1, 2.5)
    assert first.utilisation == pytest.approx(0.5) and first.saving == pytest.approx(0.5)
    assert second.saving == pytest.approx(-1.0)
    whole = job_figures(done(5.0, 8.0, rows=(10.0, 4.0)), {})
    assert (whole.parts, whole.copies, whole.extra, whole.length, whole.cost) == (2, 2, 2, 13.0, 6.5)
    assert whole.saving == pytest.approx(1 / 14)


def test_what_is_not_known_is_not_told():
    figures = job_figures(done(5.0, film=msgspec.structs.replace(FILM, price=0.0)), {})
    assert figures.cost is None and figures.saving is None
    assert totals(figures, "in", "$")[0] == "1 copy +1 extra, 1 part, 5 in"


def test_designs_that_reach_into_each_other_count_by_what_they_print():
    solid = {"a": 0.4}
    assert job_figures(done(5.0, by_shape=True), solid).utilisation == pytest.approx(0.2)
    assert job_figures(done(5.0), solid).utilisation == pytest.approx(0.5)
    assert job_figures(done(2.0, by_shape=True), {}).utilisation == 1.0  # boxes until outlines are known


def test_all_is_told_first_and_then_less_and_less():
    figures = job_figures(done(5.0, 8.0, rows=(10.0, 7.0)), {})
    said = totals(figures, "in", "$")
    assert said[0] == "2 copies +2 extra, 2 parts, 13 in, $6.50, 24 % less than rows"
    assert said[-1] == "13 in" and list(said) == sorted(said, key=len, reverse=True)
    assert part_words(figures, "mm", "kr") == (
        "330.2 mm, 38.5 %, 2 copies +2 extra, 6.50 kr, 24 % less than rows"
    )


def test_lengths_of_film():
    assert [film_length(209.03, unit) for unit in ("in", "mm", "cm")] == ["209 in", "5.31 m", "5.31 m"]
    assert film_length(10.0, "mm") == "254 mm"


def test_a_label_says_less_where_there_is_less_room(qtbot):
    label = FittingLabel()
    qtbot.addWidget(label)
    label.say("41 copies, 2 parts, 9.82 m", "9.82 m", more="all of it")
    assert label.minimumSizeHint().width() < label.sizeHint().width()
    label.resize(label.sizeHint())
    assert label.shown() == "41 copies, 2 parts, 9.82 m" and label.toolTip() == "all of it"
    label.resize(label.minimumSizeHint())
    assert label.shown() == "9.82 m"
    label.grab()


@pytest.fixture
def job(desk, qtbot, tmp_path):
    Image.new("RGBA", (300, 300), "red").save(tmp_path / "red.png", dpi=(300, 300))
    line = OrderLine(design="red", path=str(tmp_path / "red.png"), size=Size(4.0), quantity=30)
    film = Film(width=23.0, longest=20.0, dpi=100, price=0.1)
    desk.document.new(Project(name="orders", lines=(line,), film=film, out=str(tmp_path / "out")))
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy, timeout=PATIENCE)
    return desk


def test_the_window_tells_what_the_job_takes(job):
    window, layout = job.window, job.flow.last.layout
    cost = f"${layout.film_used * 0.1:.2f}"
    assert window.totals.text().startswith(
        f"30 copies, 2 parts, {film_length(layout.film_used, 'in')}, {cost}"
    )
    assert "of the film is covered" in window.totals.toolTip()
    parts = window.parts.model()
    assert parts.rowCount() == 3 and cost in parts.index(2, 0).data()
    assert window.film.findChild(QWidget, "filmView").film_painter.headers[0].endswith("rows")


def test_costs_follow_the_currency_and_lengths_the_unit(job):
    job.apply(msgspec.structs.replace(job.preferences, currency="EUR", unit="mm"))
    used = job.flow.last.layout.film_used
    assert f"{film_length(used, 'mm')}, {used * 0.1:.2f} EUR" in job.window.totals.text()


def test_outlines_change_what_a_layout_by_shape_uses(job, qtbot):
    layout = msgspec.structs.replace(job.flow.last.layout, by_shape=True)
    job.document.set_layout(layout, "improve")
    before = job.window.totals.toolTip()
    key = layout.parts[0].placements[0].key
    job.flow.outlined.emit(Outlined(id=1, key=key, outline=Outline(islands=(), solid=0.5)))
    qtbot.waitUntil(lambda: job.window.totals.toolTip() != before)
