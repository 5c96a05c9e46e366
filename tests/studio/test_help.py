"""Help: what the program is made of, and what support would ask for."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from gangsheet_studio import __version__
from gangsheet_studio.studio.help.about import AboutDialog
from gangsheet_studio.studio.help.details import DetailsDialog


@pytest.fixture
def about(qtbot):
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def details(qtbot, *command):
    dialog = DetailsDialog(command=command or None)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_about_begins_with_the_program_and_its_licence(about):
    first = about.table.topLevelItem(0)
    assert [first.text(column) for column in range(3)] == ["Gangsheet Studio", __version__, "MIT"]
    assert about.text.toPlainText().startswith("MIT License")


def test_the_licence_of_the_chosen_row_is_shown(about, qtbot):
    (row,) = about.table.findItems("Qt", Qt.MatchFlag.MatchExactly)
    about.table.setCurrentItem(row)
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in about.text.toPlainText()
    qtbot.keyClick(about.table, Qt.Key.Key_Home)
    assert about.text.toPlainText().startswith("MIT License")


def test_details_are_told_by_a_process_and_copied(qtbot):
    dialog = details(qtbot)
    assert dialog.text.toPlainText() == ""
    qtbot.waitUntil(lambda: "numpy" in dialog.text.toPlainText(), timeout=30_000)
    qtbot.mouseClick(dialog._copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == dialog.text.toPlainText()


def test_what_a_doctor_complains_of_is_shown(qtbot):
    dialog = details(qtbot, sys.executable, "-c", "import sys; sys.exit('broken in a new way')")
    qtbot.waitUntil(lambda: "broken in a new way" in dialog.text.toPlainText(), timeout=10_000)
    assert dialog._copy.isEnabled()


def test_a_doctor_that_is_not_there_is_said(qtbot, tmp_path):
    dialog = details(qtbot, str(tmp_path / "nothing"))
    qtbot.waitUntil(lambda: "install Gangsheet Studio again" in dialog._said.text(), timeout=10_000)
    assert not dialog._copy.isEnabled()


def test_closing_waits_for_no_doctor(qtbot):
    dialog = details(qtbot, sys.executable, "-c", "import time; time.sleep(600)")
    dialog.close()
    assert dialog._process.state() == dialog._process.ProcessState.NotRunning


def test_both_are_in_the_help_menu(desk, qtbot):
    desk.window.actions_by_name["about"].trigger()
    dialog = desk.window.findChild(AboutDialog)
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.detailsWanted):
        dialog.detailsWanted.emit()
    assert desk.window.findChild(DetailsDialog).isVisible()
    desk.window.findChild(DetailsDialog).close()
    dialog.close()
