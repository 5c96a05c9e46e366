"""What one user prefers, from one start of the window to the next."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from gangsheet_studio.errors import OutputError
from gangsheet_studio.folders import settings_folder
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.model.output import Output
from gangsheet_studio.model.profiles import Profile
from gangsheet_studio.studio.settings.presets import FilmPreset
from gangsheet_studio.studio.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION: Final = 1
_MOST_BYTES: Final = 1 << 20
_UNREADABLE: Final = (KeyError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def _asked(label: str, hint: str, **more: object) -> Meta:
    """Mark a field that the preferences dialog shows.

    `words` names the choices of a Literal; `folder` says that a str is one, and where the empty one is,
    `folders` that a tuple is of them; `longest` is the most letters of a str that is typed.
    """
    return Meta(extra={"label": label, "hint": hint, **more})


class Preferences(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is chosen once; `film`, `nesting`, `output` and `memory` are those chosen last, for new jobs.

    `memory` is in bytes, None for all there is. `improve_seconds` is how long a layout is improved, 0 for
    until somebody stops it. `geometry` and `state` are Qt's own, as base64.
    """

    version: int = VERSION
    unit: Annotated[
        Literal["in", "mm"],
        _asked(
            "Lengths in",
            "Inches or millimetres, in all panels",
            words={"in": "Inches", "mm": "Millimetres"},
        ),
    ] = "in"
    theme: Annotated[
        Literal["system", "light", "dark"],
        _asked(
            "Theme",
            "System follows what your desktop uses",
            words={"system": "System", "light": "Light", "dark": "Dark"},
        ),
    ] = "system"
    checker: Annotated[
        bool, _asked("Checker under transparency", "Shows where the film stays bare between designs")
    ] = True
    verify: Annotated[
        bool, _asked("Check finished sheets", "Reads each sheet back and holds it against the layout")
    ] = True
    improve_by_itself: Annotated[
        bool,
        _asked("Improve new layouts at once", "Looks for less film as soon as orders are laid out"),
    ] = False
    out: Annotated[
        str,
        _asked("Folder for sheets", "Where new jobs put their sheets", folder="Documents/Gangsheet Studio"),
    ] = ""
    designs: Annotated[
        tuple[str, ...],
        _asked(
            "Artwork folders",
            "Where new jobs look for artwork that does not lie beside the orders",
            folders=True,
        ),
    ] = ()
    scratch: Annotated[
        str,
        _asked(
            "Scratch folder",
            "Where a run keeps what does not fit into memory; best on a fast disk with room",
            folder="In your user folder",
        ),
    ] = ""
    currency: Annotated[
        str,
        Meta(max_length=4),
        _asked("Currency", "Shown with costs: a sign or up to 4 letters", longest=4),
    ] = "$"
    film: Film = Film()
    nesting: Nesting = Nesting()
    memory: int | None = None
    output: Output = Output()
    presets: tuple[FilmPreset, ...] = ()
    profiles: tuple[Profile, ...] = ()
    folded: tuple[str, ...] = ("Marks", "With the sheets")
    recent: tuple[str, ...] = ()
    improve_seconds: Annotated[int, Meta(ge=0, le=86_400)] = 60
    geometry: str = ""
    state: str = ""


class Loaded(Struct, frozen=True):
    """What could be read of the saved `preferences`; `note` is a sentence for staff where not all could."""

    preferences: Preferences
    note: str = ""


class Choice(Struct, frozen=True, kw_only=True):
    """A field that staff are asked for; `options` are values with their words, `folder` is the empty one.

    `longest` is how many letters can be typed.
    """

    name: str
    label: str
    hint: str
    options: tuple[tuple[str, str], ...] = ()
    folder: str | None = None
    folders: bool = False
    longest: int = 0


def choices() -> tuple[Choice, ...]:
    """Return the fields of Preferences that staff are asked for, in their order."""
    described = msgspec.inspect.type_info(Preferences)
    assert isinstance(described, msgspec.inspect.StructType)  # noqa: S101 - for the type checker
    return tuple(
        Choice(
            name=field.name,
            label=field.type.extra["label"],
            hint=field.type.extra["hint"],
            options=tuple(field.type.extra.get("words", {}).items()),
            folder=field.type.extra.get("folder"),
            folders=field.type.extra.get("folders", False),
            longest=field.type.extra.get("longest", 0),
        )
        for field in described.fields
        if isinstance(field.type, msgspec.inspect.Metadata) and field.type.extra
    )


def preferences_path() -> Path:
    """Return where this user's preferences are."""
    return settings_folder() / "preferences.json"


def load(path: Path | None = None) -> Loaded:
    """Return what was saved, as far as it can be read; a file that is more than that is kept aside.

    Beside the file then lies `.bad`, or `.newer` where a newer version of this program wrote it.
    """
    path = path or preferences_path()
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES)
    except OSError:
        return Loaded(Preferences())  # the first start
    try:
        saved = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    except _UNREADABLE:
        aside = _put_aside(path, ".bad")
        return Loaded(Preferences(), f"Your preferences could not be read and begin anew. {aside}")
    fields, lost = _read_fields(saved)
    version = fields.pop("version", VERSION)
    preferences = Preferences(**fields)  # type: ignore[arg-type]  # each was read as the type of its field
    if isinstance(version, int) and version > VERSION:
        aside = _put_aside(path, ".newer", preferences)
        return Loaded(
            preferences,
            f"Your preferences are of a newer Gangsheet Studio; what this one knows is used. {aside}",
        )
    if lost:
        aside = _put_aside(path, ".bad", preferences)
        return Loaded(preferences, f"Not all of your preferences could be read: {', '.join(lost)}. {aside}")
    return Loaded(preferences)


def save(preferences: Preferences, path: Path | None = None) -> bool:
    """Save `preferences` whole or not at all; False where the folder can't be written."""
    path = path or preferences_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, msgspec.json.format(msgspec.json.encode(preferences), indent=2))
    except (OSError, OutputError):
        return False
    return True


class Keeper:
    """Saves what one window changes and leaves the rest as another has saved it meanwhile."""

    def __init__(self, loaded: Preferences, path: Path | None = None) -> None:
        self._known, self._path = loaded, path

    def save(self, preferences: Preferences) -> bool:
        """Save what of `preferences` was changed since the last time; False where that can't be written."""
        saved = save(changed(self._known, preferences, load(self._path).preferences), self._path)
        if saved:
            self._known = preferences
        return saved


def changed(before: Preferences, after: Preferences, there: Preferences) -> Preferences:
    """Return `there` with every field that is another in `after` than it was `before`."""
    names = (name for name in after.__struct_fields__ if getattr(after, name) != getattr(before, name))
    return msgspec.structs.replace(there, **{name: getattr(after, name) for name in names})


def _read_fields(saved: dict[str, msgspec.Raw]) -> tuple[dict[str, object], list[str]]:
    """Return the values that are as their fields want them, and the names of all others."""
    types = {field.name: field.type for field in msgspec.structs.fields(Preferences)}
    values: dict[str, object] = {}
    lost: list[str] = []
    for name, raw in saved.items():
        try:
            values[name] = msgspec.json.decode(raw, type=types[name])
        except _UNREADABLE:
            lost.append(name)
            if name in _LISTS:
                values[name] = tuple(_read_items(raw, _LISTS[name]))
    return values, lost


_LISTS: Final = {"presets": FilmPreset, "recent": str, "designs": str}


def _read_items(raw: msgspec.Raw, kind: object) -> Iterator[object]:
    """Yield those of a list that are of their `kind`: one bad preset does not cost the others."""
    try:
        items = msgspec.json.decode(raw, type=list[msgspec.Raw])
    except _UNREADABLE:
        return
    for item in items:
        with suppress(*_UNREADABLE):
            yield msgspec.json.decode(item, type=kind)


def _put_aside(path: Path, suffix: str, kept: Preferences | None = None) -> str:
    """Rename the file, save what was `kept` in its place, and say where it is now."""
    aside = path.with_suffix(suffix)
    try:
        path.replace(aside)
    except OSError:
        return "The file could not be kept."
    if kept is not None:
        save(kept, path)  # a start that ends early loses nothing more
    return f"The file is kept as {aside.name}."
