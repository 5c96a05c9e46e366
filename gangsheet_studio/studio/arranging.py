"""The operator's hand: what is done to copies on the film becomes steps of the job."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from gangsheet_studio.model import arrange
from gangsheet_studio.studio.film.hand import LOCKED
from gangsheet_studio.studio.look.words import count

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from PySide6.QtCore import QPoint

    from gangsheet_studio.model.arrange import Axis, Copy, Edge
    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.protocol import Outlined
    from gangsheet_studio.studio.job.document import Document
    from gangsheet_studio.studio.job.flow import JobFlow
    from gangsheet_studio.studio.window import Window

_EDGES: Final[tuple[Edge, ...]] = ("left", "right", "top", "bottom", "centre-across", "centre-along")
_AXES: Final[tuple[Axis, ...]] = ("across", "along")
_LEAST: Final = {
    **dict.fromkeys(("select-none", "rotate", "rotate-back", "duplicate", "delete", "lock"), 1),
    **{f"align-{edge}": 2 for edge in _EDGES},
    **{f"distribute-{axis}": 3 for axis in _AXES},
}
"""How many copies a command asks for."""


class Arranging(QObject):
    """Takes the commands of the Arrange menu and the drags on the film to the document."""

    def __init__(self, window: Window, document: Document, flow: JobFlow) -> None:
        super().__init__(window)
        self._window, self._document, self._flow = window, document, flow
        self._hand = window.film.hand
        self._hand.moveWanted.connect(self._move)
        self._hand.menuWanted.connect(self._show_menu)
        self._hand.holding.connect(self._on_holding)
        self._hand.changed.connect(self._enable)
        flow.outlined.connect(self._on_outlined)
        self._soon = QTimer(self, singleShot=True, interval=0)  # a turn of its own: the film comes first
        self._soon.timeout.connect(self._enable)
        for signal in (document.changed, flow.laid_out, flow.improved):
            signal.connect(self._enable_soon)
        commands: dict[str, Callable[[], None]] = {
            "select-all": self._hand.select_all,
            "select-none": self._hand.let_go,
            "rotate": partial(self._rotate, 1),
            "rotate-back": partial(self._rotate, -1),
            "swap": self._swap,
            "duplicate": self._duplicate,
            "delete": self._delete,
            "lock": self._lock,
            "nest-again": self._nest_again,
            **{f"align-{edge}": partial(self._align, edge) for edge in _EDGES},
            **{f"distribute-{axis}": partial(self._distribute, axis) for axis in _AXES},
        }
        for name, slot in commands.items():
            window.actions_by_name[name].triggered.connect(lambda _=False, slot=slot: slot())
        self._enable()

    def _enable_soon(self) -> None:
        self._soon.start()

    @property
    def _copies(self) -> frozenset[Copy]:
        return self._hand.selection.copies

    @property
    def _layout(self) -> Layout | None:
        """The layout that is shown, if it is that of the job as it is now."""
        last, project = self._flow.last, self._document.project
        if last is None or not arrange.is_complete(last.layout, project.lines, project.roomy_film):
            return None
        return last.layout

    def _change(self, after: Layout | None, text: str, merge: str = "") -> None:
        """Show a layout that was made by hand, and keep it with the job as a step."""
        layout = self._layout
        if layout is None or after is None:
            return
        if after == layout:
            self._say_locked(layout)
            return
        self._window.film.set_layout(after)
        self._document.set_layout(after, f"{text} {self._count()}", merge=merge)

    def _say_locked(self, layout: Layout) -> None:
        found = arrange.spots(layout, self._copies).values()
        if any(spot.placement.locked for spot in found):
            self._window.film.say(LOCKED)

    def _move(self, copies: Collection[Copy], dx: int, dy: int, part: int | None, by_key: bool) -> None:
        if layout := self._layout:
            after = arrange.move(layout, copies, dx, dy, part)
            self._change(after, "move", f"move {sorted(copies)[:3]}" if by_key else "")

    def _rotate(self, turns: int) -> None:
        if layout := self._layout:
            self._change(arrange.rotate(layout, self._copies, turns), "turn")

    def _swap(self) -> None:
        if (layout := self._layout) and len(self._copies) == 2:
            self._change(arrange.swap(layout, *sorted(self._copies)), "swap")

    def _lock(self) -> None:
        if layout := self._layout:
            locked = not self._hand.all_locked
            self._change(arrange.lock(layout, self._copies, locked), "lock" if locked else "unlock")

    def _align(self, edge: Edge) -> None:
        if layout := self._layout:
            self._change(arrange.align(layout, self._copies, edge), "align")

    def _distribute(self, axis: Axis) -> None:
        if layout := self._layout:
            self._change(arrange.distribute(layout, self._copies, axis), "distribute")

    def _duplicate(self) -> None:
        if layout := self._layout:
            added = self._document.duplicate_copies(layout, self._copies)
            self._hand.selection.pick(added)

    def _delete(self) -> None:
        layout = self._layout
        if layout is None:
            return
        free = [copy for copy, spot in arrange.spots(layout, self._copies).items() if not spot[1].locked]
        if not free:
            self._say_locked(layout)
            return
        self._hand.selection.pick(self._copies.difference(free))
        self._document.delete_copies(layout, free)

    def _nest_again(self) -> None:
        if self._flow.last is not None:
            self._document.set_layout(arrange.locked_only(self._flow.last.layout), "nest again")

    def _count(self) -> str:
        return count(len(self._copies), "copy", "copies")

    def _on_holding(self, held: bool) -> None:
        """Let better layouts wait while something is dragged."""
        if held:
            self._flow.improver.hold()
        else:
            self._flow.improver.release()

    def _on_outlined(self, message: Outlined) -> None:
        self._hand.shapes.put(message.key, message.outline)
        self._flow.overlaps.judge_by(self._hand.shapes.meet)
        self._hand.look_again()

    def _show_menu(self, at: QPoint) -> None:
        self._window.menus["Arrange"].popup(at)

    def _enable(self) -> None:
        """Offer what makes sense for what is selected."""
        if self._hand.drag is not None:
            return
        layout, chosen = self._layout, len(self._copies)
        self._hand.may_edit = layout is not None
        actions = self._window.actions_by_name
        for name, least in _LEAST.items():
            actions[name].setEnabled(layout is not None and chosen >= least)
        actions["swap"].setEnabled(layout is not None and chosen == 2)
        actions["select-all"].setEnabled(bool(layout and layout.copies))
        actions["nest-again"].setEnabled(self._document.project.layout is not None)
        actions["lock"].setText("Un&lock" if self._hand.all_locked else "&Lock in place")
