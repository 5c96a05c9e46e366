"""What a bundle holds: a list for those who must know it, and the licences of all of it in one text.

The list is a CycloneDX bill of materials (ECMA-424), so that it can be held against lists of known faults.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component as Entry
from cyclonedx.model.component import ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from gangsheet_studio.components import components, licence_text

if TYPE_CHECKING:
    from pathlib import Path

    from release import Release

    from gangsheet_studio.components import Component

_RULE: Final = "=" * 79
_PYTHON: Final = "Python"


def bill_of_materials(libraries: Path, release: Release) -> str:
    """Return the list of what is in the bundle whose libraries are in `libraries`, as JSON."""
    program, *parts = components(libraries)
    begins = Entry(
        name=program.name, version=program.version, type=ComponentType.APPLICATION, bom_ref="program"
    )
    begins.licenses.add(LicenseFactory().make_from_string(program.licence))
    metadata = BomMetaData(component=begins, timestamp=datetime.fromtimestamp(release.epoch, UTC))
    number = uuid.uuid5(uuid.NAMESPACE_URL, f"{release.homepage}/releases/{release.version}")
    bom = Bom(components=[_entry(part) for part in parts], metadata=metadata, serial_number=number)
    bom.register_dependency(begins, bom.components)
    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def licences(libraries: Path) -> str:
    """Return the licences of all that is in the bundle whose libraries are in `libraries`."""
    own, *parts = components(libraries)
    texts = [licence_text(own), "It brings the following with it."]
    for part in parts:
        head = f"{part.name}, {part.version}: {part.licence}"
        texts.append(f"{_RULE}\n{head}\n{_RULE}\n\n{licence_text(part, libraries).strip()}")
    return "\n\n".join(texts) + "\n"


def _entry(part: Component) -> Entry:
    """Return a part as the standard names it: of Python's registry, or of none."""
    kind = "generic" if part.inside or part.name == _PYTHON else "pypi"
    name = part.name.lower().replace("_", "-")
    version = None if part.version.startswith("in ") else part.version
    entry = Entry(
        name=part.name,
        version=version,
        type=ComponentType.LIBRARY,
        purl=PackageURL(kind, name=name, version=version),
        bom_ref=f"{kind}:{name}",
        description=part.version if version is None else None,
    )
    entry.licenses.add(LicenseFactory().make_from_string(part.licence))
    return entry
