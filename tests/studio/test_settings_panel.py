"""The film and the output of a job, as staff change them."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QInputDialog,
    QLineEdit,
    QPushButton,
    QWidget,
)

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.output import Cut, Label, Output, White
from gangsheet_studio.model.units import MB
from gangsheet_studio.studio.controls.noted import Noted
from gangsheet_studio.studio.settings.panel import SettingsPanel
from gangsheet_studio.studio.settings.presets import FilmPreset
from tests.studio.activating import activate

OWN = FilmPreset(name="Narrow roll", width=12, longest=100)


@pytest.fixture
def panel(qtbot):
    made = SettingsPanel()
    qtbot.addWidget(made)
    made.resize(296, 640)
    made.show()
    return made


@pytest.fixture
def films(panel):
    told = []
    panel.filmChanged.connect(told.append)
    return told


def child(panel, name):
    found = panel.findChild(QWidget, name)
    assert found is not None, name
    return found


def write(qtbot, box, text):
    line = box if isinstance(box, QLineEdit) else box.lineEdit()
    line.clear()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def choose(qtbot, box, words):
    box.setCurrentIndex(box.findText(words))
    box.activated.emit(box.currentIndex())


def note(box):
    parent = box.parentWidget()
    while not isinstance(parent, Noted):
        parent = parent.parentWidget()
    return parent.note()


def button(panel, text):
    return next(each for each in panel.findChildren(QPushButton) if each.text().startswith(text))


@pytest.mark.parametrize(
    ("name", "width"),
    [
        ("DTF 22 in", 22),
        ("DTF 23 in", 23),
        ("DTF 58 cm", 58 / 2.54),
        ("DTF 60 cm", 60 / 2.54),
        ("UV-DTF 22.7 in", 22.7),
        ("A3 sheet", 29.7 / 2.54),
        ("A4 sheet", 21 / 2.54),
    ],
)
def test_films_that_shops_load_are_chosen_by_name(panel, films, qtbot, name, width):
    panel.set_film(Film(width=9, dpi=300))
    choose(qtbot, child(panel, "presetBox"), name)
    assert films[-1].width == pytest.approx(width)
    assert films[-1].dpi == 300
    assert child(panel, "presetBox").currentText() == name


def test_every_change_is_told_once_and_a_setter_tells_nothing(panel, films, qtbot):
    panel.set_film(Film(width=22))
    panel.set_unit("mm")
    panel.set_output("job", "/tmp/out", 256 * MB)
    assert not films
    panel.set_unit("in")
    write(qtbot, child(panel, "widthBox"), "24 in")
    write(qtbot, child(panel, "longestBox"), "100")
    write(qtbot, child(panel, "gapBox"), "0.25")
    write(qtbot, child(panel, "marginBox"), "5 mm")
    write(qtbot, child(panel, "dpiBox"), "300")
    choose(qtbot, child(panel, "rotationBox"), "As drawn")
    assert len(films) == 6
    assert films[-1] == Film(
        width=24, longest=100, gap=0.25, margin=pytest.approx(5 / 25.4), dpi=300, rotate="none"
    )
    assert child(panel, "presetBox").currentText() == "Own film"


def test_what_can_not_be_keeps_the_old_value_with_a_sentence(panel, films, qtbot):
    width, margin = child(panel, "widthBox"), child(panel, "marginBox")
    panel.set_film(Film(width=6))
    write(qtbot, width, "wide")
    assert note(width) == "“wide” is no length; write it like 23 in or 58 cm. It stays 6 in."
    write(qtbot, margin, "3 in")
    assert note(margin) == "A margin of 3 in at both edges leaves nothing of 6 in of film. It stays 0 in."
    assert margin.text() == "0 in" and width.text() == "6 in"
    assert not films
    write(qtbot, margin, "1 in")
    assert films == [Film(width=6, margin=1)]
    assert not note(margin) and not note(width)


def test_an_own_preset_is_kept_and_forgotten(panel, qtbot, monkeypatch):
    kept = []
    panel.ownPresetsChanged.connect(kept.append)
    panel.ownPresetsChanged.connect(panel.set_presets)
    box = child(panel, "presetBox")
    assert not button(panel, "Keep").isEnabled() and not button(panel, "Forget").isEnabled()
    panel.set_film(OWN.of(Film()))
    answers = iter([("dtf 23 IN", True), ("", True), ("Narrow roll", False), ("  Narrow   roll ", True)])
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: next(answers))
    for _ in range(4):
        button(panel, "Keep").click()
    assert kept == [(OWN,)]
    assert box.currentText() == OWN.name and not note(box)
    button(panel, "Forget").click()
    assert kept[-1] == () and box.findText(OWN.name) < 0 and box.currentText() == "Own film"


def test_a_name_that_is_taken_is_refused(panel, monkeypatch):
    panel.set_film(OWN.of(Film()))
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("A4 Sheet", True))
    button(panel, "Keep").click()
    assert note(child(panel, "presetBox")) == (
        "“A4 Sheet” is the name of another film; keep this one under a name of its own."
    )


def test_the_output_is_told_and_what_no_file_can_be_named_is_not(panel, qtbot, tmp_path):
    told = []
    for signal in (panel.nameChanged, panel.outChanged, panel.memoryChanged):
        signal.connect(told.append)
    name, out = child(panel, "nameLine"), child(panel, "outLine").findChild(QLineEdit)
    write(qtbot, name, "Monday")
    write(qtbot, name, "a/b")
    assert name.text() == "Monday" and "“a_b” would do" in note(name)
    write(qtbot, out, "sheets")
    assert out.text() == "" and "write its whole path" in note(out)
    write(qtbot, out, str(tmp_path))
    write(qtbot, child(panel, "memoryBox"), "256")
    write(qtbot, child(panel, "memoryBox"), "all there is")
    assert told == ["Monday", str(tmp_path), 256 * MB, None]


def test_lengths_are_shown_in_the_unit_that_is_chosen(panel, films, qtbot):
    with qtbot.waitSignal(panel.unitChanged) as told:
        choose(qtbot, child(panel, "unitBox"), "Millimetres")
    panel.set_unit(told.args[0])
    assert child(panel, "widthBox").text() == "584.2 mm"
    assert not films
    write(qtbot, child(panel, "widthBox"), "580")
    assert films[-1].width == pytest.approx(58 / 2.54)


@pytest.mark.parametrize("name", ["widthBox", "gapBox", "dpiBox", "nameLine", "outLine", "memoryBox"])
def test_what_is_being_typed_stays_while_the_job_stays_the_same(panel, qtbot, name):
    def show(gap):
        panel.set_unit("in")
        panel.set_film(Film(gap=gap))
        panel.set_output("job", "/tmp", 512 * MB)

    show(0.25)
    control = child(panel, name)
    line = control if isinstance(control, QLineEdit) else control.findChild(QLineEdit)
    line.selectAll()
    qtbot.keyClicks(line, "2")
    show(0.25)
    assert line.text() in ("2", "2 dpi", "2 MB")
    show(0.5)
    assert child(panel, "gapBox").text() == "0.5 in"
    assert line.text() in (("0.5 in",) if name == "gapBox" else ("2", "2 dpi", "2 MB"))


def test_a_name_that_is_typed_outlives_the_one_that_the_orders_give(panel, qtbot):
    told = []
    panel.nameChanged.connect(told.append)
    line = child(panel, "nameLine")
    qtbot.keyClicks(line, "Tues")
    panel.set_output("orders", "", None)
    qtbot.keyClicks(line, "day")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert told == ["Tuesday"]
    panel.set_output("Tuesday", "", None)
    panel.set_output("", "", None)
    panel.set_output("other orders", "", None)
    assert line.text() == "other orders"


def test_the_wheel_scrolls_the_panel_and_changes_no_film(panel, films, qtbot):
    with qtbot.waitExposed(panel):
        panel.resize(296, 200)
    box = child(panel, "widthBox")
    place = QPointF(box.mapTo(panel, QPoint(5, 5)))
    QTest.wheelEvent(panel.windowHandle(), place, QPoint(0, -120))
    assert not films and box.text() == "23 in"
    assert panel.verticalScrollBar().value() > 0


def test_every_control_is_named_explained_and_reached_by_tab(panel, qtbot):
    panel.set_presets((OWN,))
    panel.set_film(Film(width=9))
    output = Output(format="pdf", white=White(), cut=Cut(), label=Label())
    panel.set_sheets(output, Film(width=9))
    activate(qtbot, panel)
    kinds = (QComboBox, QAbstractSpinBox, QPushButton, QLineEdit, QCheckBox)
    controls = {
        control
        for kind in kinds
        for control in panel.findChildren(kind)
        if not isinstance(control.parentWidget(), QAbstractSpinBox)
        if control.isEnabled() and control.isVisible()
    }
    assert len(controls) == 48
    assert all(control.toolTip() and control.accessibleName() for control in controls)
    child(panel, "presetBox").setFocus()
    reached = set()
    for _ in range(2 * len(controls)):
        reached.add(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert controls <= reached
