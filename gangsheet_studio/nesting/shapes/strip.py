"""One part's search: figures to a strip for spyrrow, its solutions back to spots on the film."""

from __future__ import annotations

import multiprocessing
import time
from typing import TYPE_CHECKING, Any, Final

import shapely

from gangsheet_studio.errors import stop_if
from gangsheet_studio.nesting.shapes.figure import reach
from gangsheet_studio.nesting.shapes.kinds import Spot
from gangsheet_studio.nesting.shapes.sparrow import StripItem, StripTask, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from threading import Event

    from gangsheet_studio.model.design import Rotation
    from gangsheet_studio.nesting.shapes.figure import Figure
    from gangsheet_studio.nesting.shapes.kinds import Copies, Kind, Spots
    from gangsheet_studio.nesting.shapes.sparrow import Placed

_WORKERS: Final = 2
_LOOK: Final = 0.02  # seconds between looks at `cancel`
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

    def begin(self, counts: Sequence[int], seconds: float, seed: int) -> Search:
        """Start to look for short parts of `counts` copies by kind, for about so many seconds; close it."""
        kinds = [kind for kind, count in enumerate(counts) if count]
        task = StripTask(
            height=(self._width + 2 * self._far) * _SLACK,
            items=tuple(
                StripItem(
                    self._rings[kind], counts[kind], tuple(map(float, self._copies.kinds[kind].rotations))
                )
                for kind in kinds
            ),
            seconds=seconds,
            seed=seed,
            workers=_WORKERS,
        )
        return Search(task, lambda placed: self._spots(kinds, placed))

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


class Search:
    """spyrrow at work in a process of its own, which is killed in the end: use it with `closing`."""

    def __init__(self, task: StripTask, as_spots: Callable[[Sequence[Placed]], Spots]) -> None:
        self._as_spots = as_spots
        context = multiprocessing.get_context("spawn")
        self._ours, its = context.Pipe()
        self._process = context.Process(target=serve, args=(its, task), name="sparrow", daemon=True)
        self._process.start()
        its.close()

    def solutions(self, until: float, cancel: Event) -> Iterator[Spots]:
        """Yield ever shorter parts, until `until` (monotonic) or nothing more comes. CancelledError."""
        ended = False
        while not ended and (left := until - time.monotonic()) > 0:
            stop_if(cancel)
            answer = None
            try:
                while self._ours.poll(0 if answer else min(_LOOK, left)):
                    answer = self._ours.recv()
            except (EOFError, OSError):  # it is done, or panicked
                ended = True
            if answer:
                yield self._as_spots(answer)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._ours.close()
