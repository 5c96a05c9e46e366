"""Small pictures of a job's designs and of its parts, for previews and job sheets."""

from __future__ import annotations

from contextlib import closing
from itertools import chain
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.engine.background import as_ready
from gangsheet_studio.engine.finishes import Finishes
from gangsheet_studio.errors import RefusedInputError
from gangsheet_studio.model.design import ROTATIONS
from gangsheet_studio.model.drawing import Drawing, PictureCopy, drawing_scale, scaled_box
from gangsheet_studio.model.finish import Finish
from gangsheet_studio.protocol import Log, Progress

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.drawing import Picture, PictureFormat
    from gangsheet_studio.model.job import Job
    from gangsheet_studio.model.layout import Layout, Placement
    from gangsheet_studio.model.manifest import ManifestPart
    from gangsheet_studio.protocol import Listener

PART_PIXELS: Final = 6_000_000
"""What a part is drawn with at the most."""
_SIDE: Final = 96  # pixels of a design by itself


class _Look(Struct, frozen=True):
    """What lines have in common that print the same picture, at whatever size."""

    key: str
    lenient: bool
    finish: Finish


class Pictures:
    """Draws each design of `layout` once, small, into a file of `folder`, and parts of those.

    What can't be read any more is left out of them, as nothing can be done about it.
    """

    def __init__(
        self,
        job: Job,
        layout: Layout,
        designs: Mapping[str, Design],
        decoder: Decoder,
        folder: Path,
        listener: Listener,
        cancel: Event,
    ) -> None:
        self._designs, self._decoder, self._folder = designs, decoder, folder
        self._listener, self._cancel = listener, cancel
        self._finishes = Finishes(job.lines, job.output, layout)
        self._marks = {part.number: part.marks for part in layout.parts}
        self._looks: dict[int, _Look] = {}
        sizes: dict[_Look, tuple[int, int]] = {}
        for part in layout.parts:
            scale = drawing_scale(part.width_px, part.height_px, PART_PIXELS)
            for placement in part.placements:
                look = self._looks[placement.line] = self._look(placement)
                sizes[look] = max(sizes.get(look, (1, 1)), _size(placement, scale))
        self._pictures = self._drawn(sizes)
        self._by_themselves: dict[_Look, bytes | None] = {}

    def part(
        self,
        part: ManifestPart,
        picture: PictureFormat,
        pixels: int,
        ground: tuple[int, int, int],
    ) -> bytes:
        """Return `part` as a file of the format `picture`, with up to about so many `pixels`.

        It lies on the background of the job or, where that has none, on the `ground`.
        """
        scale = drawing_scale(part.width_px, part.height_px, pixels)
        used: dict[Picture, int] = {}
        copies = []
        for placed in part.placements:
            drawn = self._pictures.get(self._looks[placed.index])
            if drawn is not None:
                box = scaled_box(placed.x_px, placed.y_px, placed.width_px, placed.height_px, scale)
                rotation = ROTATIONS[placed.rotation // 90]
                copies.append(PictureCopy(used.setdefault(drawn, len(used)), *box, rotation))
        drawing = Drawing(
            name=part.file,
            width=max(1, round(part.width_px * scale)),
            height=max(1, round(part.height_px * scale)),
            pictures=tuple(used),
            copies=tuple(copies),
            marks=self._marks[part.part],
            scale=scale,
            format=picture,
            mirror=self._finishes.whole.mirror,
            background=self._finishes.whole.background or ground,
        )
        return self._decoder.compose(drawing, self._cancel)

    def design(self, line: int, ground: tuple[int, int, int]) -> bytes | None:
        """Return what an order line prints as a small JPEG, None where nothing could be drawn of it."""
        look = self._looks[line]
        if look not in self._by_themselves:
            drawn = self._pictures.get(look)
            self._by_themselves[look] = None if drawn is None else self._by_itself(drawn, ground)
        return self._by_themselves[look]

    def _by_itself(self, drawn: Picture, ground: tuple[int, int, int]) -> bytes:
        share = min(1.0, _SIDE / max(drawn.width, drawn.height))
        _, _, width, height = scaled_box(0, 0, drawn.width, drawn.height, share)
        drawing = Drawing(
            name=drawn.file,
            width=width,
            height=height,
            pictures=(drawn,),
            copies=(PictureCopy(0, 0, 0, width, height),),
            background=self._finishes.whole.background or ground,
        )
        return self._decoder.compose(drawing, self._cancel)

    def _look(self, placement: Placement) -> _Look:
        finish = self._finishes.of(placement.line)
        only = Finish(harden=finish.harden, trim=finish.trim)
        return _Look(placement.key, self._finishes.lenient(placement.line), only)

    def _drawn(self, sizes: Mapping[_Look, tuple[int, int]]) -> dict[_Look, Picture]:
        """Draw all, two at a time where rows stream: of the others each holds its whole picture."""
        looks = {str(number): look for number, look in enumerate(sizes)}
        streaming = [name for name, look in looks.items() if self._designs[look.key].streams]
        whole = [name for name in looks if name not in set(streaming)]
        found: dict[_Look, Picture] = {}

        def draw(name: str) -> Picture | None:
            return self._draw(name, looks[name], *sizes[looks[name]])

        with closing(as_ready(streaming, draw, self._cancel)) as ready:
            for name, picture in chain(ready, ((name, draw(name)) for name in whole)):
                if picture is not None:
                    found[looks[name]] = picture
        return found

    def _draw(self, name: str, look: _Look, width: int, height: int) -> Picture | None:
        design = self._designs[look.key]
        self._listener(Progress(phase="saving", fraction=1.0, text=f"Drawing {design.name} small"))
        try:
            return self._decoder.draw(
                design,
                width,
                height,
                file=self._folder / f"{name}.rgba",
                cancel=self._cancel,
                lenient=look.lenient,
                finish=look.finish,
            )
        except RefusedInputError as refusal:
            self._listener(Log(level="warning", event="picture", text=f"Not drawn small: {refusal}"))
            return None


def _size(placement: Placement, scale: float) -> tuple[int, int]:
    """Return at what size the design of a copy is drawn for parts that are `scale` times as large."""
    by_itself = min(1.0, _SIDE / max(placement.unrotated))
    _, _, width, height = scaled_box(0, 0, *placement.unrotated, max(scale, by_itself))
    return width, height
