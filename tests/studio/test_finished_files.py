"""What a run wrote beside its sheets is at hand when it is done, and can be checked later."""

import msgspec
import pypdfium2
import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from gangsheet_studio.studio import running, verifying
from gangsheet_studio.studio.controls.name_link import NameLink
from gangsheet_studio.studio.engines.outcome import outcome
from gangsheet_studio.studio.verify.verdict import no_verdict

PATIENCE = 60_000


@pytest.fixture
def finished(laid_out, qtbot):
    """A desk whose run has written one sheet, a preview, a job sheet and a table; and its folder."""
    job = laid_out.document.project
    laid_out.document.set_name("Monday")
    wanted = {"job_sheet": True, "placements_csv": True, "missing_csv": True, "preview": "webp"}
    laid_out.document.set_output(msgspec.structs.replace(job.output, **wanted))
    laid_out.document.set_film(msgspec.structs.replace(job.film, price=0.1))
    laid_out.apply(msgspec.structs.replace(laid_out.preferences, currency="zł"))
    qtbot.waitUntil(lambda: not laid_out.flow.busy, timeout=PATIENCE)
    with qtbot.waitSignal(laid_out.flow.run_done, timeout=PATIENCE):
        laid_out.runner.make_sheets()
    yield laid_out
    laid_out.verifying.close()


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def opened(monkeypatch):
    """What was handed to the system to be opened, by name."""
    paths = []
    monkeypatch.setattr(running, "open_path", lambda path: paths.append(str(path)))
    return paths


def button(parent, words):
    return next(each for each in parent.findChildren(QPushButton) if each.text() == words)


def words(parent):
    return [label.text() for label in parent.findChildren(QLabel) if label.isVisibleTo(parent)]


def verdict(desk, qtbot):
    """Wait for the end of the check, and return its sentence and the lines below."""
    dialog = desk.verifying.dialog
    again = button(dialog, "Check again")
    qtbot.waitUntil(again.isVisible, timeout=PATIENCE)
    title, _place, *lines = words(dialog)
    return title, lines


def test_the_papers_of_a_run_are_opened_from_its_result_and_priced_as_preferred(finished, out, opened):
    result = finished.window.result
    button(result, "Open job sheet").click()
    links = result.findChildren(NameLink)
    assert [link.text() for link in links] == ["Monday_Job_Sheet.pdf", "Monday_Placements.csv"]
    links[1].click()
    assert opened == [str(out / "Monday_Job_Sheet.pdf"), str(out / "Monday_Placements.csv")]
    assert {"1 preview", "where each copy lies"} <= set(words(result))
    page = pypdfium2.PdfDocument((out / "Monday_Job_Sheet.pdf").read_bytes())[0]
    assert " zł" in page.get_textpage().get_text_range()
    (out / "Monday_Job_Sheet.pdf").unlink()
    button(result, "Open job sheet").click()
    assert len(opened) == 2
    assert "Monday_Job_Sheet.pdf is no longer there" in finished.window.run_bar.text


def test_a_run_without_papers_offers_none(laid_out, qtbot):
    with qtbot.waitSignal(laid_out.flow.run_done, timeout=PATIENCE):
        laid_out.runner.make_sheets()
    result = laid_out.window.result
    assert not button(result, "Open job sheet").isVisible() and not result.findChildren(NameLink)
    assert button(result, "Check files...").isVisible()


def test_files_are_checked_until_all_is_well(finished, qtbot, out):
    button(finished.window.result, "Check files...").click()
    assert button(finished.verifying.dialog, "Cancel").isVisible()
    title, lines = verdict(finished, qtbot)
    assert title.startswith("All 4 files are as they were written (checked at ") and not lines
    sheet, table = out / "Monday_Part_1.png", out / "Monday_Placements.csv"
    whole = table.read_bytes()
    sheet.write_bytes(sheet.read_bytes()[:-1])
    table.unlink()
    button(finished.verifying.dialog, "Check again").click()
    title, lines = verdict(finished, qtbot)
    assert title.startswith("2 of 4 files are not as they were written (checked at ")
    assert [line.split(" is ")[0] for line in lines] == ["Monday_Part_1.png", "Monday_Placements.csv"]
    assert all("make the sheets again" in line.lower() for line in lines)
    table.write_bytes(whole)
    finished.verifying.dialog.reject()
    finished.window.actions_by_name["check-files"].trigger()
    title, lines = verdict(finished, qtbot)
    assert title.startswith("1 of 4 files is not as it was written") and len(lines) == 1
    for path in out.iterdir():
        if not path.name.endswith(".manifest.json"):
            path.unlink()
    button(finished.verifying.dialog, "Check again").click()
    title, lines = verdict(finished, qtbot)
    assert title.startswith("All 4 files are missing") and "put it back beside the sheets" in lines[0]


def test_a_manifest_that_is_opened_is_checked_and_its_folder_is_shown(finished, qtbot, out, monkeypatch):
    shown = []
    monkeypatch.setattr(verifying, "show_in_folder", shown.append)
    lines = finished.document.project.lines
    finished.opener.open_paths([out / "Monday.manifest.json"])
    title, _ = verdict(finished, qtbot)
    assert title.startswith("All 4 files")
    button(finished.verifying.dialog, "Show in folder").click()
    assert shown == [str(out / "Monday.manifest.json")]
    assert finished.document.project.lines == lines


@pytest.mark.parametrize(
    ("content", "why"),
    [("{}", "is no manifest of finished sheets"), (None, "Choose the one beside the sheets.")],
)
def test_what_is_no_manifest_is_refused_in_a_sentence(desk, qtbot, tmp_path, monkeypatch, content, why):
    path = tmp_path / "other.manifest.json"
    if content is not None:
        path.write_text(content)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    desk.window.actions_by_name["check-files"].trigger()  # there was no run: it asks whose
    title, lines = verdict(desk, qtbot)
    assert title == "The files could not be checked." and why in lines[0]
    assert "Make sheets" not in lines[0]
    desk.verifying.close()


def test_to_cancel_ends_the_check_and_its_engine(finished, qtbot):
    client = finished.verifying._client
    button(finished.window.result, "Check files...").click()
    qtbot.waitUntil(lambda: client.pid > 0)
    button(finished.verifying.dialog, "Cancel").click()
    assert finished.verifying.dialog is None
    assert client.wait(PATIENCE) and not client.busy
    assert finished.window.result.isVisible()


def test_an_engine_that_dies_says_what_to_do():
    found = no_verdict(outcome("killed", "The engine was ended by the system or by somebody."))
    assert found.end == "failed" and "Close other programs" in found.lines[0]
