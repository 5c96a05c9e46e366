"""Opening and saving jobs: nothing is overwritten unasked, and no file that was given is lost."""

import pytest
from PIL import Image

from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.model.project import Project
from gangsheet_studio.studio.job import project_file
from tests.studio.staff import answer, drop

PATIENCE = 30_000


def saved(path, design="other.png", **fields):
    """Save a job of one line, and return where."""
    project_file.save(path, Project(name=path.stem, lines=(OrderLine(design=design),), **fields))
    return path


@pytest.mark.parametrize(("word", "replaced"), [("Cancel", False), ("Replace it", True)])
def test_a_name_without_its_suffix_overwrites_no_job_unasked(desk, tmp_path, monkeypatch, word, replaced):
    other = saved(tmp_path / "keep.gangsheet")
    typed = str(tmp_path / "keep"), ""
    monkeypatch.setattr("gangsheet_studio.studio.job.opening.QFileDialog.getSaveFileName", lambda *_: typed)
    desk.document.new(Project(name="mine", lines=(OrderLine(design="mine.png"),)))
    asked = answer(word)
    assert desk.opener.save_as() is replaced
    assert asked[0].startswith("“keep.gangsheet” is already in this folder.")
    assert project_file.load(other).lines[0].design == ("mine.png" if replaced else "other.png")


def test_orders_that_come_with_a_job_are_added_to_it(desk, qtbot, tmp_path):
    job = saved(tmp_path / "friday.gangsheet", "a.png")
    orders = tmp_path / "more.csv"
    orders.write_text("Design,Size,Qty\nb.png,1in,5\n")
    drop(desk.window, orders, job)
    qtbot.waitUntil(lambda: len(desk.document.project.lines) == 2, timeout=PATIENCE)
    assert [line.design for line in desk.document.project.lines] == ["a.png", "b.png"]
    assert (desk.document.project.name, desk.document.path) == ("friday", job)


def test_of_several_jobs_one_opens_and_that_is_told(desk, qtbot, tmp_path):
    jobs = [saved(tmp_path / f"{name}.gangsheet") for name in ("monday", "friday")]
    drop(desk.window, *jobs)
    qtbot.waitUntil(lambda: "“friday.gangsheet”" in desk.window.run_bar.text, timeout=PATIENCE)
    assert desk.document.path == jobs[-1]


def test_a_job_that_was_moved_finds_its_artwork(desk, qtbot, tmp_path):
    Image.new("RGBA", (300, 300), "red").save(tmp_path / "red.png", dpi=(300, 300))
    job = tmp_path / "moved.gangsheet"
    project_file.save(job, Project(name="moved", lines=(OrderLine(design="red", path="/before/red.png"),)))
    drop(desk.window, job)
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy, timeout=PATIENCE)
    qtbot.waitUntil(
        lambda: [state.word for state in desk.window.orders.model.states] == ["ready"], timeout=PATIENCE
    )
    qtbot.waitUntil(lambda: "has moved" in desk.window.run_bar.text, timeout=PATIENCE)
    assert desk.document.is_clean


def test_a_recent_job_is_opened_from_the_menu(desk, qtbot, tmp_path):
    menu = desk.window.recent
    assert not menu.menuAction().isEnabled()
    for name in ("monday & co", "tuesday"):
        project_file.save(tmp_path / f"{name}.gangsheet", Project(name=name, lines=(OrderLine(design="a"),)))
        desk.opener.open_paths([tmp_path / f"{name}.gangsheet"])
    assert menu.menuAction().isEnabled()
    assert [action.text().split("   ")[0] for action in menu.actions()] == [
        "tuesday.gangsheet",
        "monday && co.gangsheet",
    ]
    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: desk.document.project.name == "monday & co", timeout=PATIENCE)
    assert menu.actions()[0].data() == str(tmp_path / "monday & co.gangsheet")
