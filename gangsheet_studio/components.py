"""What the program is made of: every library it brings, in which version and under which licence.

Libraries of Python tell it in their own metadata (Core Metadata Specification, License-Expression and
License-File), which bundles hold too. What those bring inside is listed in resources/licences.
"""

from __future__ import annotations

import platform
import re
import sys
from importlib import metadata
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from gangsheet_studio import __version__
from gangsheet_studio.resources import resource

if TYPE_CHECKING:
    from pathlib import Path

_PROGRAM: Final = "gangsheet-studio"
_EXTRAS: Final = ("studio",)
_BUNDLER: Final = "pyinstaller"  # what begins a bundle is part of it
_REQUIREMENT: Final = re.compile(r"(?P<name>[\w.-]+)(?:.*;.*\bextra == ['\"](?P<extra>[\w-]+)['\"])?")


class Component(Struct, frozen=True, kw_only=True):
    """A library: `inside` is the one of Python that brings it, where it is none itself."""

    name: str
    version: str = ""
    licence: str
    """An SPDX expression, or the words of those who made it."""
    inside: str = ""
    text: str = ""
    """A file of resources; else the component's own metadata has the texts."""


def components(folder: Path | None = None) -> list[Component]:
    """Return the program itself, Python, and every library that came with it, by name.

    They are those of this program, or of a bundle whose libraries are in `folder`.
    """
    version = platform.python_version()
    program = Component(name="Gangsheet Studio", version=__version__, licence="MIT", text="licences/MIT.txt")
    python = Component(name="Python", version=version, licence="PSF-2.0", text="licences/Python.txt")
    found = {name: _component(dist) for name, dist in _installed(folder).items()}
    file = resource("licences/inside.json").read_bytes()
    listed = msgspec.json.decode(file, type=tuple[Component, ...])
    inside = [_with_version(one, found) for one in listed if one.inside in ("", *found)]
    libraries = sorted([*found.values(), *inside], key=lambda one: one.name.lower())
    return [program, python, *libraries]


def licence_text(component: Component, folder: Path | None = None) -> str:
    """Return the texts of a component's licences; the licence's name where it brings none."""
    if component.text:
        return resource(component.text).read_text(encoding="utf-8")
    dist = _distribution(component.name, folder)
    names = (dist.metadata.get_all("License-File") or ["LICENSE"]) if dist else []
    texts = [dist.read_text(f"licenses/{name}") or dist.read_text(name) for name in names] if dist else []
    return "\n\n".join(text for text in texts if text) or component.licence


def _installed(folder: Path | None) -> dict[str, metadata.Distribution]:
    """Return what the program requires, and what that requires, as far as it is installed, by name."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [_PROGRAM]
    while waiting:
        name = waiting.pop()
        dist = _distribution(name, folder)
        if dist is None:
            continue
        if name != _PROGRAM:
            found[name] = dist
        extras = ("", *_EXTRAS) if name == _PROGRAM else ("",)
        asked = (_REQUIREMENT.match(requirement) for requirement in dist.requires or ())
        wanted = {one["name"].lower() for one in asked if one and (one["extra"] or "") in extras}
        waiting += wanted - {*found, *waiting}
    bundler = _distribution(_BUNDLER, folder) if folder or getattr(sys, "frozen", False) else None
    return {**found, _BUNDLER: bundler} if bundler else found


def _distribution(name: str, folder: Path | None) -> metadata.Distribution | None:
    path = [str(folder)] if folder else sys.path
    return next(iter(metadata.distributions(name=name, path=path)), None)


def _with_version(one: Component, found: dict[str, Component]) -> Component:
    """Return a component that does not tell its version with that of the library which brings it."""
    version = one.version or f"in {found[one.inside].name} {found[one.inside].version}"
    return msgspec.structs.replace(one, version=version)


def _component(dist: metadata.Distribution) -> Component:
    told = dist.metadata
    licence = next((told[field] for field in ("License-Expression", "License") if field in told), "")
    if not licence or "\n" in licence:
        classified = [line for line in told.get_all("Classifier") or () if line.startswith("License ::")]
        licence = ", ".join(line.rpartition(" :: ")[2] for line in classified) or "see its text"
    text = "licences/LGPL-3.0.txt" if licence.startswith("LGPL-3.0-only") else ""  # Qt's bring no text
    return Component(name=dist.name, version=dist.version, licence=licence, text=text)
