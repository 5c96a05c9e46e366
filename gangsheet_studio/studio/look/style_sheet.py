"""What Fusion leaves to us: calm panels, one accent, visible focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gangsheet_studio.studio.look.theme import Colours


def style_sheet(colours: Colours) -> str:
    """Return the application's style sheet in `colours`."""
    c = colours
    return f"""
QMainWindow, QMainWindow::separator {{ background: {c.ground}; }}
QMainWindow::separator {{ width: 4px; height: 4px; }}
QMainWindow::separator:hover {{ background: {c.accent}; }}
QToolBar {{ background: {c.panel}; border: 0; border-bottom: 1px solid {c.line};
    padding: 4px 8px; spacing: 4px; }}
QToolBar::separator {{ background: {c.line}; width: 1px; margin: 6px 4px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 4px; }}
QToolButton:hover {{ background: {c.ground}; }}
QToolButton:focus {{ border-color: {c.accent}; }}
QToolButton[popupMode="1"] {{ padding-right: 8px; }}
QToolButton::menu-button {{ border: 0; border-radius: 4px; width: 18px; }}
QToolButton::menu-button:hover {{ background: {c.line}; }}
QPushButton#fold {{ border: 1px solid transparent; border-radius: 4px; padding: 2px 6px 2px 0;
    font-weight: 600; text-align: left; }}
QPushButton#fold:focus {{ border-color: {c.accent}; }}
QStatusBar {{ background: {c.panel}; border-top: 1px solid {c.line}; }}
QStatusBar::item {{ border: 0; }}
QDockWidget {{ font-weight: 600; }}
QDockWidget::title {{ background: {c.panel}; padding: 8px 12px; border-bottom: 1px solid {c.line}; }}
QDockWidget > QWidget {{ font-weight: 400; background: {c.panel}; }}
QLineEdit {{ background: {c.field}; border: 1px solid {c.edge}; border-radius: 4px; padding: 3px 6px; }}
QLineEdit:focus {{ border-color: {c.accent_text}; }}
QAbstractItemView QLineEdit, QAbstractSpinBox QLineEdit, QComboBox QLineEdit {{ border: 0; padding: 0; }}
QHeaderView::section {{ background: {c.panel}; color: {c.muted}; border: 0; border-bottom: 1px solid {c.line};
    padding: 4px 8px; }}
QTableView, QListView, QTreeView {{ border: 0; background: {c.field}; gridline-color: {c.line}; }}
QToolTip {{ background: {c.field}; color: {c.text}; border: 1px solid {c.line}; padding: 4px 8px; }}
QListView#folderList {{ border: 1px solid {c.edge}; border-radius: 2px; }}
#refusal {{ color: {c.warn}; }}
#filmStatus {{ background: {c.panel}; color: {c.muted}; border-top: 1px solid {c.line}; padding: 3px 12px; }}
#totals {{ padding: 0 16px; }}
"""
