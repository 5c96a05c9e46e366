"""What is written beside the sheets of a job, for people, once the last of them is finished."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Final

from gangsheet_studio.engine.disk import scratch_folder
from gangsheet_studio.engine.pictures import PART_PIXELS, Pictures
from gangsheet_studio.errors import stop_if
from gangsheet_studio.model.manifest import ManifestFile
from gangsheet_studio.model.sheet_names import job_sheet_name, missing_name, placements_name, preview_name
from gangsheet_studio.paper.left_out import left_out
from gangsheet_studio.paper.tables import missing_table, placements_table
from gangsheet_studio.protocol import Progress
from gangsheet_studio.sheets.atomic import AtomicFile
from gangsheet_studio.sheets.written import HashedFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.job import Job
    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.manifest import FileKind, Manifest
    from gangsheet_studio.model.output import Preview
    from gangsheet_studio.paper.left_out import LeftOut
    from gangsheet_studio.protocol import Listener

_MAP_PIXELS: Final = 40_000_000  # of all parts on a job sheet
_WHITE: Final = (255, 255, 255)
_FILM_GREY: Final = (221, 225, 230)  # white ink is seen on it, and so are dark colours


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
    missing = left_out(manifest, job.lines) if output.missing_csv or output.job_sheet else []
    if output.preview != "none" or output.job_sheet:
        with scratch_folder(job.scratch) as folder:
            pictures = Pictures(job, layout, designs, decoder, folder, listener, cancel)
            _write_previews(files, output.preview, manifest, pictures)
            if output.job_sheet:
                sheet = _job_sheet(job, manifest, missing, pictures)
                files.write(job_sheet_name(name), "job-sheet", "the job sheet", sheet)
    if output.placements_csv:
        files.write(placements_name(name), "placements", "the placements", placements_table(manifest))
    if output.missing_csv and missing:
        files.write(missing_name(name), "missing", "what is missing", missing_table(missing))
    return tuple(files.written)


def _write_previews(files: _Files, preview: Preview, manifest: Manifest, pictures: Pictures) -> None:
    if preview == "none":
        return
    for part in manifest.parts:
        words = f"the preview of part {part.part}"
        picture = pictures.part(part, preview, PART_PIXELS, _WHITE)
        files.write(preview_name(part.file, preview), "preview", words, [picture])


def _job_sheet(
    job: Job, manifest: Manifest, missing: Sequence[LeftOut], pictures: Pictures
) -> Iterator[bytes]:
    """Yield the job sheet, which is made only then."""
    from gangsheet_studio.paper.job_sheet import write_job_sheet  # what it is made with is slow to load

    pixels = min(PART_PIXELS, _MAP_PIXELS // max(1, len(manifest.parts)))
    sheet = io.BytesIO()
    write_job_sheet(
        sheet,
        job,
        manifest,
        missing,
        datetime.fromisoformat(manifest.created).astimezone().strftime("%Y-%m-%d %H:%M"),
        design_picture=lambda line: pictures.design(line, _FILM_GREY),
        part_picture=lambda part: pictures.part(part, "jpeg", pixels, _FILM_GREY),
    )
    yield sheet.getvalue()


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
