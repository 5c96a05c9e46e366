"""Which member of a workbook holds which sheet."""

from __future__ import annotations

from xml.etree import ElementTree


def sheet_members(workbook: bytes, links: bytes) -> dict[str, str]:
    """Return the members by the names of their sheets; both files must be known to have no DTD."""
    targets = {link.get("Id"): link.get("Target", "") for link in ElementTree.fromstring(links)}  # noqa: S314
    members: dict[str, str] = {}
    for element in ElementTree.fromstring(workbook).iter():  # noqa: S314
        if element.tag.endswith("}sheet"):
            link = next((value for key, value in element.items() if key.endswith("}id")), None)
            target = targets.get(link, "").removeprefix("/")
            members[element.get("name", "")] = target if target.startswith("xl/") else f"xl/{target}"
    return members
