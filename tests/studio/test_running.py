"""What is made, when, and of which job; and what staff see of a job that is gone."""

import csv
import json

import msgspec
import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel, QPushButton

from gangsheet_studio.protocol import SheetSaved
from tests.studio.staff import answer

PATIENCE = 30_000


@pytest.fixture
def write(tmp_path):
    """Write an order file whose artwork is there."""
    Image.effect_noise((600, 600), 60).convert("RGBA").save(tmp_path / "red.png", dpi=(300, 300))

    def orders(name, *quantities):
        path = tmp_path / name
        with path.open("w", newline="") as file:
            rows = [["red.png", "2in", quantity] for quantity in quantities]
            csv.writer(file).writerows([["Design", "Size", "Qty"], *rows])
        return path

    return orders


@pytest.fixture
def lay_out(desk, qtbot):
    def drop(path):
        desk.opener.open_paths([path], add=True)
        qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy, timeout=PATIENCE)

    return drop


def idle(desk, qtbot):
    qtbot.waitUntil(lambda: not desk.flow.busy, timeout=PATIENCE)


def words(desk):
    card = desk.window.result
    return "\n".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())


def start_many_parts(desk, qtbot, write, lay_out):
    """Lay out a job of eight sheets."""
    desk.document.set_film(desk.document.project.film.__class__(width=10.0, longest=5.0))
    lay_out(write("orders.csv", 60))
    assert len(desk.flow.last.layout.parts) > 5


def after_first_sheet(desk, do):
    saved = []

    def hear(message):
        if isinstance(message, SheetSaved) and not saved:
            saved.append(message.file)
            do()

    desk.flow.run_said.connect(hear)
    return saved


def test_cancel_half_way_keeps_the_finished_sheet_and_nothing_half_written(
    desk, qtbot, write, lay_out, tmp_path
):
    start_many_parts(desk, qtbot, write, lay_out)
    saved = after_first_sheet(desk, desk.runner.cancel)
    with qtbot.waitSignal(desk.flow.run_failed, timeout=PATIENCE) as failed:
        desk.runner.make_sheets()
    assert failed.args[0].kind == "cancelled" and saved[0] in failed.args[0].saved
    assert desk.window.run_bar.state == "ready"  # nothing went wrong
    left = sorted(path.name for path in (tmp_path / "out").iterdir() if path.suffix != ".journal")
    assert left == sorted(failed.args[0].saved)
    for name in left:
        with Image.open(tmp_path / "out" / name) as sheet:
            sheet.load()
        assert name in words(desk)


def test_an_engine_killed_half_way_leaves_the_finished_sheet_named(desk, qtbot, write, lay_out, tmp_path):
    start_many_parts(desk, qtbot, write, lay_out)
    saved = after_first_sheet(desk, lambda: desk.flow.run._engine._process.kill())
    with qtbot.waitSignal(desk.flow.run_failed, timeout=PATIENCE) as failed:
        desk.runner.make_sheets()
    assert failed.args[0].kind == "killed" and saved[0] in failed.args[0].saved
    assert saved[0] in words(desk)
    with Image.open(tmp_path / "out" / saved[0]) as sheet:
        sheet.load()
    finished = [path.name for path in (tmp_path / "out").glob("*_Part_*.png")]
    assert sorted(finished) == sorted(failed.args[0].saved)


def test_make_sheets_of_a_job_that_is_gone_is_forgotten(desk, qtbot, write, lay_out):
    runs = []
    desk.flow.run_started.connect(runs.append)
    desk.opener.open_paths([write("first.csv", 3)], add=True)
    desk.runner.make_sheets()  # it waits for the layout
    desk.opener.new_job()
    lay_out(write("second.csv", 2))
    qtbot.wait(300)
    assert runs == []


def test_to_cancel_reading_does_not_make_what_was_there_before(desk, qtbot, write, lay_out):
    runs = []
    desk.flow.run_started.connect(runs.append)
    lay_out(write("first.csv", 3))
    desk.opener.open_paths([write("second.csv", 2)], add=True)
    desk.runner.make_sheets()
    desk.runner.cancel()
    qtbot.wait(300)
    assert runs == []
    assert desk.window.run_bar.state == "ready"


@pytest.mark.parametrize("text", ["Design,Size,Qty\n", "", "\x00\x01"], ids=["headings", "empty", "binary"])
def test_a_file_without_lines_leaves_the_job_as_it_was(desk, qtbot, write, lay_out, tmp_path, text):
    lay_out(write("good.csv", 3))
    (tmp_path / "odd.csv").write_text(text)
    desk.opener.open_paths([tmp_path / "odd.csv"], add=True)
    idle(desk, qtbot)
    qtbot.waitUntil(lambda: desk.window.run_bar.state == "ready", timeout=PATIENCE)
    assert desk.document.project.name == "good"
    assert desk.window.run_bar.make_button.isEnabled()


def test_the_first_read_names_the_job_in_one_step_and_a_broken_file_names_nothing(
    desk, qtbot, write, lay_out, tmp_path
):
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")
    desk.opener.open_paths([tmp_path / "broken.xlsx"], add=True)
    idle(desk, qtbot)
    assert desk.document.project.name == ""
    lay_out(write("tuesday.csv", 2))
    assert desk.document.project.name == "tuesday"
    desk.document.undo_stack.undo()
    assert desk.document.project.name == "" and not desk.document.project.lines


def test_a_cancelled_first_read_leads_back_to_the_empty_window(desk, qtbot, write):
    desk.opener.open_paths([write("first.csv", 3)], add=True)
    qtbot.waitUntil(lambda: desk.flow.reads_orders, timeout=PATIENCE)
    desk.runner.cancel()
    idle(desk, qtbot)
    assert desk.window.start.isVisible()


def test_an_error_is_seen_on_the_empty_window(desk, qtbot, tmp_path):
    (tmp_path / "old.gangsheet").write_text("{")
    desk.opener.open_paths([tmp_path / "old.gangsheet"])
    assert desk.window.start.isVisible() and desk.window.run_bar.isVisible()
    assert "old.gangsheet" in desk.window.run_bar.text


def test_the_card_of_one_job_is_gone_with_it(desk, qtbot, write, lay_out):
    lay_out(write("first.csv", 3))
    with qtbot.waitSignal(desk.flow.run_done, timeout=PATIENCE):
        desk.runner.make_sheets()
    assert desk.window.result.isVisible()
    desk.document.mark_saved(None)
    assert desk.opener.new_job()
    lay_out(write("second.csv", 2))
    assert not desk.window.result.isVisible()


def test_a_new_job_during_a_run_leaves_progress_and_cancel_in_sight(desk, qtbot, write, lay_out):
    start_many_parts(desk, qtbot, write, lay_out)
    desk.document.mark_saved(None)
    with qtbot.waitSignal(desk.flow.run_failed, timeout=PATIENCE):
        after_first_sheet(desk, lambda: (desk.opener.new_job(), check_and_cancel(desk)))
        desk.runner.make_sheets()
    retry = desk.window.result.findChild(QPushButton, "retryButton")
    assert not retry.isVisibleTo(desk.window.result)  # it would make another job


def check_and_cancel(desk):
    assert desk.flow.running
    cancel = desk.window.run_bar.cancel_button
    assert cancel.isVisible() and cancel.isEnabled()
    cancel.click()


def test_artwork_that_goes_after_the_layout_is_asked_about(desk, qtbot, write, lay_out, tmp_path):
    Image.new("RGBA", (300, 300), "blue").save(tmp_path / "blue.png", dpi=(300, 300))
    path = write("orders.csv", 3)
    with path.open("a") as file:
        file.write("blue.png,1in,2\n")
    lay_out(path)
    (tmp_path / "blue.png").unlink()
    with qtbot.waitSignal(desk.flow.run_failed, timeout=PATIENCE) as failed:
        desk.runner.make_sheets()
    assert failed.args[0].kind == "refused"
    idle(desk, qtbot)
    said = answer("Make the other sheets")
    with qtbot.waitSignal(desk.flow.run_done, timeout=PATIENCE) as done:
        desk.runner.make_sheets()
    assert "blue.png" in said[0] or "2 copies" in said[0]
    assert sum(len(part.placements) for part in done.args[0].manifest.parts) >= 3


def test_the_manifest_of_a_run_is_that_of_its_own_job(desk, qtbot, write, lay_out, tmp_path):
    lay_out(write("first.csv", 3))
    desk.document.edit_quantity(0, 4)
    with qtbot.waitSignal(desk.flow.run_done, timeout=PATIENCE):
        desk.runner.make_sheets()
    made = json.loads((tmp_path / "out" / "first.manifest.json").read_text())
    assert sum(len(part["placements"]) for part in made["parts"]) == 4


def test_scratch_files_go_where_they_are_wanted_and_are_gone_afterwards(
    desk, qtbot, write, lay_out, tmp_path
):
    scratch = tmp_path / "fast disk"
    desk.apply(msgspec.structs.replace(desk.preferences, scratch=str(scratch)))
    start_many_parts(desk, qtbot, write, lay_out)
    there = []
    after_first_sheet(desk, lambda: there.extend(scratch.iterdir()))
    with qtbot.waitSignal(desk.flow.run_done, timeout=PATIENCE):
        desk.runner.make_sheets()
    assert there and not list(scratch.iterdir())


def test_a_scratch_folder_that_can_not_be_used_is_told_before_anything_is_made(
    desk, qtbot, write, lay_out, tmp_path
):
    (tmp_path / "a file").write_text("no folder")
    desk.apply(msgspec.structs.replace(desk.preferences, scratch=str(tmp_path / "a file")))
    start_many_parts(desk, qtbot, write, lay_out)
    with qtbot.waitSignal(desk.flow.run_failed, timeout=PATIENCE) as failed:
        desk.runner.make_sheets()
    assert "The scratch folder" in failed.args[0].text and "Choose another" in failed.args[0].text
    assert not list((tmp_path / "out").glob("*.png"))
