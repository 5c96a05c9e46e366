"""Shows a layout and what it takes: on the film, in the list of parts and in the tool bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from gangsheet_studio.studio.job.figures import job_figures, part_figures
from gangsheet_studio.studio.job.totals import part_words, totals, utilisation_words

if TYPE_CHECKING:
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.protocol import NestDone, Outlined
    from gangsheet_studio.studio.job.flow import JobFlow
    from gangsheet_studio.studio.window import Window


class FilmFigures(QObject):
    """Follows the layouts of `flow`; remembers what share of its box each design prints."""

    def __init__(self, window: Window, flow: JobFlow) -> None:
        super().__init__(window)
        self._window, self._flow = window, flow
        self._unit: Unit = "in"
        self._currency = "$"
        self._solid: dict[str, float] = {}
        self._soon = QTimer(self, singleShot=True, interval=0)  # a turn of its own: the film comes first
        self._soon.timeout.connect(self._show_figures)
        flow.laid_out.connect(self._show)
        flow.improved.connect(self._on_improved)
        flow.outlined.connect(self._on_outlined)

    def set_terms(self, unit: Unit, currency: str) -> None:
        """Show lengths in `unit` and costs with this `currency`."""
        if (unit, currency) != (self._unit, self._currency):
            self._unit, self._currency = unit, currency
            self._show_figures()

    def _on_improved(self, done: NestDone) -> None:
        self._show(done, glide=self._flow.improver.running)  # else it is by hand, which needs no telling

    def _show(self, done: NestDone | None, *, glide: bool = True) -> None:
        if done is None:
            self._window.film.set_layout(None)
        else:
            self._window.film.set_layout(done.layout, done.marks, glide=glide)
        self._soon.start()

    def _show_figures(self) -> None:
        window, unit, currency = self._window, self._unit, self._currency
        done = self._flow.last
        if done is None or not done.layout.parts:
            window.film.set_headers(())
            window.parts.set_parts((), None, unit, currency)
            window.totals.say("")
            return
        parts, whole = part_figures(done, self._solid), job_figures(done, self._solid)
        window.film.set_headers(tuple(part_words(each, unit, currency) for each in parts))
        window.parts.set_parts(parts, whole, unit, currency)
        said = totals(whole, unit, currency)
        window.totals.say(*said, more=f"{said[0]}; {utilisation_words(whole)} of the film is covered")

    def _on_outlined(self, message: Outlined) -> None:
        self._solid[message.key] = message.outline.solid
        self._soon.start()
