"""The search for a layout that takes less film, told as it gets better."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from gangsheet_studio.engine.checks import check_film
from gangsheet_studio.engine.disk import scratch_folder
from gangsheet_studio.engine.given import take_layout
from gangsheet_studio.engine.imposing import impose_as_seen
from gangsheet_studio.engine.items import find_items
from gangsheet_studio.engine.outlining import outlines_of
from gangsheet_studio.engine.stopping import interruptible
from gangsheet_studio.errors import stop_if
from gangsheet_studio.protocol import Improved, ImproveDone, ImproveRequest, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from threading import Event

    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.engine.artwork import Artwork
    from gangsheet_studio.engine.items import Items
    from gangsheet_studio.model.layout import Item, Layout
    from gangsheet_studio.model.outline import Mask, Outline
    from gangsheet_studio.nesting import BoxSearch
    from gangsheet_studio.protocol import Listener

_APART: Final = 0.2  # seconds between layouts that are told
_BOXES_FIRST: Final = 0.5  # seconds: most of what boxes can save, while a search by shape is still to begin
_SETTLED: Final = 30.0  # seconds without a better one, and as long as it took to find the best
Why: TypeAlias = Literal["time", "steps", "best", "settled"]


def improve(
    request: ImproveRequest,
    listener: Listener,
    cancel: Event,
    artwork: Artwork,
) -> ImproveDone:
    """Send each better layout that is found; end when time or steps are over or nothing is to be gained."""
    from gangsheet_studio.nesting import BoxSearch

    check_film(request.film)
    teller = Teller(request, listener)
    found = find_items(request.lines, request.film, (), cancel, _quiet(listener), artwork)
    teller.items = found.items
    start = take_layout(request.start, found.items, request.film)
    free = not any(p.locked or p.extra for part in start.parts for p in part.placements)
    with interruptible(cancel):
        boxes = BoxSearch(found.items, start, request.nesting, request.seed)
    if free and request.nesting.by_shape and any(design.alpha for design in found.by_key.values()):
        _by_box(boxes, teller, cancel, _BOXES_FIRST)
        shapes = {}
        if not teller.over:
            shapes = outlines_of(found, request.nesting.threshold, artwork.outlines, cancel, listener)
        if not all(outline.is_box for outline in shapes.values()):
            return _by_shape(request, found, boxes.layout, shapes, artwork.decoder, teller, cancel)
    _by_box(boxes, teller, cancel, request.seconds)
    return teller.end("best" if boxes.done else teller.over or "time")


class Teller:
    """Tells what is found: at once where the last was told a while ago, else a little later."""

    def __init__(self, request: ImproveRequest, listener: Listener) -> None:
        self._request, self._listener = request, listener
        self.items: Sequence[Item] = ()
        self._began = self._told = time.monotonic()
        self._waiting: Callable[[], Layout] | None = None
        self.steps = 0
        self.found_after = 0.0

    @property
    def seconds(self) -> float:
        """Seconds since the request began."""
        return time.monotonic() - self._began

    @property
    def left(self) -> float:
        """Seconds until its time is over."""
        return self._request.seconds - self.seconds

    @property
    def over(self) -> Why | None:
        """Why the search is at its end: its steps or its time, or nothing was found for a long while."""
        if self._request.steps is not None and self.steps >= self._request.steps:
            return "steps"
        if self.left <= 0:
            return "time"
        return "settled" if self.seconds - self.found_after > max(_SETTLED, self.found_after) else None

    def find(self, layout: Callable[[], Layout]) -> None:
        """Take in that there is a better layout; it is asked for when it is told."""
        self.found_after = self.seconds
        self._waiting = layout
        self.tell()

    def tell(self, *, last: bool = False) -> None:
        """Tell what waits, if it is time, and how far the search is."""
        now = time.monotonic()
        if self._waiting is not None and (last or now - self._told >= _APART):
            self._told = now
            self._listener(self._improved(self._waiting()))
            self._waiting = None
        seconds, allowed = self.seconds, self._request.seconds
        self._listener(
            Progress(
                phase="nesting",
                fraction=min(seconds / allowed, 1.0),
                text="Looking for a layout that takes less film",
                seconds_left=max(allowed - seconds, 0.0),
            )
        )

    def end(self, why: Why) -> ImproveDone:
        """Tell what still waits, and return the answer."""
        self.tell(last=True)
        return ImproveDone(steps=self.steps, why=why)

    def _improved(self, layout: Layout) -> Improved:
        from gangsheet_studio.nesting import rows

        by_part, in_all = rows(layout, self.items)
        asked = self._request
        imposed = impose_as_seen(layout, asked.lines, asked.output, asked.name)
        return Improved(
            layout=layout,
            seconds=round(self.seconds, 3),
            steps=self.steps,
            rows=by_part,
            rows_in_all=in_all,
            marks=imposed.marks,
        )


def _by_box(search: BoxSearch, teller: Teller, cancel: Event, seconds: float) -> None:
    """Search on until it is over, or the request has run for `seconds`."""
    with interruptible(cancel):
        while not (search.done or teller.over or teller.seconds >= seconds):
            teller.steps += 1
            if search.step():
                teller.find(lambda: search.layout)
            else:
                teller.tell()
            stop_if(cancel)


def _by_shape(
    request: ImproveRequest,
    found: Items,
    start: Layout,
    shapes: dict[str, Outline],
    decoder: Decoder,
    teller: Teller,
    cancel: Event,
) -> ImproveDone:
    from gangsheet_studio.nesting.shapes import improve_shapes

    designs, threshold = found.by_key, request.nesting.threshold
    items = {item.picture: item for item in found.items}
    with scratch_folder(None) as scratch, interruptible(cancel):

        def exact(picture: str, width_px: int, height_px: int) -> Mask:
            item, mask = items[picture], scratch / "mask"
            design = designs[item.key]
            return decoder.print_mask(design, width_px, height_px, threshold, mask, cancel, item.trim)

        improve_shapes(
            found.items,
            request.film,
            shapes,
            start,
            seconds=max(teller.left, 0.0),
            seed=request.seed,
            found=lambda layout: teller.find(lambda: layout),
            cancel=cancel,
            exact=exact,
        )
    return teller.end("time" if teller.left <= 0 else "settled")


def _quiet(listener: Listener) -> Listener:
    """Return a listener that passes progress alone on: findings were told when the job was laid out."""

    def pass_on(message: object) -> None:
        if isinstance(message, Progress):
            listener(message)

    return pass_on
