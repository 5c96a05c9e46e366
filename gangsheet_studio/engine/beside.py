"""What is written beside the sheets of a job, for people, once the last of them is finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.engine.disk import scratch_folder
from gangsheet_studio.engine.pictures import PART_PIXELS, Pictures
from gangsheet_studio.errors import stop_if
from gangsheet_studio.model.manifest import ManifestFile
from gangsheet_studio.model.sheet_names import missing_name, placements_name, preview_name
from gangsheet_studio.paper.left_out import left_out
from gangsheet_studio.paper.tables import missing_table, placements_table
from gangsheet_studio.protocol import Progress
from gangsheet_studio.sheets.atomic import AtomicFile
from gangsheet_studio.sheets.written import HashedFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.job import Job
    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.manifest import FileKind, Manifest
    from gangsheet_studio.protocol import Listener


def write_beside(
    job: Job,
    layout: Layout,
    designs: Mapping[str, Design],
    manifest: Manifest,
    out: Path,
    decoder: Decoder,
    listener: Listener,
    cancel: Event,
) -> tuple[ManifestFile, ...]:
    """Write what `job` wants beside the sheets of `manifest`, and return it.

    NotEnoughDiskError, OutputError or CancelledError end it: no file is half written, and no sheet is lost.
    """
    output, name = job.output, job.name
    files = _Files(out, listener, cancel)
    missing = left_out(manifest, job.lines) if output.missing_csv else []
    if output.preview != "none":
        with scratch_folder(job.scratch) as folder:
            pictures = Pictures(job, layout, designs, decoder, folder, listener, cancel)
            for part in manifest.parts:
                words = f"the preview of part {part.part}"
                preview = pictures.part(part, output.preview, PART_PIXELS)
                files.write(preview_name(part.file, output.preview), "preview", words, [preview])
    if output.placements_csv:
        files.write(placements_name(name), "placements", "the placements", placements_table(manifest))
    if missing:
        files.write(missing_name(name), "missing", "what is missing", missing_table(missing))
    return tuple(files.written)


class _Files:
    """Writes files into `out`; `written` are those that are there by now."""

    def __init__(self, out: Path, listener: Listener, cancel: Event) -> None:
        self._out, self._listener, self._cancel = out, listener, cancel
        self.written: list[ManifestFile] = []

    def write(self, name: str, kind: FileKind, words: str, pieces: Iterable[bytes]) -> None:
        """Write the file `name` of `pieces`; `words` say what it is."""
        self._listener(Progress(phase="saving", fraction=1.0, text=f"Writing {words}"))
        with AtomicFile(self._out / name) as file:
            hashed = HashedFile(file)
            for piece in pieces:
                stop_if(self._cancel)
                hashed.write(piece)
            file.commit()
        written = hashed.written
        self.written.append(ManifestFile(name=name, kind=kind, bytes=written.bytes, sha256=written.sha256))
