"""Which member of a workbook holds which sheet."""

from __future__ import annotations

from xml.etree import ElementTree

from gangsheet_studio.orders.sheet_extent import SheetError


def sheet_members(workbook: bytes, links: bytes) -> dict[str, str]:
    """Return the members by the names of their sheets; neither file may have a DTD. SheetError."""
    targets = {link.get("Id"): link.get("Target", "") for link in _tree(links)}
    members: dict[str, str] = {}
    for element in _tree(workbook).iter():
        if element.tag.endswith("}sheet"):
            link = next((value for key, value in element.items() if key.endswith("}id")), None)
            target = targets.get(link, "").removeprefix("/")
            members[element.get("name", "")] = target if target.startswith("xl/") else f"xl/{target}"
    return members


def _tree(xml: bytes) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(xml)  # noqa: S314
    except ElementTree.ParseError as error:  # namespaces that do without a parser of namespaces
        raise SheetError(str(error)) from error
