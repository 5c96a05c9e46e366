"""Workbooks that are larger, deeper or other than they look."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from tests.hostile.order_cases.archives import (
    BOOK,
    FOX_ROW,
    HEADER,
    LINKS,
    SHEET,
    SPREADSHEET,
    STRINGS,
    archive,
    sheet,
    with_bomb,
    workbook,
)
from tests.hostile.order_cases.case import FOX, Case, Finding, Line, file

KIND = "workbooks"
MB = b" " * (1 << 20)
XXE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def _xlsx(
    name: str,
    data: bytes | Callable[[], bytes],
    *problems: Finding,
    lines: tuple[Line, ...] = (),
    many: tuple[int, int] | None = None,
    kind: str = KIND,
) -> Case:
    return Case(kind, name, file("orders.xlsx", data), lines, problems, many)


def _sheet(name: str, *rows: str, below: str = "", **expected) -> Case:
    problems = expected.pop("problems", ())
    return _xlsx(name, lambda: workbook({SHEET: sheet(HEADER, *rows, below=below)}), *problems, **expected)


def _text(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def _strings(*texts: str) -> str:
    return f'<sst xmlns="{SPREADSHEET}">{"".join(f"<si><t>{text}</t></si>" for text in texts)}</sst>'


def _full(cells: str, rows: int = 10_000) -> bytes:
    """Return a workbook in which each row has a fox and more `cells`, which may name their row {n}."""
    fox = '<c r="A{n}" t="s"><v>0</v></c>'
    filled = "".join(f'<row r="{n}">{(fox + cells).format(n=n)}</row>' for n in range(2, rows + 2))
    return workbook({SHEET: sheet(HEADER, filled), STRINGS: _strings("fox", "y" * 3000)})


def _columns(count: int, content: str) -> str:
    """Return cells in `count` columns from B on."""
    letters = [first + second for first in ("", *"ABC") for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    return "".join(f'<c r="{letter}{{n}}"{content}</c>' for letter in letters[1 : count + 1])


def _many_sheets() -> bytes:
    """Return 500 sheets of which each reaches far: all the cells between are empty."""
    far = sheet(HEADER, FOX_ROW, '<row r="40000"><c r="T40000"><v>1</v></c></row>')
    return workbook({f"xl/worksheets/sheet{n}.xml": far for n in range(1, 501)}, sheets=500)


def _many_entries() -> bytes:
    return archive((f"x{n}", b"", 0, 0) for n in range(300_000))


def _long_names() -> bytes:
    return archive((f"x{n:05}" + "y" * 60_000, b"", 0, 0) for n in range(100))


def _nested() -> bytes:
    inner = workbook()
    for _ in range(20):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as outer:
            outer.writestr("orders.xlsx", inner)
        inner = buffer.getvalue()
    return inner


def _text_bomb() -> bytes:
    """Return a workbook in which many cells share one long text."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 10_002))
    return workbook({SHEET: sheet(HEADER, cells), STRINGS: _strings("x" * 1_000_000)})


def _merged(count: int) -> str:
    merged = "".join(f'<mergeCell ref="A{2 * n + 2}:A{2 * n + 3}"/>' for n in range(count))
    return f'<mergeCells count="{count}">{merged}</mergeCells>'


UNREADABLE: Finding = ("unreadable", None)
BOMBS = "bombs"

WORKBOOKS = (
    _xlsx("an honest bomb of 1 GB", lambda: with_bomb(SHEET, MB, 1024), UNREADABLE, kind=BOMBS),
    _xlsx("a bomb that says it is small", lambda: with_bomb(SHEET, MB, 1024, 1000), UNREADABLE, kind=BOMBS),
    _xlsx("a bomb in the texts", lambda: with_bomb(STRINGS, MB, 1024, 1000), UNREADABLE, kind=BOMBS),
    _xlsx(
        "a bomb in what is never read",
        lambda: with_bomb("docProps/x.bin", MB, 1024),
        ("no-quantity", None),
        lines=(FOX,),
        kind=BOMBS,
    ),
    _xlsx(
        "a bomb in the list of sheets",
        lambda: with_bomb(BOOK, b"<sheet/>" * 1000, 7_000),
        UNREADABLE,
        kind=BOMBS,
    ),
    _xlsx("a bomb just below the limit", lambda: with_bomb(SHEET, MB, 63), UNREADABLE, kind=BOMBS),
    _xlsx(
        "a bomb of short texts",
        lambda: with_bomb(STRINGS, b"<si><t/></si>" * 1000, 4_500),
        UNREADABLE,
        kind=BOMBS,
    ),
    _xlsx("a bomb of empty cells", lambda: with_bomb(SHEET, b"<c/>" * 1000, 15_000), UNREADABLE, kind=BOMBS),
    _xlsx("a bomb of tags in tags", lambda: with_bomb(SHEET, b"<c>" * 1000, 10_000), UNREADABLE, kind=BOMBS),
    _xlsx(
        "a bomb of tags in tags in the list of sheets",
        lambda: with_bomb(BOOK, b"<c>" * 1000, 10_000),
        UNREADABLE,
        kind=BOMBS,
    ),
    _xlsx(
        "a bomb of one tag's attributes",
        lambda: with_bomb(SHEET, b"<c " + b" ".join(b'a%d="1"' % n for n in range(100_000)), 40),
        UNREADABLE,
        kind=BOMBS,
    ),
    _xlsx("archives in archives", _nested, UNREADABLE, kind=BOMBS),
    _xlsx("300,000 entries", _many_entries, UNREADABLE, kind=BOMBS),
    _xlsx("names of 60,000 letters", _long_names, UNREADABLE, kind=BOMBS),
    _xlsx("500 sheets that reach far", _many_sheets, ("too-long", None), kind=BOMBS),
    _xlsx("a long text in 10,000 cells", _text_bomb, ("too-long", None), kind=BOMBS),
    _xlsx("as many rows as are taken", lambda: _full(""), many=(10_000, 2)),
    _xlsx("as many cells as are taken", lambda: _full(_columns(10, "><v>1</v>")), many=(10_000, 2)),
    _xlsx("as much text as is taken", lambda: _full(_columns(1, ' t="s"><v>1</v>')), many=(10_000, 2)),
    _xlsx("formulas in 40,000 cells", lambda: _full(_columns(2, "><f>A1+1</f>")), many=(10_000, 2)),
    _xlsx("errors in 300,000 cells", lambda: _full(_columns(15, ' t="e"><v>#REF!</v>')), ("too-long", None)),
    _xlsx("styles in all cells", lambda: _full(_columns(20, ' s="1">')), many=(10_000, 2)),
    _xlsx(
        "texts of their own in all cells",
        lambda: _full(_columns(7, ' t="inlineStr"><is><t>yyyyyyyyyy</t></is>')),
        many=(10_000, 2),
    ),
    _xlsx(
        "as many blank cells as are taken",
        lambda: workbook(
            {SHEET: sheet(HEADER, FOX_ROW, '<row r="200000"><c r="E200000"><v>1</v></c></row>')}
        ),
        ("no-quantity", None),
        lines=(FOX,),
    ),
    _sheet(
        "a size that lies",
        FOX_ROW,
        below='<dimension ref="A1:XFD1048576"/>',
        lines=(FOX,),
        problems=(("no-quantity", None),),
    ),
    _xlsx(
        "a million variations in a cell",
        lambda: workbook(
            {
                SHEET: sheet(
                    HEADER.replace("</row>", _text("B1", "Variations") + "</row>"),
                    f'<row r="2">{_text("A2", "fox")}{_text("B2", "|a:b" * 5_000_000)}</row>',
                )
            }
        ),
        ("bad-text", 2),
    ),
    _xlsx("more cells than are taken", lambda: _full(_columns(49, "><v>1</v>")), ("too-long", None)),
    _xlsx(
        "an external entity",
        workbook({SHEET: XXE + sheet(HEADER, f'<row r="2">{_text("A2", "&x;")}</row>')}),
        UNREADABLE,
        kind="entities",
    ),
    _xlsx(
        "an external entity in the texts",
        workbook({STRINGS: XXE + _strings("&x;")}),
        UNREADABLE,
        kind="entities",
    ),
    _xlsx(
        "an external entity in the list of sheets",
        workbook({BOOK: XXE + "<workbook/>"}),
        UNREADABLE,
        kind="entities",
    ),
    _xlsx(
        "an external entity in the links",
        workbook({LINKS: XXE + "<Relationships/>"}),
        UNREADABLE,
        kind="entities",
    ),
    _xlsx(
        "a billion laughs",
        workbook({SHEET: LAUGHS + sheet(HEADER, f'<row r="2">{_text("A2", "&b;")}</row>')}),
        UNREADABLE,
        kind="entities",
    ),
    _xlsx(
        "an entity that nobody declared",
        workbook({SHEET: sheet(HEADER, f'<row r="2">{_text("A2", "&x;")}</row>')}),
        UNREADABLE,
        kind="entities",
    ),
    _sheet(
        "a cell at the far corner",
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        problems=(UNREADABLE,),
    ),
    _sheet(
        "a cell in the last row",
        '<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
        problems=(UNREADABLE,),
    ),
    _sheet(
        "a cell in the last column",
        FOX_ROW,
        '<row r="3"><c r="XFD3"><v>1</v></c></row>',
        lines=(FOX,),
        problems=(("no-quantity", None),),
    ),
    _sheet("a cell that is nowhere", '<row r="2"><c r="A0"><v>1</v></c></row>', problems=(UNREADABLE,)),
    _sheet("a row beyond all numbers", f'<row r="{"9" * 40}"><c><v>1</v></c></row>', problems=(UNREADABLE,)),
    _sheet("a row before the first", '<row r="-1"><c><v>1</v></c></row>', problems=(UNREADABLE,)),
    _sheet("100,000 merged cells", FOX_ROW, below=_merged(100_000), problems=(("too-long", None),)),
    _sheet(
        "a merged cell of all cells",
        FOX_ROW,
        below='<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>',
        lines=(FOX,),
        problems=(("no-quantity", None),),
    ),
    _sheet(
        "a merged cell that is nowhere",
        FOX_ROW,
        below='<mergeCells><mergeCell ref="A:::9"/></mergeCells>',
        problems=(UNREADABLE,),
    ),
    _sheet(
        "a text that is nowhere", '<row r="2"><c r="A2" t="s"><v>99</v></c></row>', problems=(UNREADABLE,)
    ),
    _sheet(
        "a formula without a value", '<row r="2"><c r="A2"><f>B2</f></c></row>', problems=(("bad-text", 2),)
    ),
    _sheet(
        "a formula with its value",
        '<row r="2"><c r="A2" t="str"><f>B2</f><v>fox</v></c></row>',
        lines=(FOX,),
        problems=(("no-quantity", None),),
    ),
    _sheet(
        "a formula of a million characters",
        f'<row r="2"><c r="A2"><f>{"A1+" * 333_333}</f></c></row>',
        problems=(("bad-text", 2),),
    ),
    _sheet(
        "a cell of a million characters",
        FOX_ROW,
        f'<row r="3">{_text("A3", "x" * 1_000_000)}</row>',
        lines=(FOX,),
        problems=(("no-quantity", None), ("bad-text", 3)),
    ),
    _sheet(
        "a number that is none",
        '<row r="2"><c r="A2"><v>NaN</v></c></row>',
        problems=(("no-quantity", None), ("design-missing", 2)),
        lines=(("nan", 1, None),),
    ),
    _xlsx(
        "no sheets",
        workbook({BOOK: f'<workbook xmlns="{SPREADSHEET}"><sheets/></workbook>'}),
        ("empty", None),
    ),
    _xlsx(
        "a sheet that lies outside",
        workbook(
            {LINKS: "<Relationships><Relationship Id='r1' Target='../../../etc/passwd'/></Relationships>"}
        ),
        UNREADABLE,
    ),
    _xlsx(
        "a sheet that is on the web",
        workbook(
            {
                LINKS: "<Relationships><Relationship Id='r1' TargetMode='External' Target='http://example.com/x.xml'/></Relationships>"
            }
        ),
        UNREADABLE,
    ),
    _xlsx("half a workbook", workbook()[: len(workbook()) // 2], UNREADABLE),
    _xlsx(
        "a workbook with rubbish before it",
        b"PK\3\4" + bytes(1000) + workbook(),
        ("no-quantity", None),
        lines=(FOX,),
    ),
    _xlsx("an empty archive", b"PK\5\6" + bytes(18), UNREADABLE),
    _xlsx(
        "another sheet with the same columns",
        workbook(sheets=2),
        ("other-sheets", None),
        ("no-quantity", None),
        lines=(FOX,),
    ),
)

CASES: tuple[Case, ...] = WORKBOOKS
