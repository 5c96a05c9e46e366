"""The main window: its panels, and what tells what to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt
from PySide6.QtWidgets import (
    QDockWidget,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QStatusBar,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from gangsheet_studio.studio.actions import COMMANDS, add_actions
from gangsheet_studio.studio.controls.fitting_label import FittingLabel
from gangsheet_studio.studio.dropping import DropTarget
from gangsheet_studio.studio.film.part_list import PartList
from gangsheet_studio.studio.film.thumbnails import Thumbnails
from gangsheet_studio.studio.film.view import FilmView
from gangsheet_studio.studio.improve_control import ImproveControl
from gangsheet_studio.studio.log_panel import LogPanel
from gangsheet_studio.studio.look.icons import icon
from gangsheet_studio.studio.look.theme import colours_of
from gangsheet_studio.studio.memory.panel import MemoryPanel
from gangsheet_studio.studio.orders.panel import OrdersPanel
from gangsheet_studio.studio.problems_panel import ProblemsPanel
from gangsheet_studio.studio.recent_menu import RecentMenu
from gangsheet_studio.studio.run.bar import RunBar
from gangsheet_studio.studio.run.result_view import ResultView
from gangsheet_studio.studio.settings.panel import SettingsPanel
from gangsheet_studio.studio.start_page import StartPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QShowEvent

    from gangsheet_studio.studio.job.document import Document

TITLE: Final = "Gangsheet Studio"
_LAYOUT_VERSION: Final = 1
_TOOLS: Final = (
    "open",
    "add-artwork",
    "save",
    "",
    "undo",
    "redo",
    "",
    "zoom-out",
    "zoom-in",
    "fit-width",
    "fit-part",
)


class Window(QMainWindow):
    """Builds and lays out the panels; `Desk` wires them to the job."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle(TITLE)
        self.resize(1366, 768)
        self.setMinimumSize(900, 560)
        self.setDockOptions(QMainWindow.DockOption.AllowTabbedDocks | QMainWindow.DockOption.AllowNestedDocks)
        self.may_close: Callable[[], bool] = _nothing_to_lose
        self.thumbnails = Thumbnails(self)
        self.start = StartPage()
        self.film = FilmView()
        self.film.set_thumbnails(self.thumbnails)
        self.parts = PartList()
        self.orders = OrdersPanel(document)
        self.settings = SettingsPanel()
        self.memory = MemoryPanel()
        self.problems = ProblemsPanel()
        self.log = LogPanel()
        self.result = ResultView()
        self.run_bar = RunBar()
        self._first = True
        self.menus, self.actions_by_name = add_actions(self)
        self.film.addActions([self.actions_by_name[each.name] for each in COMMANDS if each.on_film])
        self.recent = RecentMenu(self)
        self.menus["File"].insertMenu(self.actions_by_name["add-artwork"], self.recent)
        self.improve = ImproveControl(self.actions_by_name["improve"], self.actions_by_name["stop-improving"])
        self.docks: dict[str, QDockWidget] = {}
        self._build_centre()
        self._build_docks()
        self._build_tool_bar()
        self._default = self.saveState(_LAYOUT_VERSION)
        self._saved: QByteArray | None = None
        self.drops = DropTarget(self, self.docks.values())
        self.show_job(False)

    def show_job(self, there: bool) -> None:
        """Show the panels of a job, or the empty window."""
        film = self._pages.currentWidget() is self._film_page
        if there == film and not self._first:
            return
        self._first = False
        if there:
            self._pages.setCurrentWidget(self._film_page)
            self.restoreState(self._saved or self._default, _LAYOUT_VERSION)
        else:
            if film:
                self._saved = self.saveState(_LAYOUT_VERSION)
            self._pages.setCurrentWidget(self.start)
            for dock in self.docks.values():
                dock.hide()
        self._tool_bar.setVisible(there)

    def layout_state(self) -> QByteArray:
        """Return where the panels are."""
        if self._pages.currentWidget() is self._film_page:
            self._saved = self.saveState(_LAYOUT_VERSION)
        return self._saved or self._default

    def set_layout_state(self, state: QByteArray) -> None:
        """Put the panels where `state` says, once a job is there."""
        self._saved = state

    def refresh_icons(self) -> None:
        """Draw the icons of actions in the theme's colours."""
        colour = colours_of(self).text
        for command in COMMANDS:
            if command.icon:
                self.actions_by_name[command.name].setIcon(icon(command.icon, colour))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - named by Qt
        """Draw the icons as the theme is now."""
        self.refresh_icons()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - named by Qt
        """Draw the icons anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self.refresh_icons()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - named by Qt
        """Close if nothing is lost by it."""
        if self.may_close():
            event.accept()
        else:
            event.ignore()

    def _build_centre(self) -> None:
        self._film_page = QWidget()
        column = QVBoxLayout(self._film_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.film, 1)
        column.addWidget(self.result)
        self.result.hide()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self._pages.addWidget(self._film_page)
        self.setCentralWidget(self._pages)
        strip = QStatusBar()
        strip.setSizeGripEnabled(False)
        strip.addWidget(self.run_bar, 1)
        self.setStatusBar(strip)

    def _build_docks(self) -> None:
        areas = Qt.DockWidgetArea
        for area, name, title, widget in (
            (areas.LeftDockWidgetArea, "orders", "Orders", self.orders),
            (areas.RightDockWidgetArea, "settings", "Settings", self.settings),
            (areas.RightDockWidgetArea, "parts", "Parts", self.parts),
            (areas.BottomDockWidgetArea, "memory", "Memory", self.memory),
            (areas.BottomDockWidgetArea, "problems", "Problems", self.problems),
            (areas.BottomDockWidgetArea, "log", "Log", self.log),
        ):
            dock = QDockWidget(title, self)
            dock.setObjectName(f"{name}-dock")
            dock.setWidget(widget)
            self.addDockWidget(area, dock)
            self.docks[name] = dock
        self.problems.countsChanged.connect(self._count_problems)
        self.tabifyDockWidget(self.docks["memory"], self.docks["problems"])
        self.tabifyDockWidget(self.docks["problems"], self.docks["log"])
        self.docks["memory"].raise_()
        sides = [self.docks["orders"], self.docks["settings"]]
        self.resizeDocks(sides, [480, 296], Qt.Orientation.Horizontal)
        self.resizeDocks([self.docks["memory"]], [170], Qt.Orientation.Vertical)
        self.resizeDocks([self.docks["settings"], self.docks["parts"]], [520, 80], Qt.Orientation.Vertical)
        view = self.menus["View"]
        view.addSeparator()
        for dock in self.docks.values():
            view.addAction(dock.toggleViewAction())

    def _count_problems(self, errors: int, warnings: int, _notes: int) -> None:
        number = errors + warnings
        self.docks["problems"].setWindowTitle(f"Problems ({number:,})" if number else "Problems")

    def _build_tool_bar(self) -> None:
        bar = QToolBar("Tools", self)
        bar.setObjectName("tool-bar")
        bar.setIconSize(QSize(20, 20))
        bar.setMovable(False)
        for name in _TOOLS:
            if name:
                bar.addAction(self.actions_by_name[name])
            else:
                bar.addSeparator()
        bar.addSeparator()
        self.improve.set_icon_size(bar.iconSize())
        bar.addWidget(self.improve)
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(space)
        self.totals = FittingLabel()
        self.totals.setObjectName("totals")
        self.totals.setAccessibleName("Totals of this job")
        bar.addWidget(self.totals)
        bar.addWidget(self.run_bar.make_button)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, bar)
        self._tool_bar = bar


def _nothing_to_lose() -> bool:
    return True
