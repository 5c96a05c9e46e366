"""Problems, log, start page, result, and what will be left out."""

import time

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Layout, Part, Placement, Unplaced
from gangsheet_studio.model.manifest import Manifest, ManifestPart, ManifestUnplaced, MemoryReport
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.protocol import RenderDone
from gangsheet_studio.studio.log_panel import MOST_LINES, LogPanel
from gangsheet_studio.studio.look.words import TimeLeft, clock, count, duration
from gangsheet_studio.studio.problems_panel import ProblemsPanel
from gangsheet_studio.studio.run.left_out import left_out
from gangsheet_studio.studio.run.result_view import ResultView
from gangsheet_studio.studio.start_page import StartPage
from tests.studio.activating import activate

NOTE = Problem(id="orders.column", severity="note", message="“qty” is used.")
WARNING = Problem(id="design.low-dpi", severity="warning", message="“UV920” has 142 dpi.", line=3)
ERROR = Problem(id="design.missing", severity="error", message="No artwork for “UV777”.", line=4)


def shown(view):
    model = view.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def click(qtbot, view, row):
    place = view.visualRect(view.model().index(row, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


@pytest.fixture
def problems(qtbot):
    panel = ProblemsPanel()
    qtbot.addWidget(panel)
    panel.resize(600, 300)
    panel.show()
    return panel


def test_errors_come_first_and_a_problem_told_twice_is_shown_once(problems, qtbot):
    with qtbot.waitSignal(problems.countsChanged) as told:
        problems.set_problems((NOTE, WARNING, ERROR, WARNING))
    assert told.args == [1, 1, 1]
    view = problems.findChild(QListView, "problemList")
    assert shown(view) == [
        "Error: No artwork for “UV777”.",
        "Warning: “UV920” has 142 dpi.",
        "Note: “qty” is used.",
    ]


def test_a_click_and_enter_go_to_the_line_and_a_note_on_no_line_goes_nowhere(problems, qtbot):
    problems.set_problems((NOTE, WARNING, ERROR))
    view = problems.findChild(QListView, "problemList")
    chosen = []
    problems.lineChosen.connect(chosen.append)
    activate(qtbot, problems)
    click(qtbot, view, 0)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    click(qtbot, view, 2)
    assert chosen == [4, 3]


def test_a_severity_can_be_hidden_and_the_rest_copied(problems, qtbot):
    problems.set_problems((NOTE, WARNING, ERROR))
    problems.findChild(QToolButton, "warningFilter").click()
    view = problems.findChild(QListView, "problemList")
    problems.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Error: No artwork for “UV777”.\nNote: “qty” is used."
    assert problems.counts() == (1, 1, 1)


def test_no_problem_is_said_in_words(problems):
    said = [label.text() for label in problems.findChildren(QLabel) if label.isVisible()]
    assert any(text.startswith("No problems.") for text in said)


def test_a_long_sentence_is_shown_whole_and_follows_the_width(problems, qtbot):
    long = Problem(id="x", severity="error", message="One of the many words of it. " * 12, line=1)
    problems.set_problems((long, WARNING))
    view = problems.findChild(QListView, "problemList")

    def height(row):
        return view.visualRect(view.model().index(row, 0)).height()

    qtbot.waitUntil(lambda: height(0) > 2 * height(1))
    before = height(0)
    problems.resize(1800, 300)
    qtbot.waitUntil(lambda: height(0) < before)


def test_new_problems_leave_the_list_where_someone_scrolled_to(problems, qtbot):
    many = tuple(Problem(id="x", severity="note", message=f"Row {n}", line=n) for n in range(1, 2001))
    problems.set_problems(many)
    bar = problems.findChild(QListView, "problemList").verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 50_000)
    bar.setValue(5_000)
    problems.set_problems((*many, NOTE))
    qtbot.waitUntil(lambda: bar.value() == 5_000)


def test_five_thousand_problems_are_shown_at_once(problems):
    many = tuple(Problem(id="x", severity="warning", message=f"Row {n}", line=n) for n in range(1, 5001))
    start = time.perf_counter()
    problems.set_problems(many)
    problems.grab()
    assert time.perf_counter() - start < 1.0
    assert problems.counts() == (0, 5000, 0)


@pytest.fixture
def log(qtbot):
    panel = LogPanel()
    qtbot.addWidget(panel)
    panel.resize(600, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def test_the_log_keeps_the_newest_lines_of_a_burst(log, qtbot):
    view = log.findChild(QAbstractItemView, "logView")
    for number in range(200_000):
        log.append("info", f"line {number}")
    qtbot.waitUntil(lambda: view.model().rowCount() == MOST_LINES)
    log.append("info", "last")
    qtbot.waitUntil(lambda: shown(view)[-1] == "last")
    assert shown(view)[0] == f"line {200_000 - MOST_LINES + 1}"
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())


def test_the_log_stays_where_someone_scrolled_to(log, qtbot):
    view = log.findChild(QAbstractItemView, "logView")
    for number in range(MOST_LINES):
        log.append("info", f"line {number}")
    qtbot.waitUntil(lambda: view.model().rowCount() == MOST_LINES)
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 1_000)
    view.verticalScrollBar().setValue(500)
    seen = view.indexAt(view.viewport().rect().topLeft()).data()
    for number in range(100):
        log.append("info", f"more {number}")
    qtbot.waitUntil(lambda: shown(view)[-1] == "more 99")
    assert view.indexAt(view.viewport().rect().topLeft()).data() == seen


def test_the_log_is_filtered_by_text_and_level_and_copied(log, qtbot):
    view = log.findChild(QAbstractItemView, "logView")
    for level, text in (("info", "Placing UV1"), ("error", "uv1 is broken"), ("error", "disk is full")):
        log.append(level, text)
    qtbot.waitUntil(lambda: view.model().rowCount() == 3)
    log.findChild(QLineEdit, "logFilter").setText("UV1")
    assert shown(view) == ["Placing UV1", "uv1 is broken"]
    log.findChild(QComboBox).setCurrentIndex(3)
    log.copy()
    assert QGuiApplication.clipboard().text() == "uv1 is broken"
    log.findChild(QLineEdit, "logFilter").clear()
    view.selectionModel().select(view.model().index(1, 0), QItemSelectionModel.SelectionFlag.Select)
    log.copy()
    assert QGuiApplication.clipboard().text() == "disk is full"
    log.clear()
    assert view.model().rowCount() == 0


def test_the_start_page_opens_tries_the_sample_and_lists_recent_jobs(qtbot):
    page = StartPage()
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.set_recent(["/jobs/Tuesday.gangsheet"])
    recent = page.findChild(QListWidget, "recentJobs")
    for button, signal in (("openButton", page.openRequested), ("sampleButton", page.sampleRequested)):
        with qtbot.waitSignal(signal):
            page.findChild(QPushButton, button).click()
    with qtbot.waitSignal(page.recentChosen) as chosen:
        click(qtbot, recent, 0)
    assert chosen.args == ["/jobs/Tuesday.gangsheet"]
    assert page.drop_area.width() <= 560


def done(unplaced=(), problems=(), name="J", parts=1):
    part = ManifestPart(
        part=1,
        file=f"{name}_Part_1.png",
        width_px=9200,
        height_px=4000,
        dpi=400,
        bytes=2 << 20,
        sha256="",
        placements=(),
    )
    memory = MemoryReport(baseline_rss_bytes=0, peak_rss_bytes=171 << 20, limit_bytes=0, parts=())
    manifest = Manifest(
        job="J",
        created="",
        film=Film(),
        parts=(part,) * parts,
        unplaced=unplaced,
        problems=problems,
        memory=memory,
        seconds=12,
    )
    return RenderDone(manifest=manifest, manifest_file="J.manifest.json", exit_code=0)


def texts(view):
    return [label.text() for label in view.findChildren(QLabel) if label.isVisibleTo(view)]


def test_a_finished_run_hands_over_its_sheets_and_says_what_is_left_out(qtbot, tmp_path):
    view = ResultView()
    qtbot.addWidget(view)
    why = ManifestUnplaced(design="UV7", order="", copies=2, reason="x", index=1, message="It is missing.")
    row = Problem(id="orders.row", severity="error", message="Row 9 has no quantity.", row=9)
    again = Problem(id="designs.damaged", severity="error", message="It is missing.")
    view.show_done(done((why,), (row, again, WARNING)), tmp_path, "in")
    said = texts(view)
    assert {"J_Part_1.png", "23 x 10 in", "2 MB"} <= set(said)
    assert "1 sheet is ready, but not everything is on it." in said
    assert said[-4:-1] == [
        "Left out: 2 copies of 1 line and 1 order row or file with an error",
        "• UV7, 2 copies: It is missing.",
        "• Row 9 has no quantity.",
    ]
    with qtbot.waitSignal(view.showInFolder) as shown_folder:
        view.findChild(QPushButton, "showInFolderButton").click()
    assert shown_folder.args == [str(tmp_path)]
    view.findChild(QToolButton, "closeResultButton").click()
    assert not view.isVisible()


def test_a_failure_names_what_is_safe_and_offers_the_next_step(qtbot):
    view = ResultView()
    qtbot.addWidget(view)
    view.show_failure("The engine crashed.", "It ended.", "Try again.", ("J_Part_1.png",), "/out")
    assert {"The engine crashed.", "1 sheet is finished and kept:", "✓ J_Part_1.png", "Try again."} <= set(
        texts(view)
    )
    for button, signal in (("retryButton", view.retryRequested), ("showLogButton", view.showLogRequested)):
        with qtbot.waitSignal(signal):
            view.findChild(QPushButton, button).click()
    with qtbot.waitSignal(view.showInFolder) as shown_folder:
        view.findChild(QPushButton, "showSavedButton").click()
    assert shown_folder.args == ["/out"]
    view.show_failure("The engine crashed.", "", "Try again.", (), "/out")
    assert not view.findChild(QPushButton, "showSavedButton").isVisible()


def test_forty_sheets_with_long_names_do_not_push_the_window_apart(qtbot, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    view = ResultView(window)
    column.addStretch(1)
    column.addWidget(view)
    window.resize(600, 500)
    window.show()
    view.show_done(done(name="A name without an end " * 6, parts=40), tmp_path, "in")
    qtbot.waitUntil(lambda: view.height() > 100)
    assert (window.width(), window.height()) == (600, 500) and view.height() < 320
    view.show_failure("/a/long/folder" * 20, "x" * 400, "Try again.", ("J_Part_1.png",) * 40, tmp_path)
    qtbot.waitUntil(lambda: view.findChild(QPushButton, "retryButton").isVisible())
    assert (window.width(), window.height()) == (600, 500)


def unplaced(line, copies=1):
    return Unplaced(
        line=line, design=f"UV{line}", order="", copies=copies, reason="x", message="It is missing."
    )


def test_what_will_be_left_out_is_asked_in_words():
    layout = Layout(film=Film(), unplaced=(unplaced(4, 2), unplaced(5)))
    row = Problem(id="orders.row", severity="error", message="Row 9 has no quantity.", row=9)
    found = left_out((ERROR, WARNING, row), layout)
    assert found.summary == "3 copies of 2 lines and 1 order row or file with an error will be left out:"
    assert found.names == (
        "UV4, 2 copies: It is missing.",
        "UV5, 1 copy: It is missing.",
        "Row 9 has no quantity.",
    )
    assert found.question.endswith("1 warning: these print, but may disappoint.")
    assert left_out((WARNING, NOTE), Layout(film=Film())) is None


def test_copies_with_damaged_artwork_are_left_out_though_they_have_a_place():
    spot = {"design": "UV1", "key": "k", "order": "", "x": 0, "y": 0, "width": 9, "height": 9, "rotation": 0}
    copies = tuple(Placement(line=line, copy=1, **spot) for line in (1, 1, 2))
    layout = Layout(
        film=Film(), parts=(Part(number=1, width_px=99, height_px=99, placements=copies),), unplaced=()
    )
    bad = Problem(id="designs.damaged", severity="error", message="It is damaged.", line=1)
    found = left_out((bad,), layout)
    assert found.summary == "2 copies of 1 line will be left out:" and not found.all_copies
    assert found.names == ("UV1, 2 copies: It is damaged. Its place on the film stays empty.",)
    other = Problem(id="designs.damaged", severity="error", message="It is damaged.", line=2)
    assert left_out((bad, other), layout).all_copies


def test_too_little_room_or_memory_leaves_nothing_out():
    short = Problem(id="forecast.disk", severity="error", message="Not enough disk space.", figure=1)
    assert left_out((short,), Layout(film=Film())) is None


def test_a_long_list_ends_with_how_many_more():
    found = left_out((), Layout(film=Film(), unplaced=tuple(unplaced(line) for line in range(1, 20))))
    assert len(found.names) == 13
    assert found.names[-1] == "and 7 more"


def test_counts_and_durations_read_like_words():
    assert [count(1, "copy"), count(1200, "copy"), count(2, "day")] == ["1 copy", "1,200 copies", "2 days"]
    assert [clock(4), clock(750), clock(3723)] == ["0:04", "12:30", "1:02:03"]
    assert [duration(0.4), duration(12.3), duration(200), duration(3900)] == [
        "0.4 s",
        "12 s",
        "3 min 20 s",
        "1 h 5 min",
    ]


def test_time_left_counts_down_calmly():
    left = TimeLeft()
    assert [left.update(60, 0.0), left.update(90, 0.5)] == [60, 60]
    assert [left.update(62, 1.0), left.update(120, 2.0)] == [59, 120]
