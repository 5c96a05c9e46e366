"""Every command of the window once: its words, shortcut and menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow, QMenu

_Keys = QKeySequence.StandardKey


class Command(Struct, frozen=True):
    """A command: `name` finds it in code, `menu` says where staff do; `icon` is a file of resources/icons.

    `short` are the words of a button, where those of the menu are too many. The keys of one `on_film` are
    the film's alone: elsewhere they type.
    """

    name: str
    menu: str
    text: str
    tip: str
    keys: tuple[object, ...] = ()
    icon: str = ""
    gap: bool = False
    short: str = ""
    on_film: bool = False


COMMANDS: Final = (
    Command("new", "File", "&New job", "Begin an empty job", (_Keys.New,)),
    Command("open", "File", "&Open...", "Open orders, artwork or a saved job", (_Keys.Open,), "open"),
    Command(
        "add-artwork", "File", "&Add artwork...", "Add artwork files to this job", ("Ctrl+Shift+O",), "add"
    ),
    Command("sample", "File", "Try the sample &job", "Open a small job that comes with the program"),
    Command("save", "File", "&Save", "Save this job", (_Keys.Save,), "save", gap=True),
    Command(
        "save-as", "File", "Save &as...", "Save this job under another name", (_Keys.SaveAs, "Ctrl+Shift+S")
    ),
    Command(
        "preferences",
        "File",
        "&Preferences...",
        "Units, theme and folders",
        ("Ctrl+,",),
        "settings",
        gap=True,
    ),
    Command("quit", "File", "&Quit", "Close Gangsheet Studio", (_Keys.Quit, "Ctrl+Q"), gap=True),
    Command("undo", "Edit", "&Undo", "Take back the last change", (_Keys.Undo,), "undo"),
    Command("redo", "Edit", "&Redo", "Do it again", (_Keys.Redo, "Ctrl+Shift+Z"), "redo"),
    Command("find", "Edit", "&Find in the orders", "Filter the order lines", (_Keys.Find,), "find", gap=True),
    Command("zoom-in", "View", "Zoom &in", "Show the film larger", (_Keys.ZoomIn, "Ctrl+="), "zoom-in"),
    Command("zoom-out", "View", "Zoom &out", "Show the film smaller", (_Keys.ZoomOut,), "zoom-out"),
    Command("fit-width", "View", "Fit &width", "Show the whole width of the film", ("Ctrl+0",), "fit-width"),
    Command("fit-part", "View", "Fit &part", "Show this part as a whole", ("Ctrl+9",), "fit-part"),
    Command(
        "full-screen", "View", "&Full screen", "Use the whole screen", (_Keys.FullScreen, "F11"), gap=True
    ),
    Command(
        "select-all",
        "Arrange",
        "Select &all",
        "Select every copy on the film",
        ("Ctrl+A",),
        on_film=True,
    ),
    Command(
        "select-none",
        "Arrange",
        "Select &none",
        "Select no copy; while dragging, put back what is dragged",
        ("Esc",),
        on_film=True,
    ),
    Command(
        "rotate",
        "Arrange",
        "&Turn clockwise",
        "Turn each selected copy by 90°",
        ("R",),
        gap=True,
        on_film=True,
    ),
    Command(
        "rotate-back",
        "Arrange",
        "Turn &back",
        "Turn each selected copy by 90° the other way",
        ("Shift+R",),
        on_film=True,
    ),
    Command(
        "swap",
        "Arrange",
        "S&wap two copies",
        "Let the two selected copies trade places",
        ("X",),
        on_film=True,
    ),
    Command(
        "duplicate",
        "Arrange",
        "&Duplicate copies",
        "Order and place the selected copies once more",
        ("Ctrl+D",),
        icon="duplicate",
        on_film=True,
    ),
    Command(
        "delete",
        "Arrange",
        "D&elete copies",
        "Take the selected copies off the film and out of the order",
        ("Del", "Backspace"),
        icon="remove",
        on_film=True,
    ),
    Command(
        "lock",
        "Arrange",
        "&Lock in place",
        "Keep the selected copies where they are, whatever else is nested",
        ("Ctrl+L",),
        icon="lock",
        gap=True,
        on_film=True,
    ),
    Command(
        "nest-again",
        "Arrange",
        "Nest &again",
        "Undo what was moved by hand and nest anew, around what is locked",
        (),
        on_film=True,
    ),
    Command(
        "align-left",
        "Arrange",
        "Align left",
        "Bring the left edges of the selected copies into line",
        ("Ctrl+Shift+Left",),
        gap=True,
        on_film=True,
    ),
    Command(
        "align-right",
        "Arrange",
        "Align right",
        "Bring the right edges of the selected copies into line",
        ("Ctrl+Shift+Right",),
        on_film=True,
    ),
    Command(
        "align-top",
        "Arrange",
        "Align top",
        "Bring the top edges of the selected copies into line",
        ("Ctrl+Shift+Up",),
        on_film=True,
    ),
    Command(
        "align-bottom",
        "Arrange",
        "Align bottom",
        "Bring the bottom edges of the selected copies into line",
        ("Ctrl+Shift+Down",),
        on_film=True,
    ),
    Command(
        "align-centre-across",
        "Arrange",
        "Centre across",
        "Put the middles of the selected copies in one line along the film",
        (),
        on_film=True,
    ),
    Command(
        "align-centre-along",
        "Arrange",
        "Centre along",
        "Put the middles of the selected copies in one line across the film",
        (),
        on_film=True,
    ),
    Command(
        "distribute-across",
        "Arrange",
        "Distribute across",
        "Make the distances between the selected copies equal, across the film",
        (),
        gap=True,
        on_film=True,
    ),
    Command(
        "distribute-along",
        "Arrange",
        "Distribute along",
        "Make the distances between the selected copies equal, along the film",
        (),
        on_film=True,
    ),
    Command(
        "make", "Run", "&Make sheets", "Write the print-ready sheets", ("Ctrl+Return", "Ctrl+Enter"), "play"
    ),
    Command(
        "lay-out",
        "Run",
        "&Lay out again",
        "Look at the artwork files again and lay them out",
        (_Keys.Refresh, "F5"),
    ),
    Command(
        "improve",
        "Run",
        "&Improve the layout",
        "Look for a layout that takes less film",
        ("Ctrl+I",),
        "improve",
        gap=True,
        short="Improve",
    ),
    Command(
        "stop-improving",
        "Run",
        "S&top improving",
        "Stop and keep the best layout so far",
        ("Ctrl+Shift+I",),
        "cancel",
        short="Stop",
    ),
    Command(
        "compare",
        "Run",
        "Compare film &widths...",
        "See what the job takes of films of other widths",
        ("Ctrl+Shift+W",),
    ),
    Command(
        "check-artwork",
        "Run",
        "Chec&k artwork",
        "Look at all pixels: soft edges, thin lines, wide borders, colours that print duller",
        ("Ctrl+K",),
    ),
    Command(
        "check-files",
        "Run",
        "Check &files...",
        "See whether finished sheets are still as they were written",
        ("Ctrl+Shift+K",),
    ),
    Command("cancel", "Run", "&Cancel", "Stop what is running", ("Ctrl+.",), "cancel", gap=True),
    Command("log-folder", "Help", "Open the &log folder", "Show where the log files are"),
    Command(
        "support-details",
        "Help",
        "Details for &support...",
        "Versions, memory and folders, for a message",
    ),
    Command("about", "Help", "&About Gangsheet Studio", "Version and licences", gap=True),
)


def add_actions(window: QMainWindow) -> tuple[dict[str, QMenu], dict[str, QAction]]:
    """Return the menus of `window` by their words, and an action for each command by its name.

    Those `on_film` have yet to be added to the film.
    """
    menus = {menu: window.menuBar().addMenu(f"&{menu}") for menu in dict.fromkeys(c.menu for c in COMMANDS)}
    actions: dict[str, QAction] = {}
    for command in COMMANDS:
        if command.gap:
            menus[command.menu].addSeparator()
        action = QAction(command.text, window)
        action.setObjectName(f"{command.name}-action")
        action.setToolTip(command.tip)
        if command.short:
            action.setIconText(command.short)
        # a system's own shortcut may be one of ours: twice, it would be ambiguous
        sequences = (sequence for keys in command.keys for sequence in _sequences(keys))
        action.setShortcuts(list({sequence.toString(): sequence for sequence in sequences}.values()))
        menus[command.menu].addAction(action)
        if command.on_film:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        else:
            window.addAction(action)
        actions[command.name] = action
    return menus, actions


def _sequences(keys: object) -> list[QKeySequence]:
    if isinstance(keys, QKeySequence.StandardKey):
        return QKeySequence.keyBindings(keys)
    return [QKeySequence(str(keys))]
