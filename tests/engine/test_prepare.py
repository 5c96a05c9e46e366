"""Whatever the order lines are like, every ordered copy is placed or listed with a reason."""

import threading

import pytest

from gangsheet_studio.engine.prepare import prepare
from gangsheet_studio.errors import CancelledError, UsageError
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.order import OrderLine, Size
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.protocol import Deduplicated, Finding, Progress

FILM = Film(width=10, longest=12, dpi=100)


def line(art, name, quantity=1, size=None, **rest):
    path = str(art / name) if name else None
    return OrderLine(design=name or "unknown", path=path, quantity=quantity, size=size or Size(), **rest)


@pytest.fixture
def run(artwork):
    def run(lines, known=(), news=None):
        listener = (lambda message: None) if news is None else news.append
        return prepare(lines, FILM, known, threading.Event(), listener, artwork)

    return run


def accounted(prepared, lines):
    """Return for each line the copies that are placed or listed."""
    counts = dict.fromkeys(range(1, len(lines) + 1), 0)
    for part in prepared.layout.parts:
        for placement in part.placements:
            counts[placement.line] += 1
    for entry in prepared.layout.unplaced:
        counts[entry.line] += entry.copies
    return list(counts.values())


def test_every_copy_is_placed_or_listed(art, run):
    (art / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nno picture")
    lines = [
        line(art, "red.png", 5),
        line(art, None, 3),
        line(art, "gone.png", 2, row=9, file="o.csv"),
        line(art, "broken.png", 4),
        line(art, "blue.png", 6, Size(30, 30)),
        line(art, "twin.png", 7, Size(2)),
    ]
    prepared = run(lines)
    assert accounted(prepared, lines) == [5, 3, 2, 4, 6, 7]
    assert prepared.left_out == (2, 3, 4, 5)
    assert prepared.copies_left_out == 15
    reasons = {entry.line: entry.reason for entry in prepared.layout.unplaced}
    assert reasons[2] == reasons[3] == "design-missing"
    assert reasons[4] == "design-unreadable"
    assert reasons[5].startswith("too-")
    assert all(entry.message for entry in prepared.layout.unplaced)


def test_every_line_left_out_has_an_error_of_its_own(art, run):
    lines = [line(art, None), line(art, "gone.png"), line(art, "blue.png", 1, Size(30, 30))]
    errors = [problem for problem in run(lines).problems if problem.severity == "error"]
    assert [problem.line for problem in errors] == [1, 2, 3]
    assert errors[2].id.startswith("layout.too-")


def test_an_error_names_the_row_it_is_about(art, run):
    (art / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nno picture")
    lines = [
        line(art, "blue.png", 1, Size(30, 30), file="/o/day.csv", row=7),
        line(art, None),
        line(art, "broken.png", 1, file="/o/day.csv", row=8),
    ]
    missing, broken, wide = (problem for problem in run(lines).problems if problem.severity == "error")
    assert wide.message.startswith("day.csv, row 7: “blue.png”")
    assert missing.message.startswith("Line 2: ")
    assert broken.message.startswith("day.csv, row 8: “broken.png” can't be read")
    assert (broken.file, broken.row, broken.line) == ("/o/day.csv", 8, 3)


def test_a_line_without_copies_is_an_error(art, run):
    prepared = run([line(art, "red.png", 0), line(art, "red.png", -3), line(art, "blue.png", 1)])
    assert [entry.reason for entry in prepared.layout.unplaced] == ["no-copies", "no-copies"]
    assert accounted(prepared, [1, 2, 3]) == [0, 0, 1]
    assert sum(problem.severity == "error" for problem in prepared.problems) == 2


def test_more_copies_than_anybody_prints_are_refused_at_once(art, run):
    with pytest.raises(UsageError, match="too many"):
        run([line(art, "red.png", 10**12)])


def test_what_was_known_before_is_not_told_again(art, run):
    known = Problem(id="orders.design-missing", severity="error", message="…", line=1)
    news = []
    prepared = run([line(art, None)], [known], news)
    assert prepared.problems == (known,)
    assert not any(isinstance(message, Finding) for message in news)


def test_new_problems_are_told_as_findings(art, run):
    news = []
    prepared = run([line(art, "gone.png"), line(art, "gone.png")], news=news)
    told = tuple(message.problem for message in news if isinstance(message, Finding))
    assert told == prepared.problems
    assert len(told) == 1  # one file, one problem, however many lines
    assert prepared.left_out == (1, 2)


def test_twins_are_one_design(art, run):
    news = []
    prepared = run([line(art, "red.png"), line(art, "twin.png"), line(art, "blue.png")], news=news)
    assert Deduplicated(files=3, unique=2) in news
    assert len(prepared.designs) == 3
    assert set(prepared.by_key) == {design.key for design in prepared.designs.values()}
    assert len(prepared.by_key) == 2


def test_progress_goes_through_probing_to_nesting(art, run):
    news = []
    run([line(art, "red.png")], news=news)
    assert [m.phase for m in news if isinstance(m, Progress)] == ["probing", "nesting", "nesting"]


def test_no_lines_make_no_parts(run):
    prepared = run([])
    assert prepared.layout.parts == () and prepared.left_out == ()


def test_a_cancelled_job_is_not_prepared(art, artwork):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(CancelledError):
        prepare([line(art, "red.png")], FILM, (), cancel, lambda message: None, artwork)


@pytest.mark.parametrize("side", [0.0, -1.0, float("nan"), 1e9])
def test_a_side_that_nothing_has_is_refused(art, side, run):
    with pytest.raises(UsageError, match=r"Line 1, “red\.png”: its height"):
        run([line(art, "red.png", 1, Size(None, side))])
