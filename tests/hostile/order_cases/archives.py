"""Workbooks and archives written by hand, lies included."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping

from isal import isal_zlib

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

BOOK = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"

HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>Design</t></is></c></row>'
FOX_ROW = '<row r="2"><c r="A2" t="inlineStr"><is><t>fox</t></is></c></row>'


def sheet(*rows: str, below: str = "") -> str:
    """Return a worksheet of `rows`, with what stands below its data."""
    return f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{"".join(rows)}</sheetData>{below}</worksheet>'


def members(sheets: int = 1) -> dict[str, str]:
    """Return the members of a workbook with a number of sheets, each of them a fox."""
    names = range(1, sheets + 1)
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in names)
    linked = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in names
    )
    linked += f'<Relationship Id="s" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    start = f'<Relationship Id="b" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">{start}</Relationships>',
        BOOK: f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        LINKS: f'<Relationships xmlns="{RELATIONS}">{linked}</Relationships>',
        **{f"xl/worksheets/sheet{n}.xml": sheet(HEADER, FOX_ROW) for n in names},
    }


def workbook(changed: Mapping[str, str | bytes] | None = None, sheets: int = 1) -> bytes:
    """Return a workbook in which some members are others, or there beside its own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in (members(sheets) | dict(changed or {})).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def repeated(block: bytes, times: int) -> tuple[bytes, int, int]:
    """Return `block`, deflated many times over, with the checksum and size of it all."""
    deflate = isal_zlib.compressobj(1, wbits=-15)
    crc, pieces = 0, []
    for _ in range(times):
        pieces.append(deflate.compress(block))
        crc = isal_zlib.crc32(block, crc)
    return b"".join(pieces) + deflate.flush(), crc, len(block) * times


def archive(entries: Iterable[tuple[str, bytes, int, int]]) -> bytes:
    """Return an archive of deflated entries: name, content, and the checksum and size they claim."""
    out, directory, count = io.BytesIO(), io.BytesIO(), 0
    for name, content, crc, size in entries:
        encoded, at = name.encode(), out.tell()
        about = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, crc, len(content), size, len(encoded), 0)
        out.write(b"PK\3\4" + about + encoded + content)
        directory.write(b"PK\1\2" + struct.pack("<H", 20) + about + bytes(10) + struct.pack("<I", at))
        directory.write(encoded)
        count += 1
    at, listed = out.tell(), directory.getvalue()
    ends = struct.pack("<HHHHIIH", 0, 0, min(count, 0xFFFF), min(count, 0xFFFF), len(listed), at, 0)
    return out.getvalue() + listed + b"PK\5\6" + ends


def with_bomb(name: str, block: bytes, times: int, claimed: int | None = None) -> bytes:
    """Return a workbook in which member `name` is `block` many times over, whatever size it claims."""
    content, crc, size = repeated(block, times)
    entries = [(each, *_deflated(text)) for each, text in members().items() if each != name]
    return archive([*entries, (name, content, crc, size if claimed is None else claimed)])


def _deflated(text: str) -> tuple[bytes, int, int]:
    data = text.encode()
    deflate = zlib.compressobj(wbits=-15)
    return deflate.compress(data) + deflate.flush(), zlib.crc32(data), len(data)
