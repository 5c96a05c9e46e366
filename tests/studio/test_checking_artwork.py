"""Check artwork: what all pixels of it say is among the problems, until it is about other lines."""

import pytest
from PIL import Image

PATIENCE = 20_000


@pytest.fixture
def bordered(tmp_path):
    """A square of 2 in with a lone dot of 0.5 in in its middle."""
    picture = Image.new("RGBA", (400, 400))
    picture.paste((0, 120, 60, 255), (150, 150, 250, 250))
    picture.save(tmp_path / "dot.png", dpi=(200, 200))
    return tmp_path / "dot.png"


def ids(desk):
    return [problem.id for problem in desk.problems]


def test_findings_are_problems_until_the_lines_are_others(desk, bordered, qtbot):
    action = desk.window.actions_by_name["check-artwork"]
    assert not action.isEnabled()
    desk.opener.open_paths([bordered])
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy, timeout=PATIENCE)
    qtbot.waitUntil(action.isEnabled)
    action.trigger()
    assert action.text() == "Stop checking artwork"
    with qtbot.waitSignal(desk.checking.changed, timeout=PATIENCE):
        pass
    assert "designs.borders" in ids(desk)
    (found,) = desk.checking.problems
    assert "trim it to save film" in found.message and found.line == 1
    assert desk.window.actions_by_name["make"].isEnabled()
    desk.document.set_trim((0,), True)
    assert ids(desk).count("designs.borders") == 0
    qtbot.waitUntil(lambda: not desk.flow.busy, timeout=PATIENCE)
    action.trigger()
    with qtbot.waitSignal(desk.checking.changed, timeout=PATIENCE):
        pass
    assert desk.checking.checked and desk.checking.problems == ()


def test_other_lines_end_a_check_that_is_under_way(desk, bordered, qtbot):
    desk.opener.open_paths([bordered])
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy, timeout=PATIENCE)
    action = desk.window.actions_by_name["check-artwork"]
    action.trigger()
    desk.document.edit_quantity(0, 7)
    qtbot.waitUntil(lambda: action.isEnabled() and not desk.flow.busy, timeout=PATIENCE)
    assert not desk.checking.checked
    assert desk.window.actions_by_name["make"].isEnabled()


def test_a_check_that_is_stopped_finds_nothing_and_can_be_made_again(desk, bordered, qtbot):
    desk.opener.open_paths([bordered])
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy, timeout=PATIENCE)
    action = desk.window.actions_by_name["check-artwork"]
    words = action.text()
    action.trigger()
    action.trigger()
    assert action.text() == words and action.isEnabled()
    assert desk.checking.problems == () and not desk.checking.checked
    action.trigger()
    qtbot.waitUntil(lambda: desk.checking.checked, timeout=PATIENCE)
    assert "designs.borders" in ids(desk)
