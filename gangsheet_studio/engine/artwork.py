"""What one engine reads artwork with, and what it knows of it by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.decoder.client import Decoder
from gangsheet_studio.engine.inspecting import InspectionCache
from gangsheet_studio.engine.outlining import OutlineCache
from gangsheet_studio.engine.probing import ProbeCache
from gangsheet_studio.engine.thumbnails import ThumbnailCache

if TYPE_CHECKING:
    import logging


class Artwork:
    """A decoder, which is there while entered, and what it found in files, for as long as these stay."""

    def __init__(self, log: logging.Logger | None = None) -> None:
        self.decoder = Decoder(log)
        self.probes = ProbeCache(self.decoder)
        self.drawings = ThumbnailCache(self.decoder)
        self.outlines = OutlineCache(self.decoder)
        self.inspections = InspectionCache(self.decoder)

    def __enter__(self) -> Artwork:
        self.decoder.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.decoder.close()
