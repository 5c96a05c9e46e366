"""One part's search: figures to a strip for spyrrow, its solutions back to spots on the film."""

from __future__ import annotations

import multiprocessing
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

import shapely

from gangsheet_studio.errors import stop_if
from gangsheet_studio.nesting.shapes.figure import reach
from gangsheet_studio.nesting.shapes.kinds import Spot
from gangsheet_studio.nesting.shapes.sparrow import StripItem, StripTask, serve

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from threading import Event

    from gangsheet_studio.model.design import Rotation
    from gangsheet_studio.nesting.shapes.figure import Figure
    from gangsheet_studio.nesting.shapes.kinds import Copies, Kind, Spots
    from gangsheet_studio.nesting.shapes.sparrow import Placed

_WORKERS: Final = 2
_LOOK: Final = 0.02  # seconds between looks at `cancel`
_LEAST: Final = 0.5  # seconds: less than that finds nothing
_SLACK: Final = 1.00001  # an item as high as its strip makes it panic


class StripSearch:
    """Looks for short parts by sparrow; the strip's first axis is the film's second."""

    def __init__(self, copies: Copies, figures: Sequence[Figure], gap: int, width: int) -> None:
        self._copies = copies
        self._far = reach(gap)
        self._width = width
        self._rings = [
            _ring(kind, figure, self._far) for kind, figure in zip(copies.kinds, figures, strict=True)
        ]

    def solutions(
        self, counts: Sequence[int], until: float, seed: int, cancel: Event
    ) -> Generator[Spots, None, None]:
        """Yield ever shorter parts of `counts` copies by kind, until `until` (monotonic). CancelledError."""
        kinds = [kind for kind, count in enumerate(counts) if count]
        task = StripTask(
            height=(self._width + 2 * self._far) * _SLACK,
            items=tuple(
                StripItem(
                    self._rings[kind], counts[kind], tuple(map(float, self._copies.kinds[kind].rotations))
                )
                for kind in kinds
            ),
            seconds=max(0.0, until - time.monotonic()),
            seed=seed,
            workers=_WORKERS,
        )
        with closing(_answers(task, until, cancel)) as answers:
            for answer in answers:
                yield self._spots(kinds, answer)

    def _spots(self, kinds: Sequence[int], placed: Sequence[Placed]) -> Spots:
        """Return a solution in whole pixels, its boxes within the film and from its start."""
        spots: Spots = []
        for number, degrees, along, across in placed:
            kind = self._copies.kinds[kinds[number]]
            # the axes are swapped, which turns clockwise into counter-clockwise
            rotation: Rotation = -round(degrees) % 360  # type: ignore[assignment]
            width, height = kind.box(rotation)
            x = round(across - self._far - width / 2)
            spots.append(
                Spot(
                    kinds[number],
                    min(max(0, x), self._width - width),
                    round(along - self._far - height / 2),
                    rotation,
                )
            )
        start = min(spot.y for spot in spots)
        return [spot._replace(y=spot.y - start) for spot in spots]


def _ring(kind: Kind, figure: Figure, far: float) -> tuple[tuple[float, float], ...]:
    """Return a figure's room about its box's centre, as (along, across).

    A strip's edges stop rooms, not boxes: where a box is not filled, a spike as long as the box takes
    keeps it on the film.
    """
    room = figure.room
    sides = (0, 2) if kind.rotations == (0,) else (0, 1, 2, 3)
    limits = (-far, -far, kind.width + far, kind.height + far)
    for side in sides:
        if abs(room.bounds[side] - limits[side]) > 0.01 and abs(room.bounds[side]) < abs(limits[side]):
            room = shapely.union_all([room, _spike(room, side, limits[side])])
    points = list(shapely.Polygon(room.exterior).exterior.coords)[:-1]
    return tuple((y - kind.height / 2, x - kind.width / 2) for x, y in points)


def _spike(room: Any, side: int, limit: float) -> Any:  # noqa: ANN401
    """Return a thin triangle from the outermost point of `room` on a side to `limit`."""
    axis = side % 2
    pick = min if side < 2 else max
    tip = pick(room.exterior.coords, key=lambda point: point[axis])
    inner = tip[axis] + (1 if side < 2 else -1)
    corners = [(inner, tip[1 - axis] - 1), (limit, tip[1 - axis]), (inner, tip[1 - axis] + 1)]
    return shapely.Polygon(corners if axis == 0 else [corner[::-1] for corner in corners])


def _answers(task: StripTask, until: float, cancel: Event) -> Generator[list[Placed], None, None]:
    """Run spyrrow in a process of its own, and kill it in the end."""
    if until - time.monotonic() < _LEAST:
        return
    context = multiprocessing.get_context("spawn")
    ours, its = context.Pipe()
    process = context.Process(target=serve, args=(its, task), name="sparrow", daemon=True)
    process.start()
    its.close()
    try:
        while (left := until - time.monotonic()) > 0:
            stop_if(cancel)
            try:
                answer = None
                while ours.poll(0 if answer else min(_LOOK, left)):
                    answer = ours.recv()
                if answer:
                    yield answer
            except (EOFError, OSError):  # it is done, or panicked
                return
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()
