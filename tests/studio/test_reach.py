"""Every control says what it is, to the pointer and to a screen reader, and is reached by the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QHeaderView,
    QLineEdit,
    QScrollArea,
    QTabBar,
    QToolBar,
    QWidget,
)

from gangsheet_studio.model.order import OrderLine, Orders, Size
from gangsheet_studio.studio.actions import COMMANDS
from gangsheet_studio.studio.settings.preferences_dialog import PreferencesDialog
from tests.studio.activating import activate

KINDS = QAbstractButton, QLineEdit, QAbstractSpinBox, QComboBox, QAbstractScrollArea
NAMES = (
    "dropArea",
    "orderTable",
    "filmView",
    "memoryGraph",
    "makeSheetsButton",
    "cancelButton",
    "problemList",
    "logView",
    "partList",
)


@pytest.fixture
def desk(desk):
    line = OrderLine(design="a.png", size=Size(2.0, 2.0), quantity=1)
    desk.document.add_lines(Orders(lines=(line,)))
    return desk


def is_part_of_a_control(widget):
    """Whether Qt or a control of ours made it: the line of a spin box, the buttons of a dock, a header.

    Buttons of the tool bar are actions, which the menus have too.
    """
    parent = widget.parentWidget()
    if widget.window().windowType() == Qt.WindowType.Popup:
        return True
    if isinstance(widget, QHeaderView | QScrollArea) or widget.objectName().startswith("qt_"):
        return True
    inner = isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QAbstractItemView)
    if inner and widget.objectName() != "filmView":
        return True
    return isinstance(parent, QAbstractSpinBox | QComboBox | QDockWidget | QLineEdit | QTabBar | QToolBar)


def controls(window):
    return [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, KINDS)
        and not is_part_of_a_control(widget)
        and not isinstance(widget.parent(), QAbstractItemView)
    ]


def lacks(widget):
    """Return what a control lacks."""
    missing = []
    if not widget.toolTip():
        missing.append("tooltip")
    if not widget.accessibleName() and not (isinstance(widget, QAbstractButton) and widget.text()):
        missing.append("name")
    if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        missing.append("Tab")
    return missing


def test_every_control_of_the_window_and_the_preferences_says_what_it_is(desk, qtbot):
    dialog = PreferencesDialog(desk.preferences, desk.window)
    found = [*controls(desk.window), *controls(dialog)]
    assert len(found) > 25
    wanting = {f"{type(w).__name__} {w.objectName() or w.accessibleName()}": lacks(w) for w in found}
    assert {name: missing for name, missing in wanting.items() if missing} == {}


def test_tab_goes_through_the_whole_window(desk, qtbot):
    window = desk.window
    for dock in window.docks.values():
        dock.raise_()
    activate(qtbot, window)
    window.run_bar.set_ready("Ready")
    first = window.orders.table
    first.setFocus()
    seen, widget = set(), None
    for _ in range(200):
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        if widget in seen:
            break
        seen.add(widget)
    names = {widget.objectName() for widget in seen} | {w.parentWidget().objectName() for w in seen}
    assert {"orderTable", "filmView", "partList", "makeSheetsButton"} <= names


def test_the_names_that_scripts_rely_on_are_there_once(desk):
    for name in NAMES:
        assert len(desk.window.findChildren(QWidget, name)) == 1, name


def test_every_command_is_in_a_menu_and_no_shortcut_is_given_twice(desk):
    window = desk.window
    menus = [action.menu() for action in window.menuBar().actions()]
    in_menus = {action.objectName() for menu in menus for action in menu.actions()}
    assert {f"{command.name}-action" for command in COMMANDS} <= in_menus
    given = [keys.toString() for action in window.actions() for keys in action.shortcuts()]
    assert len(given) == len(set(given))
    keys = QKeySequence("Ctrl+Return")
    assert keys in window.actions_by_name["make"].shortcuts()
    for name in ("open", "save", "undo", "redo", "zoom-in", "zoom-out", "find", "full-screen"):
        assert window.actions_by_name[name].shortcuts(), name
    assert window.windowTitle().startswith("Gangsheet Studio")
