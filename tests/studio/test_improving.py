"""Improve: better layouts are shown as they are found, and kept with the job as one step."""

import json
import sys
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView, QToolButton

from gangsheet_studio.model.arrange import move
from gangsheet_studio.model.order import OrderLine, Size
from gangsheet_studio.model.project import Project, decode_project, encode_project
from gangsheet_studio.studio.improving import ended_words, running_words
from gangsheet_studio.studio.job.improver import Ended, Saving
from gangsheet_studio.studio.settings.preferences import Preferences

PATIENCE = 30_000
ENGINE = str(Path(__file__).with_name("improving_engine.py"))
SLACK = 400


def longer(layout):
    """The layout, its last part longer than it need be."""
    last = layout.parts[-1]
    stretched = msgspec.structs.replace(last, height_px=last.height_px + SLACK)
    return msgspec.structs.replace(layout, parts=(*layout.parts[:-1], stretched))


class Shop:
    """A window with a layout that is longer than it need be, and an engine that improves it as told."""

    def __init__(self, open_desk, qtbot, folder):
        self.qtbot, self.folder, self._mood = qtbot, folder, folder / "mood.json"
        self.find(3)
        self.desk = open_desk(
            Preferences(out=str(folder / "out"), improve_seconds=60),
            [sys.executable, ENGINE, str(self._mood)],
        )
        Image.new("RGBA", (300, 300), "red").save(folder / "red.png", dpi=(300, 300))
        self.lines = tuple(
            OrderLine(design=f"red{number}", path=str(folder / "red.png"), size=Size(1.0), quantity=4)
            for number in range(3)
        )
        self.document, self.flow = self.desk.document, self.desk.flow
        self.document.new(Project(name="orders", lines=self.lines, out=str(folder / "out")))
        self.settle()
        self.document.set_layout(longer(self.flow.last.layout), "arrange")
        self.settle()
        self.start = self.document.project.layout

    def find(self, layouts, **more):
        """Let the engine find so many layouts at the next search."""
        self._mood.write_text(json.dumps({"layouts": layouts, **more}))

    def until(self, condition):
        self.qtbot.waitUntil(condition, timeout=PATIENCE)

    def settle(self):
        self.until(lambda: self.flow.last is not None and not self.flow.busy)

    def improve(self, layouts=None):
        """Press Improve; wait until that many layouts are shown."""
        action("improve", self).trigger()
        assert self.flow.improver.running
        if layouts is not None:
            self.until(lambda: self.shortened >= 40 * layouts)

    def ended(self):
        self.until(lambda: not self.flow.improver.running)
        self.settle()

    @property
    def shown(self):
        return self.flow.last.layout

    @property
    def shortened(self):
        """Pixels by which the layout that is shown is shorter than at the start."""
        return self.start.parts[-1].height_px - self.shown.parts[-1].height_px

    @property
    def said(self):
        return self.desk.window.improve.status.text()

    @property
    def log(self):
        model = self.desk.window.findChild(QTableView, "logView").model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    @property
    def steps(self):
        return self.document.undo_stack.index()


def action(name, shop):
    return shop.desk.window.actions_by_name[name]


@pytest.fixture
def shop(open_desk, qtbot, tmp_path):
    return Shop(open_desk, qtbot, tmp_path)


def test_better_layouts_are_shown_with_what_they_save(shop):
    before = shop.steps
    shop.improve(2)
    assert shop.said.startswith("Improving: 0:5") or shop.said.startswith("Improving: 1:00")
    assert " in (" in shop.said and shop.said.endswith(" %) saved")
    assert shop.desk.window.film.findChild(object, "filmView").scene.layout is shop.shown
    assert shop.flow.last.rows_in_all == 99.0
    assert shop.document.project.layout is shop.shown
    assert shop.steps == before + 1
    shop.until(lambda: any(line.startswith("Improving the layout for 1:00") for line in shop.log))


def test_stop_keeps_the_best_and_undo_takes_all_of_it_back(shop):
    shop.improve(3)
    action("stop-improving", shop).trigger()
    shop.ended()
    best = shop.shown
    assert shop.shortened == 120 and shop.said == "Saved 0.3 in (15.0 %)"
    assert shop.document.project.layout == best
    assert decode_project(encode_project(shop.document.project)).layout == best
    assert shop.document.undo_stack.undoText() == "improve layout"
    shop.document.undo_stack.undo()
    shop.settle()
    assert shop.shown == shop.start and shop.said == ""
    shop.document.undo_stack.redo()
    shop.settle()
    assert shop.shown == best


def test_two_searches_are_two_steps(shop):
    for _ in range(2):
        before = shop.shown
        shop.improve()
        shop.until(lambda before=before: shop.shown.film_used < before.film_used)
        shop.flow.improver.stop()
        shop.ended()
    assert [shop.document.undo_stack.text(at) for at in range(shop.steps)][-2:] == ["improve layout"] * 2


@pytest.mark.parametrize(
    ("layouts", "why", "said"),
    [
        (2, "time", "Saved 0.2 in (10.0 %)"),
        (2, "best", "Saved 0.2 in (10.0 %): as good as it gets"),
        (0, "best", "This is as good as it gets"),
        (0, "settled", "No better layout was found"),
        (0, "time", "No better layout was found"),
    ],
)
def test_the_end_says_what_came_of_it(shop, layouts, why, said):
    shop.find(layouts, then=why)
    shop.improve()
    shop.ended()
    assert shop.said == said
    assert shop.shortened == 40 * layouts
    assert action("improve", shop).isEnabled() and not action("stop-improving", shop).isEnabled()


def test_the_engine_looks_at_the_best_for_its_forecast(shop):
    shop.find(2, then="time")
    answers = []
    shop.improve()
    shop.flow.laid_out.connect(answers.append)
    shop.ended()
    shop.until(lambda: bool(answers))
    assert answers[-1].layout == shop.document.project.layout
    assert answers[-1].rows_in_all != 99.0


def test_a_change_of_the_job_ends_it(shop):
    shop.improve(1)
    shop.document.edit_quantity(0, 5)
    assert not shop.flow.improver.running
    assert shop.said == "Improving has ended: the job was changed"
    shop.settle()
    assert shop.shown.copies == 13 and shop.document.project.layout is None
    shop.document.undo_stack.undo()
    shop.settle()
    assert shop.shortened >= 40  # the best of the search is back


def test_a_change_by_hand_stays_as_it_is(shop):
    shop.find(50)
    shop.improve(1)
    by_hand = longer(shop.shown)
    shop.document.set_layout(by_hand, "move a copy")
    shop.ended()
    assert shop.shown == by_hand


def test_a_name_does_not_end_it(shop):
    shop.improve(1)
    shop.document.set_name("monday")
    shop.qtbot.wait(50)
    assert shop.flow.improver.running
    shop.until(lambda: shop.shortened == 120)


def test_improvements_wait_while_something_is_dragged(shop):
    shop.find(4)
    shop.improve(1)
    shop.flow.improver.hold()
    shown = shop.shown
    shop.until(lambda: shop.flow.improver.waiting)
    shop.until(lambda: "waits" in shop.said)
    shop.qtbot.wait(200)
    assert shop.shown is shown
    shop.flow.improver.release()
    shop.until(lambda: shop.shortened == 160)


def test_the_end_waits_for_a_drag_too(shop):
    shop.find(2, then="time")
    shop.improve()
    shop.flow.improver.hold()
    shop.qtbot.wait(400)
    assert shop.flow.improver.running and shop.shown == shop.start
    shop.flow.improver.release()
    shop.ended()
    assert shop.shortened == 80 and shop.said.startswith("Saved")


def test_a_drag_that_changed_the_layout_wins(shop):
    shop.find(4)
    shop.improve(1)
    shop.flow.improver.hold()
    shop.until(lambda: shop.flow.improver.waiting)
    by_hand = longer(shop.shown)
    shop.flow.improver.release()
    shop.document.set_layout(by_hand, "move a copy")
    shop.ended()
    assert shop.shown == by_hand


def test_orders_that_are_opened_come_first(shop):
    shop.find(50)
    shop.improve(1)
    (shop.folder / "blue.csv").write_text("Design,Size,Qty\nred.png,1in,2\n")
    shop.desk.opener.open_paths([shop.folder / "blue.csv"], add=True)
    shop.until(lambda: len(shop.document.project.lines) == 4)
    shop.ended()
    assert shop.shown.copies == 14


def test_making_sheets_stops_it_and_prints_the_best(shop):
    shop.find(50)
    shop.improve(2)
    with shop.qtbot.waitSignal(shop.flow.run_done, timeout=PATIENCE) as run:
        shop.desk.runner.make_sheets()
        assert not shop.flow.improver.running
        best = shop.document.project.layout
        assert not action("improve", shop).isEnabled()
    assert [part.height_px for part in run.args[0].manifest.parts] == [part.height_px for part in best.parts]


def test_an_engine_that_dies_leaves_the_best(shop):
    shop.find(2, then="die")
    shop.improve()
    shop.ended()
    assert shop.shortened == 80
    assert shop.said.endswith("The best layout is kept.")
    shop.find(1, then="time")
    shop.improve()
    shop.ended()
    assert shop.said.startswith("Saved")


def test_a_refusal_is_told(shop):
    shop.find(0, then="refuse")
    shop.improve()
    shop.ended()
    assert shop.said.endswith("lay the job out again. The layout is as it was.")
    assert shop.shown == shop.start


def test_the_time_is_chosen_once_and_remembered(shop):
    seen = []
    shop.desk.preferencesChanged.connect(seen.append)
    menu = shop.desk.window.improve.menu
    words = {each.text(): each for each in menu.actions() if each.text()}
    assert list(words) == ["10 seconds", "30 seconds", "1 minute", "5 minutes", "Until stopped"]
    words["Until stopped"].trigger()
    assert shop.flow.improver.running
    assert seen[-1].improve_seconds == 0
    shop.until(lambda: " so far, " in shop.said)
    assert words["Until stopped"].isChecked() and not words["1 minute"].isChecked()


def test_the_button_improves_and_stops(shop):
    button = shop.desk.window.findChild(QToolButton, "improveButton")
    width = button.width()
    assert button.text() == "Improve" and button.isEnabled()
    shop.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert shop.flow.improver.running and button.text() == "Stop"
    assert button.width() == width
    shop.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    shop.ended()
    assert button.text() == "Improve"


def test_new_layouts_are_improved_at_once_where_that_is_preferred(shop):
    shop.desk.apply(msgspec.structs.replace(shop.desk.preferences, improve_by_itself=True))
    assert not shop.flow.improver.running, "that is for layouts to come"
    fewer = tuple(msgspec.structs.replace(line, quantity=3) for line in shop.lines)
    shop.find(0, then="settled")
    shop.document.new(Project(name="more", lines=fewer, out=str(shop.folder / "out")))
    shop.until(lambda: shop.flow.improver.running)
    shop.ended()
    shop.document.set_out(str(shop.folder / "elsewhere"))
    shop.settle()
    assert not shop.flow.improver.running, "a folder makes no other layout"
    shop.document.set_layout(longer(shop.flow.last.layout), "arrange")
    shop.settle()
    assert not shop.flow.improver.running, "what was arranged by hand stays"


def test_there_is_nothing_to_improve_in_an_empty_job(shop):
    shop.document.new(Project())
    shop.qtbot.wait(50)
    assert not action("improve", shop).isEnabled()
    shop.flow.improve(10)
    assert not shop.flow.improver.running


def test_a_window_that_is_closed_meanwhile_says_nothing(shop):
    shop.improve(1)
    told = []
    shop.flow.improver.ended.connect(told.append)
    shop.flow.close()
    assert told == []


def test_the_real_engine_finds_what_is_to_be_saved(desk, qtbot, tmp_path):
    Image.new("RGBA", (300, 300), "red").save(tmp_path / "red.png", dpi=(300, 300))
    path, flow = str(tmp_path / "red.png"), desk.flow
    sizes = [Size(1.0 + number * 0.37, 1.0 + number * 0.23) for number in range(8)]
    lines = tuple(OrderLine(design="red", path=path, size=size, quantity=5) for size in sizes)
    desk.document.new(Project(name="orders", lines=lines))
    qtbot.waitUntil(lambda: flow.last is not None and not flow.busy, timeout=PATIENCE)
    apart = move(flow.last.layout, {(1, 1)}, 0, 9000)
    desk.document.set_layout(apart, "arrange")
    qtbot.waitUntil(lambda: not flow.busy, timeout=PATIENCE)
    start, ends = flow.last.layout, []
    flow.improver.ended.connect(ends.append)
    flow.improve(2)
    qtbot.waitUntil(lambda: bool(ends) and not flow.busy, timeout=PATIENCE)
    assert ends[0].why != "failed", ends[0].text
    assert flow.last.layout.film_used < start.film_used
    assert flow.last.layout == desk.document.project.layout
    assert flow.last.layout.copies == 40
    assert not any(problem.severity == "error" for problem in flow.last.problems)


def test_words_follow_the_unit():
    saving = Saving(100.0, 96.0)
    assert running_words(39.0, 60.0, saving, "in") == (
        "Improving: 0:21 left, 4 in (4.0 %) saved",
        "0:21 left, 4 in (4.0 %) saved",
        "0:21 left, 4 in",
        "4 in saved",
        "4 in",
    )
    nothing = running_words(65.0, 0.0, Saving(100.0, 100.0), "in")
    assert nothing == ("Improving: 1:05 so far, nothing saved yet", "1:05 so far")
    assert ended_words(Ended(why="time", saving=saving), "mm") == ("Saved 101.6 mm (4.0 %)", "done")
    assert ended_words(Ended(why="time", saving=Saving(1000.0, 950.0)), "mm")[0] == "Saved 1.27 m (5.0 %)"
    assert (
        ended_words(Ended(why="time", saving=Saving(1000.0, 999.6)), "in")[0] == "Saved 0.4 in (under 0.1 %)"
    )
