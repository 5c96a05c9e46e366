"""A run into a folder where sheets of its name lie already: nothing is lost, and no stale sheet stays."""

import pytest
from PIL import Image
from PySide6.QtCore import QFile
from PySide6.QtWidgets import QLabel

from gangsheet_studio.model.order import OrderLine, Size
from gangsheet_studio.model.project import Project
from gangsheet_studio.studio.run import replacing
from gangsheet_studio.studio.run.earlier import earlier_sheets, free_name, what_became
from tests.studio.staff import answer

PATIENCE = 60_000
OLD = ("orders.manifest.json", "orders_Part_1.png", "orders_Part_2.png", "orders_Part_8.png")
OTHERS = (
    *("orders_Part_3.png.bak", "orders_Part_03.png", "orders_Part_x.png", "orders_Part_4.PNG"),
    *("my orders_Part_2.png", "orders 3_Part_1.png", "ordersXmanifest.json"),
)


@pytest.fixture
def out(tmp_path):
    """A folder with an earlier job of four files, and files that are none of it."""
    folder = tmp_path / "out"
    folder.mkdir()
    for name in (*OLD, *OTHERS):
        (folder / name).write_text("old")
    return folder


@pytest.fixture
def job(desk, out, tmp_path, qtbot):
    """A window with another job of that name, laid out."""
    Image.new("RGBA", (300, 300), "red").save(tmp_path / "red.png", dpi=(300, 300))
    line = OrderLine(design="red", path=str(tmp_path / "red.png"), size=Size(1), quantity=2)
    desk.document.new(Project(name="orders", lines=(line,), out=str(out)))
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy, timeout=PATIENCE)
    return desk


def make(desk, qtbot):
    with qtbot.waitSignal(desk.flow.run_done, timeout=PATIENCE):
        desk.runner.make_sheets()


def there(folder):
    return {path.name for path in folder.iterdir()}


def old(folder, names=(*OLD, *OTHERS)):
    return {name for name in names if (folder / name).exists() and (folder / name).read_bytes() == b"old"}


def card(desk):
    return "\n".join(label.text() for label in desk.window.result.findChildren(QLabel))


def test_only_what_the_engine_would_name_so_is_an_earlier_sheet(out):
    assert {path.name for path in earlier_sheets(out, "orders")} == set(OLD)
    assert earlier_sheets(out, "order.") == earlier_sheets(out / "none", "orders") == ()
    assert earlier_sheets(out, "../out/orders") == ()
    assert free_name(out, "orders") == "orders 2"
    (out / "orders 2_Part_7.png").touch()
    assert free_name(out, "orders") == "orders 4"
    assert len(free_name(out, "x" * 150)) <= 150


def test_back_to_the_job_touches_nothing(job, out, qtbot):
    said = answer("Back to the job")
    job.runner.make_sheets()
    qtbot.waitUntil(lambda: bool(said), timeout=PATIENCE)
    assert said[0].startswith("Sheets called “orders” are already in this folder.")
    assert not job.flow.running
    assert old(out) == {*OLD, *OTHERS}


def test_to_keep_both_gives_the_job_another_name(job, out, qtbot):
    answer("Keep both")
    make(job, qtbot)
    assert job.document.project.name == "orders 2"
    assert old(out) == {*OLD, *OTHERS}
    assert there(out) == {*OLD, *OTHERS, "orders 2.manifest.json", "orders 2_Part_1.png"}


def test_what_is_replaced_leaves_no_stale_sheet_and_is_asked_once(job, out, qtbot):
    said = answer("Replace them")
    make(job, qtbot)
    assert there(out) == {*OLD[:2], *OTHERS}
    assert old(out) == set(OTHERS)
    assert "2 older sheets of this name were moved to the trash." in card(job)
    assert not [problem for problem in job.problems if "earlier run" in problem.message]
    again = answer("Make it again")
    make(job, qtbot)
    assert (len(said), len(again)) == (1, 1) and again[0].startswith("The sheet is already done.")
    job.document.new(job.document.project)
    qtbot.waitUntil(lambda: not job.flow.busy, timeout=PATIENCE)
    job.document.set_film(job.document.project.film.__class__(dpi=301))
    qtbot.waitUntil(lambda: not job.flow.busy, timeout=PATIENCE)
    asked = answer("Back to the job")
    job.runner.make_sheets()
    qtbot.waitUntil(lambda: bool(asked), timeout=PATIENCE)
    assert asked[0].startswith("Sheets called “orders” are already in this folder.")  # another job


def test_what_can_not_be_moved_is_named(job, out, qtbot, monkeypatch):
    class NoTrash(QFile):
        """A system without a trash."""

        @staticmethod
        def moveToTrash(_name):  # noqa: N802 - Qt's name
            return False

    monkeypatch.setattr(replacing, "QFile", NoTrash)
    answer("Replace them")
    make(job, qtbot)
    assert old(out) == {*OLD[2:], *OTHERS}
    assert "still there: orders_Part_2.png, orders_Part_8.png. Delete them" in card(job)


def test_nothing_is_said_where_there_was_nothing():
    assert what_became([], []) == ""
