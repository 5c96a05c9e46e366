"""What one user prefers, from one start of the window to the next."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
import platformdirs
from msgspec import Meta, Struct

from gangsheet_studio.studio.presets import FilmPreset

VERSION: Final = 1
_MOST_BYTES: Final = 1 << 20


def _asked(label: str, hint: str) -> Meta:
    """Mark a field that the preferences dialog shows."""
    return Meta(extra={"label": label, "hint": hint})


class Preferences(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`geometry` and `state` are Qt's own, as base64; `memory` is in bytes, None for all there is."""

    version: int = VERSION
    unit: Annotated[Literal["in", "mm"], _asked("Lengths in", "Inches or millimetres, in all panels")] = "in"
    theme: Annotated[
        Literal["system", "light", "dark"], _asked("Theme", "System follows what your desktop uses")
    ] = "system"
    checker: Annotated[
        bool, _asked("Checker under transparency", "Shows where the film stays bare between designs")
    ] = True
    verify: Annotated[
        bool, _asked("Check finished sheets", "Reads each sheet back and holds it against the layout")
    ] = True
    out: Annotated[str, _asked("Folder for sheets", "Where new jobs put their sheets")] = ""
    designs: tuple[str, ...] = ()
    memory: int | None = None
    presets: tuple[FilmPreset, ...] = ()
    recent: tuple[str, ...] = ()
    geometry: str = ""
    state: str = ""


def preferences_path() -> Path:
    """Return where this user's preferences are."""
    return platformdirs.user_config_path("gangsheet-studio", appauthor=False) / "preferences.json"


def load(path: Path | None = None) -> Preferences:
    """Return what was saved, or the defaults; a file that can't be read is kept aside as `.bad`."""
    path = path or preferences_path()
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES)
        return msgspec.json.decode(data, type=Preferences)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        _put_aside(path)
    except OSError:
        pass  # the first start
    return Preferences()


def save(preferences: Preferences, path: Path | None = None) -> bool:
    """Save `preferences` whole or not at all; False where the folder can't be written."""
    path = path or preferences_path()
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(msgspec.json.format(msgspec.json.encode(preferences), indent=2))
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        return False
    return True


def _put_aside(path: Path) -> None:
    try:
        path.replace(path.with_suffix(".bad"))
    except OSError:
        return
