"""Artwork that is missing, damaged behind a good header, or mended: what staff see and can do."""

import csv
import json
import random
import sys

import msgspec
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QListView, QPushButton

from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.model.project import Project
from gangsheet_studio.protocol import PROTOCOL, SheetSaved
from gangsheet_studio.studio.engines.thumbnail_fetcher import ThumbnailFetcher
from gangsheet_studio.studio.film.placeholder import placeholder_icon
from gangsheet_studio.studio.look import theme
from gangsheet_studio.studio.orders.columns import PICTURE, Column
from gangsheet_studio.studio.run.left_out import left_out
from gangsheet_studio.studio.running import show_in_folder
from tests.studio.staff import answer

PATIENCE = 30_000
GREY = QImage.Format.Format_Grayscale8


def damaged(path):
    """Half a picture behind a good header."""
    noise = random.Random(1).randbytes(600 * 600 * 4)
    Image.frombytes("RGBA", (600, 600), noise).save(path, dpi=(300, 300))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def good(path, colour="red", size=(900, 900)):
    Image.new("RGBA", size, colour).save(path, dpi=(300, 300))


def order(path, *rows):
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["Order", "Design", "Size", "Qty"], *rows])
    return path


def open_orders(desk, qtbot, path):
    desk.opener.open_paths([path])
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy, timeout=PATIENCE)


def words(desk):
    return [state.word for state in desk.window.orders.model.states]


def pictures(desk):
    model = desk.window.orders.model
    rows = (model.index(row, Column.DESIGN) for row in range(model.rowCount()))
    return [
        "drawn"
        if (icon := index.data(Qt.ItemDataRole.DecorationRole)) and not icon.isNull()
        else index.data(PICTURE)
        for index in rows
    ]


def listed(desk):
    model = desk.window.findChild(QListView, "problemList").model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_a_damaged_picture_is_told_asked_about_and_left_out(desk, qtbot, tmp_path):
    good(tmp_path / "red.png")
    damaged(tmp_path / "bad.png")
    rows = [1, "red.png", "3in", 4], [2, "bad.png", "2in", 3], [3, "bad.png", "1in", 2]
    open_orders(desk, qtbot, order(tmp_path / "orders.csv", *rows))
    qtbot.waitUntil(lambda: words(desk) == ["ready", "damaged", "damaged"], timeout=PATIENCE)
    qtbot.waitUntil(lambda: pictures(desk) == ["drawn"] * 3, timeout=PATIENCE)
    told = [text for text in listed(desk) if "bad.png" in text]
    where = [["Error", " orders.csv, row 3"], ["Error", " orders.csv, row 4"]]
    assert [text.split(":")[:2] for text in told] == where

    asked = answer("Make the other sheets")
    with qtbot.waitSignal(desk.flow.run_done, timeout=PATIENCE):
        desk.runner.make_sheets()
    assert asked[0].startswith("5 copies of 2 lines will be left out:")
    assert "bad.png, 3 copies: “bad.png” is damaged" in asked[0]
    manifest = json.loads((tmp_path / "out" / "orders.manifest.json").read_text())
    assert [(each["index"], each["copies"]) for each in manifest["unplaced"]] == [(2, 3), (3, 2)]
    assert sum(len(part["placements"]) for part in manifest["parts"]) == 4
    qtbot.wait(300)  # what the run found is known already
    assert [text for text in listed(desk) if "bad.png" in text] == told


def broken_inside(path):
    """A picture that is only found out as its rows are read: its last strip is no LZW."""
    Image.effect_noise((600, 600), 90).convert("RGB").save(path, compression="tiff_lzw", dpi=(300, 300))
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 4000] = bytes(4000)
    path.write_bytes(data)


def accept(desk, *rows):
    orders = desk.window.orders
    orders.select_rows(rows)
    menu = orders.make_context_menu()
    action = next((each for each in menu.actions() if each.text() == "Print it all the same"), None)
    if action is not None:
        action.trigger()
    menu.deleteLater()
    return action is not None


@pytest.mark.parametrize(("name", "spoil"), [("bad.png", damaged), ("bad.tif", broken_inside)])
def test_damaged_artwork_prints_once_its_line_is_accepted(desk, qtbot, tmp_path, name, spoil):
    good(tmp_path / "red.png")
    spoil(tmp_path / name)
    rows = [1, "red.png", "3in", 1], [2, name, "2in", 3], [3, name, "1in", 2]
    open_orders(desk, qtbot, order(tmp_path / "orders.csv", *rows))
    qtbot.waitUntil(lambda: words(desk) == ["ready", "damaged", "damaged"], timeout=PATIENCE)
    qtbot.waitUntil(lambda: pictures(desk) == ["drawn"] * 3, timeout=PATIENCE)

    assert not accept(desk, 0)
    assert accept(desk, 1)
    severities = lambda: [state.severity for state in desk.window.orders.model.states]  # noqa: E731
    qtbot.waitUntil(lambda: severities() == ["ok", "warning", "error"], timeout=PATIENCE)
    told = [text.split(": ") for text in listed(desk) if "damaged" in text]
    assert [each[:2] for each in told] == [["Error", "orders.csv, row 4"], ["Warning", "orders.csv, row 3"]]
    assert told[1][-1].lower().endswith("what can be read of it is printed.")

    asked = answer("Make the other sheets")
    with qtbot.waitSignal(desk.flow.run_done, timeout=PATIENCE):
        desk.runner.make_sheets()
    assert asked[0].startswith("2 copies of 1 line will be left out:")
    manifest = json.loads((tmp_path / "out" / "orders.manifest.json").read_text())
    assert [(each["index"], each["copies"]) for each in manifest["unplaced"]] == [(3, 2)]

    desk.document.undo_stack.undo()
    qtbot.waitUntil(lambda: words(desk) == ["ready", "damaged", "damaged"], timeout=PATIENCE)
    qtbot.waitUntil(lambda: severities() == ["ok", "error", "error"], timeout=PATIENCE)


def test_another_file_has_to_be_accepted_anew(desk, qtbot, tmp_path):
    damaged(tmp_path / "bad.png")
    open_orders(desk, qtbot, order(tmp_path / "orders.csv", [1, "bad.png", "2in", 3]))
    qtbot.waitUntil(lambda: words(desk) == ["damaged"], timeout=PATIENCE)
    accept(desk, 0)
    damaged(tmp_path / "worse.png")
    desk.document.set_path(0, str(tmp_path / "worse.png"))
    assert not desk.document.project.lines[0].accept_damage


def test_a_job_of_damaged_pictures_alone_makes_no_empty_sheet(desk, qtbot, tmp_path):
    damaged(tmp_path / "bad.png")
    open_orders(desk, qtbot, order(tmp_path / "orders.csv", [1, "bad.png", "2in", 3]))
    qtbot.waitUntil(lambda: words(desk) == ["damaged"], timeout=PATIENCE)
    desk.runner.make_sheets()
    assert not desk.flow.running


def test_a_mended_picture_is_ready_at_the_next_layout(desk, qtbot, tmp_path):
    damaged(tmp_path / "bad.png")
    open_orders(desk, qtbot, order(tmp_path / "orders.csv", [1, "bad.png", "2in", 3]))
    qtbot.waitUntil(lambda: words(desk) == ["damaged"], timeout=PATIENCE)
    good(tmp_path / "bad.png")
    desk.document.edit_quantity(0, 4)
    qtbot.waitUntil(lambda: words(desk) == ["ready"] and pictures(desk) == ["drawn"], timeout=PATIENCE)
    assert not listed(desk)


def test_a_missing_design_is_pointed_to_by_hand(desk, qtbot, tmp_path, monkeypatch):
    good(tmp_path / "red.png")
    elsewhere = tmp_path / "elsewhere" / "anything.png"
    elsewhere.parent.mkdir()
    good(elsewhere, "blue")
    rows = [1, "red.png", "3in", 1], [2, "UV777", "2in", 2], [3, "UV777", "1in", 2]
    open_orders(desk, qtbot, order(tmp_path / "orders.csv", *rows))
    qtbot.waitUntil(lambda: words(desk) == ["ready", "file missing", "file missing"], timeout=PATIENCE)
    assert pictures(desk)[1:] == ["missing", "missing"]
    assert desk.flow.last.layout.copies == 1

    monkeypatch.setattr(
        "gangsheet_studio.studio.job.opening.QFileDialog.getOpenFileName", lambda *_: (str(elsewhere), "")
    )
    orders = desk.window.orders
    desk.window.problems.lineChosen.emit(2)
    assert orders.selected_rows() == (1,)
    find = next(each for each in orders.make_context_menu().actions() if each.text().startswith("Find"))
    find.trigger()
    qtbot.waitUntil(lambda: words(desk) == ["ready"] * 3, timeout=PATIENCE)
    assert desk.flow.last.layout.copies == 5
    qtbot.waitUntil(lambda: pictures(desk) == ["drawn"] * 3, timeout=PATIENCE)
    assert not listed(desk)


def test_lines_whose_file_is_gone_are_pointed_to_the_new_one(desk, qtbot, tmp_path, monkeypatch):
    good(tmp_path / "red.png")
    good(tmp_path / "new.png", "blue")
    gone = str(tmp_path / "away" / "blue.png")
    lines = (
        OrderLine(design="red.png", path=str(tmp_path / "red.png")),
        *(OrderLine(design=name, path=gone) for name in ("blue", "blue.png")),
    )
    desk.document.new(Project(lines=lines, out=str(tmp_path / "out")))
    qtbot.waitUntil(lambda: words(desk) == ["ready", "file missing", "file missing"], timeout=PATIENCE)
    assert pictures(desk)[1:] == ["missing", "missing"]
    dialog = "gangsheet_studio.studio.job.opening.QFileDialog.getOpenFileName"
    monkeypatch.setattr(dialog, lambda *_: (str(tmp_path / "new.png"), ""))
    orders = desk.window.orders
    find = next(each for each in orders.actions_for_menu if each.text().startswith("Find"))
    orders.go_to_line(1)
    assert not find.isEnabled()
    orders.go_to_line(2)
    find.trigger()
    qtbot.waitUntil(lambda: words(desk) == ["ready"] * 3 and not find.isEnabled(), timeout=PATIENCE)
    assert not listed(desk)


def test_a_likely_match_of_a_missing_design_is_one_click_away(desk, qtbot, tmp_path):
    folder = tmp_path / "artwork"
    folder.mkdir()
    good(folder / "UV840 final.png")
    good(tmp_path / "red.png")
    path = order(tmp_path / "orders.csv", [1, "red.png", "3in", 1], [2, "UV841 final", "2in", 2])
    desk.document.set_designs((str(folder),))
    open_orders(desk, qtbot, path)
    qtbot.waitUntil(lambda: words(desk) == ["ready", "file missing"], timeout=PATIENCE)
    desk.window.orders.go_to_line(2)
    menu = desk.window.orders.make_context_menu()
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: words(desk) == ["ready", "ready"], timeout=PATIENCE)
    qtbot.waitUntil(lambda: pictures(desk) == ["drawn", "drawn"], timeout=PATIENCE)
    assert desk.document.project.lines[1].path == str(folder / "UV840 final.png")
    assert desk.window.findChild(QPushButton, "makeSheetsButton").isEnabled()


@pytest.mark.parametrize(
    ("design", "size", "word", "sentence"),
    [
        ("small.png", "2.5in", "low dpi 240", "below 300: it will print soft; print it smaller or ask"),
        ("small.png", "6in", "low dpi 100", "below 150: it will print blurred; print it smaller or ask"),
        ("small.png", "30in", "too large", "is too wide for the 23 in that the film takes across: print it"),
        ("soft.png", "2in", "soft edges 100 %", "may print as a halo; if that is not wanted, right-click"),
    ],
)
def test_what_may_disappoint_is_listed_with_what_to_do(desk, qtbot, tmp_path, design, size, word, sentence):
    good(tmp_path / "small.png", size=(600, 600))
    good(tmp_path / "soft.png", (255, 0, 0, 90), (600, 600))
    open_orders(desk, qtbot, order(tmp_path / "orders.csv", [1, design, size, 1]))
    qtbot.waitUntil(lambda: words(desk) == [word], timeout=PATIENCE)
    found = [text for text in listed(desk) if sentence in text]
    assert len(found) == 1 and "orders.csv, row 2" in found[0] and design in found[0]
    assert desk.window.docks["problems"].windowTitle().startswith("Problems (")


def test_too_little_memory_and_disk_are_listed_before_the_run(desk, qtbot, tmp_path):
    good(tmp_path / "red.png")
    open_orders(desk, qtbot, order(tmp_path / "orders.csv", [1, "red.png", "3in", 1]))
    desk.document.set_memory(1 << 20)
    qtbot.waitUntil(lambda: any("Not enough memory" in text for text in listed(desk)), timeout=PATIENCE)
    assert listed(desk)[0].endswith("Allow more memory, or close other programs.")
    qtbot.waitUntil(lambda: words(desk) == ["ready"], timeout=PATIENCE)
    assert left_out(desk.flow.problems, desk.flow.last.layout) is None

    disk = Problem(id="forecast.disk", severity="error", message="Free some space or choose another folder.")
    desk.flow.last = msgspec.structs.replace(desk.flow.last, problems=(disk,))
    desk.flow.laid_out.emit(desk.flow.last)
    only = ["Error: Free some space or choose another folder."]
    qtbot.waitUntil(lambda: listed(desk) == only, timeout=PATIENCE)


FALLS_OVER = """
import json, os, sys
hello = {"type": "hello", "protocol": int(sys.argv[1]), "version": "0", "pid": os.getpid()}
print(json.dumps(hello), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    for path in asked["paths"]:
        if "evil" in path:
            os.abort()
        small = {"type": "thumbnail", "id": asked["id"], "path": path, "key": path, "soft": 0.0}
        print(json.dumps(small | {"width": 1, "height": 1, "pixels": "AAAA/w=="}), flush=True)
    print(json.dumps({"type": "thumbnails_done", "id": asked["id"], "problems": []}), flush=True)
"""


def test_a_file_that_ends_the_engine_keeps_its_neighbours_pictures(qtbot, tmp_path):
    script = tmp_path / "engine.py"
    script.write_text(FALLS_OVER)
    fetcher = ThumbnailFetcher(command=[sys.executable, str(script), str(PROTOCOL)])
    arrived = []
    fetcher.arrived.connect(lambda message: arrived.append(message.path))
    fetcher.fetch(["a.png", "evil.png", "b.png", "c.png"])
    qtbot.waitUntil(lambda: bool(fetcher.problems) and len(arrived) == 3, timeout=PATIENCE)
    assert sorted(arrived) == ["a.png", "b.png", "c.png"]
    (problem,) = fetcher.problems.values()
    assert (problem.file, problem.severity) == ("evil.png", "warning")
    fetcher.close()
    assert fetcher.wait(5_000)


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK])
def test_what_stands_in_for_a_picture_is_told_apart_without_colour(qtbot, colours):
    drawn = {}
    for why in ("waiting", "missing", "unreadable"):
        image = placeholder_icon(why, 40, colours).pixmap(40, 40).toImage().convertToFormat(GREY)
        drawn[why] = bytes(image.constBits())
    assert len(set(drawn.values())) == 3


def test_a_run_that_dies_half_way_hands_over_its_finished_sheets(desk, qtbot, tmp_path):
    good(tmp_path / "red.png")
    open_orders(desk, qtbot, order(tmp_path / "orders.csv", [1, "red.png", "3in", 28]))
    desk.document.set_film(msgspec.structs.replace(desk.document.project.film, longest=4.0))
    qtbot.waitUntil(lambda: len(desk.flow.last.layout.parts) == 4, timeout=PATIENCE)

    def kill(message):
        if isinstance(message, SheetSaved) and desk.flow.run.running:
            desk.flow.run.kill()

    desk.flow.run_said.connect(kill)
    with qtbot.waitSignal(desk.flow.run_failed, timeout=PATIENCE) as failed:
        desk.runner.make_sheets()
    assert "orders_Part_1.png" in failed.args[0].saved
    assert all((tmp_path / "out" / name).exists() for name in failed.args[0].saved)
    button = desk.window.result.findChild(QPushButton, "showSavedButton")
    desk.window.result.showInFolder.disconnect(show_in_folder)
    with qtbot.waitSignal(desk.window.result.showInFolder) as shown:
        button.click()
    assert button.isVisible() and shown.args == [str(tmp_path / "out")]
