"""What support would ask for: versions, the machine, memory, folders, and what is wrong with any of them."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec
import psutil
from msgspec import Struct

from gangsheet_studio import __version__, folders
from gangsheet_studio.cli.output import complain, prepare_streams, say, say_json
from gangsheet_studio.components import components
from gangsheet_studio.memory.limits import cgroup_memory, memory_limit
from gangsheet_studio.model.units import MB, format_bytes

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

Found = TypeVar("Found")
_LEAST_FREE: Final = 1000 * MB  # scratch of one large job
_WIDTH: Final = 18
_AS_SAID: Final = {"tiff": "TIFF", "webp": "WebP", "heif": "AVIF"}


class Folder(Struct, frozen=True, kw_only=True):
    """A folder of this user's, with `free` bytes on its disk."""

    name: str
    path: str
    writable: bool
    free: int


class Diagnosis(Struct, frozen=True, kw_only=True):
    """What `doctor --json` prints; bytes are bytes. `wrong` are sentences for staff, with what to do."""

    program: str
    bundled: bool
    python: str
    platform: str
    processors: int
    memory: int
    memory_free: int
    control_group: int | None
    """The limit of the tightest control group this process is in."""
    engine_memory: int
    """What an engine may use of it."""
    formats: tuple[str, ...]
    """What artwork can be read."""
    compiled: tuple[str, ...]
    """Which of the two slow loops run compiled."""
    folders: tuple[Folder, ...]
    libraries: dict[str, str]
    wrong: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """1 where something keeps jobs from being made."""
        return 1 if self.wrong else 0

    def text(self) -> list[str]:
        """Return the lines for staff."""
        group = "no limit" if self.control_group is None else f"{format_bytes(self.control_group)} at most"
        rows = [
            ("Program", f"Gangsheet Studio {self.program}{', installed' if self.bundled else ''}"),
            ("Python", self.python),
            ("System", self.platform),
            ("Processors", str(self.processors)),
            ("Memory", f"{format_bytes(self.memory)}, {format_bytes(self.memory_free)} of it free"),
            ("Control group", group),
            ("An engine may use", format_bytes(self.engine_memory)),
            ("Artwork", ", ".join(self.formats) or "none can be read"),
            ("Compiled loops", ", ".join(self.compiled) or "none: slower, but complete"),
        ]
        lines = [_row(*row) for row in rows]
        lines += ["", *(_row(folder.name, _folder_text(folder)) for folder in self.folders)]
        lines += ["", *(_row(*library) for library in self.libraries.items())]
        return [*(self.wrong or ["Nothing is wrong."]), "", *lines]


def run(options: argparse.Namespace) -> int:
    """Print the diagnosis and return the exit code."""
    prepare_streams(json=options.json)
    found = examine()
    if options.json:
        say_json(msgspec.json.format(msgspec.json.encode(found), indent=2))
    elif options.quiet:
        complain(*found.wrong)
    else:
        say(*found.text())
    return found.exit_code


def examine() -> Diagnosis:
    """Look at the program and the machine; whatever can't be found out is told as wrong."""
    wrong: list[str] = []
    machine = psutil.virtual_memory()
    groups = [group.total for group in cgroup_memory()]
    none: tuple[str, ...] = ()
    formats = _told(_formats, none, "Artwork can't be read", wrong)
    places = tuple(_folder(name, path, wrong) for name, path in _places())
    return Diagnosis(
        program=__version__,
        bundled=bool(getattr(sys, "frozen", False)),
        python=platform.python_version(),
        platform=f"{platform.platform()}, {platform.machine()}",
        processors=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        memory=machine.total,
        memory_free=machine.available,
        control_group=min(groups, default=None),
        engine_memory=memory_limit(None),
        formats=formats,
        compiled=_told(_compiled, none, "Sheets can't be made", wrong),
        folders=places,
        libraries=_told(_libraries, {}, "Libraries can't be listed", wrong),
        wrong=tuple(wrong),
    )


def _told(look: Callable[[], Found], nothing: Found, what: str, wrong: list[str]) -> Found:
    """Return what `look` finds; where it fails, `nothing`, and the reason goes to `wrong`."""
    try:
        return look()
    except Exception as error:  # whatever is broken, the rest is still told
        why = f"{type(error).__name__}: {error}"
        wrong.append(f"{what} ({why}): install Gangsheet Studio again.")
        return nothing


def _formats() -> tuple[str, ...]:
    """Return the formats that can be read, once a decoder has read a picture of the sample job."""
    from gangsheet_studio.designs.vips import readable_formats
    from gangsheet_studio.engine.artwork import Artwork
    from gangsheet_studio.sample import read_sample

    picture = min(read_sample().designs.iterdir(), key=lambda path: path.stat().st_size)
    with Artwork() as artwork:
        artwork.decoder.probe(str(picture))
    return tuple(_AS_SAID.get(name, name.upper()) for name in readable_formats())


def _compiled() -> tuple[str, ...]:
    from gangsheet_studio.nesting import fast
    from gangsheet_studio.sheets.tiff import fast_lzw

    return tuple(name for name, twin in (("nesting", fast), ("LZW", fast_lzw)) if twin.library())


def _libraries() -> dict[str, str]:
    return {one.name: one.version for one in components()[2:] if not one.inside}


def _places() -> list[tuple[str, Path]]:
    return [
        ("Settings", folders.settings_folder()),
        ("Unsaved jobs", folders.recovery_folder()),
        ("Log", folders.log_folder()),
        ("Scratch", folders.scratch_folder()),
        ("Sheets", folders.sheets_folder()),
    ]


def _folder(name: str, path: Path, wrong: list[str]) -> Folder:
    """Look at a folder, or at the nearest above it that is there."""
    there = next((above for above in (path, *path.parents) if above.is_dir()), path)
    writable, free = os.access(there, os.W_OK), 0
    with suppress(OSError):
        free = shutil.disk_usage(there).free
    shown = _without_home(path)
    if not writable:
        wrong.append(f"{name} can't be kept in {shown}: ask for the right to write there.")
    elif free < _LEAST_FREE:
        wrong.append(f"{name}: only {format_bytes(free)} are free on the disk of {shown}; make room.")
    return Folder(name=name, path=shown, writable=writable, free=free)


def _without_home(path: Path) -> str:
    """Return a path without the name of the person, who may not want to send it."""
    with suppress(ValueError, RuntimeError):
        return str(Path("~") / path.relative_to(Path.home()))
    return str(path)


def _folder_text(folder: Folder) -> str:
    state = "" if folder.writable else ", can't be written"
    return f"{folder.path}, {format_bytes(folder.free)} free{state}"


def _row(name: str, value: str) -> str:
    return f"{name:<{_WIDTH}}  {value}"
