"""The memory graph and its panel: painted, pointed at, and walked by keyboard."""

import time

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor

from gangsheet_studio.model.units import MB
from gangsheet_studio.protocol import (
    DesignFreed,
    DesignLoaded,
    Forecast,
    SheetFreed,
    SheetOpened,
    SheetSaved,
    Telemetry,
)
from gangsheet_studio.studio.look import theme
from gangsheet_studio.studio.memory.graph import EMPTY, MemoryGraph
from gangsheet_studio.studio.memory.panel import MemoryPanel
from gangsheet_studio.studio.memory.run_record import RunRecord

# the off-screen platform says so of every window and tooltip
pytestmark = OFFSCREEN = pytest.mark.qt_log_ignore(r"propagateSizeHints|raise\(\)", extend=True)
FORECAST = Forecast(
    peak_bytes=164 * MB, scratch_bytes=0, output_bytes=240 * MB, seconds=12, limit_bytes=256 * MB
)


def recorded(samples=40, variants=12, budget=256 * MB, name="UV{}.png"):
    now = [0.0]
    record = RunRecord(lambda: now[0])
    for i in range(samples):
        now[0] = i * 0.2
        rss = (60 + 90 * i // samples - 7 * (i % 4)) * MB
        record.hear(
            Telemetry(
                seconds=now[0],
                rss=rss,
                peak=record.peak if record.peak > rss else rss,
                limit=budget,
                budget=budget,
                designs_held=3,
                scratch_bytes=0,
                phase="painting",
            )
        )
        if i == 1:
            record.hear(
                SheetOpened(part=1, parts=1, file="a.png", width_px=9, height_px=9, copies=3, rss=rss)
            )
        for n in range(variants * i // samples, variants * (i + 1) // samples):
            now[0] += 0.19 * samples / max(variants, samples)
            record.hear(DesignLoaded(design=name.format(n), index=n, size="3x3", bytes=MB, rss=rss))
            record.hear(DesignFreed(design=name.format(n), index=n, rss=rss))
    record.hear(SheetSaved(part=1, file="a.png", bytes=30 * MB, copies=3, rss=140 * MB))
    record.hear(SheetFreed(part=1, before=140 * MB, after=61 * MB, collected=9))
    return record


def shown(qtbot, widget, width=900, height=160):
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def colours_in(widget):
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("budget", [256 * MB, 24 << 30], ids=["near", "far"])
def test_run_is_painted_in_both_themes(qtbot, colours, budget):
    graph = MemoryGraph()
    graph.setPalette(theme.palette(colours))
    shown(qtbot, graph)
    graph.set_record(recorded(budget=budget))
    names = colours_in(graph)
    assert QColor(colours.panel).name() in names
    assert QColor(colours.accent_text).name() in names
    assert QColor(colours.budget).name() in names


def test_theme_change_shows_at_once(qtbot):
    graph = shown(qtbot, MemoryGraph())
    graph.set_record(recorded())
    for colours in (theme.LIGHT, theme.DARK):
        graph.setPalette(theme.palette(colours))
        assert graph.grab().toImage().pixelColor(2, 2) == QColor(colours.panel)


def test_empty_and_forecast_say_a_sentence(qtbot):
    graph = shown(qtbot, MemoryGraph())
    assert graph.accessibleDescription() == EMPTY
    graph.set_forecast(FORECAST, None)
    assert graph.accessibleDescription().startswith("This job should take 164 MB of the 256 MB")
    graph.set_forecast(FORECAST, 100 * MB)
    assert "Raise the memory budget" in graph.tip_at(QPointF(5, 5))
    graph.grab()


def test_pointing_tells_the_memory_and_the_marks_there(qtbot):
    graph = shown(qtbot, MemoryGraph())
    record = recorded(variants=1)
    graph.set_record(record)
    tips = [graph.tip_at(QPointF(x, 100)) for x in range(0, 900, 2)]
    assert any("UV0.png 3x3 loaded, 1.0 MB" in tip and "part 1" in tip for tip in tips)
    assert any(tip.count("\n") == 0 and " MB at " in tip for tip in tips)


@OFFSCREEN  # nearer than a mark for the whole folder
def test_arrow_keys_walk_the_marks(qtbot):
    graph = shown(qtbot, MemoryGraph())
    graph.set_record(recorded(variants=2, name="<b>UV{}</b>.png"))
    graph.setFocus()
    said = []
    for _ in range(20):
        qtbot.keyClick(graph, Qt.Key.Key_Right)
        said.append(graph.accessibleDescription().split("\n")[0])
    assert said[:2] == ["Sheet 1 of 1 begun, 3 copies", "<b>UV0</b>.png 3x3 loaded, 1.0 MB"]
    assert said[-1] == "Sheet 1 freed, 140 MB before, 61 MB after"
    qtbot.keyClick(graph, Qt.Key.Key_Left)
    assert graph.selected.kind == "saved"
    qtbot.keyClick(graph, Qt.Key.Key_Home)
    assert graph.selected.kind == "opened"
    graph.grab()


def test_long_run_is_painted_within_a_frame(qtbot):
    graph = shown(qtbot, MemoryGraph(), 1366, 160)
    record = recorded(samples=2000, variants=2000)
    assert len(record.marks) > 4000
    spent = []
    for _ in range(5):
        graph.set_record(record)
        began = time.perf_counter()
        graph.repaint()
        spent.append(time.perf_counter() - began)
    assert min(spent) < 0.05  # about 8 ms on a quiet machine


class Paints(QObject):
    count = 0

    def eventFilter(self, _watched, event):  # noqa: N802  # Qt's name
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_refreshing_often_paints_once(qtbot):
    graph = shown(qtbot, MemoryGraph())
    record = recorded(samples=5)
    graph.set_record(record)
    paints = Paints(graph)
    qtbot.wait(100)  # what set_record asked for, and the screen
    graph.installEventFilter(paints)
    for n in range(1000):
        record.hear(DesignLoaded(design="a.png", index=n, size="3x3", bytes=MB, rss=MB))
        graph.refresh()
    record.end()
    qtbot.waitUntil(lambda: paints.count > 0)
    assert paints.count <= 2, "the screen may ask for one more"
    assert graph.accessibleDescription() == "Run over, peak 132 MB of 256 MB budget"


def test_panel_shows_parts_during_a_run_and_all_graph_before(qtbot):
    panel = shown(qtbot, MemoryPanel())
    panel.set_forecast(FORECAST, 256 * MB)
    assert not panel.table.isVisible()
    record = recorded()
    panel.begin(record)
    assert panel.table.isVisible()
    row = [panel.table.item(0, column).text() for column in range(4)]
    assert row == ["1", "140 MB", "61 MB", "\N{MINUS SIGN}79 MB"]
    assert panel.summary.text().startswith("Peak 141 MB of 256 MB, 55 %")
    panel.set_forecast(FORECAST, 256 * MB)
    assert panel.table.isVisible()
    panel.clear()
    assert not panel.table.isVisible()
    assert panel.graph.accessibleDescription().startswith("This job should take")


def test_another_forecast_puts_a_past_run_away_and_no_running_one(qtbot):
    panel = shown(qtbot, MemoryPanel())
    record = recorded()
    panel.begin(record)
    panel.set_forecast(FORECAST, None)
    assert panel.table.isVisible()
    record.end()
    panel.set_forecast(None, None)
    assert not panel.table.isVisible()
