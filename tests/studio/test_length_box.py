"""Lengths as staff type them: any unit, kept in inches, and a sentence where one is refused."""

import pytest
from PySide6.QtCore import Qt

from gangsheet_studio.studio.controls.length_box import LengthBox
from gangsheet_studio.studio.controls.number_box import NumberBox


@pytest.fixture
def box(qtbot):
    made = LengthBox(0.5, 200)
    made.set_figure(23)
    qtbot.addWidget(made)
    made.changes, made.refusals = [], []
    made.changed.connect(made.changes.append)
    made.refused.connect(made.refusals.append)
    return made


def write(qtbot, box, text):
    box.lineEdit().clear()
    qtbot.keyClicks(box.lineEdit(), text)
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("unit", "text", "inches"),
    [
        ("in", "22", 22),
        ("in", "58 cm", 58 / 2.54),
        ("in", "580mm", 580 / 25.4),
        ("in", "22 1/2", 22.5),
        ("in", "22,7", 22.7),
        ("in", '22.7"', 22.7),
        ("mm", "600", 600 / 25.4),
        ("mm", "22 in", 22),
        ("mm", "1.5 m", 1500 / 25.4),
    ],
)
def test_what_is_typed_is_kept_in_inches(box, qtbot, unit, text, inches):
    box.set_unit(unit)
    write(qtbot, box, text)
    assert box.figure == pytest.approx(inches)
    assert box.changes == [pytest.approx(inches)] and not box.refusals


@pytest.mark.parametrize(
    "text", ["abc", "", "-3", "0", "0.4 in", "201", "9999 cm", "1/0", "nan", "1e3", "3 kg"]
)
def test_what_can_not_be_keeps_the_old_length_and_says_why(box, qtbot, text):
    write(qtbot, box, text)
    assert box.figure == 23 and box.text() == "23 in" and not box.changes
    assert len(box.refusals) == 1
    assert box.refusals[0].endswith("It stays 23 in.")


def test_limits_are_told_in_the_unit_that_is_shown(box, qtbot):
    box.set_unit("mm")
    write(qtbot, box, "6 m")
    assert box.refusals == ["6 m can't be; give 12.7 mm to 5080 mm. It stays 584.2 mm."]


def test_another_unit_shows_another_number_and_changes_nothing(box, qtbot):
    box.set_figure(1 / 3)  # below the least: what a job says is shown as it is kept
    box.set_figure(22 + 1 / 3)
    for unit, shown in (("mm", "567.3 mm"), ("in", "22.333 in"), ("mm", "567.3 mm")):
        box.set_unit(unit)
        qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
        assert box.text() == shown
    assert box.figure == 22 + 1 / 3 and not box.changes


def test_a_step_is_one_that_staff_count_in(box):
    box.stepUp()
    assert box.figure == pytest.approx(23.125)
    box.set_unit("mm")
    box.stepUp()
    assert box.figure == pytest.approx(23.125 + 1 / 25.4)


@pytest.mark.parametrize("text", ["5", "99999", "abc", "", "-300"])
def test_a_number_that_can_not_be_is_refused_with_a_sentence(qtbot, text):
    box = NumberBox(30, 2400, "dpi")
    box.set_number(400)
    qtbot.addWidget(box)
    refusals, changes = [], []
    box.refused.connect(refusals.append)
    box.numberChanged.connect(changes.append)
    write(qtbot, box, text)
    assert box.value() == 400 and box.text() == "400 dpi" and not changes
    assert len(refusals) == 1 and refusals[0].endswith("give 30 to 2,400 dpi. It stays 400 dpi.")
    write(qtbot, box, "300")
    assert changes == [300]


def test_a_special_value_is_named_and_may_be_left_and_taken_again(qtbot):
    box = NumberBox(63, 1 << 20, "MB")
    box.setSpecialValueText("all there is")
    qtbot.addWidget(box)
    refusals = []
    box.refused.connect(refusals.append)
    for text in ("12", "63"):
        write(qtbot, box, text)
        assert refusals.pop() == f"“{text}” can't be taken; give 64 to 1,048,576 MB. It stays all there is."
    write(qtbot, box, "256")
    assert box.value() == 256
    write(qtbot, box, "All there is")
    assert box.value() == 63 and box.text() == "all there is" and not refusals
