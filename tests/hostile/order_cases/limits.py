"""More than anybody orders: bytes, rows, cells, copies."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.order_cases.case import FOX, OWL, PNG, Case, file

KIND = "limits"
HEAD = "design,qty\n"
TWO = HEAD + "fox,1\nowl,1\n"


def _sparse(name: str, size: int):
    def make(shop: Path) -> Path:
        path = shop / name
        with path.open("wb") as opened:
            opened.truncate(size)
        return path

    return make


def _csv(name: str, data, *problems, lines=(), many=None) -> Case:
    return Case(KIND, name, file("orders.csv", data), tuple(lines), tuple(problems), many)


def _fits_many(shop: Path) -> Path:
    for number in range(100):
        (shop / str(number)).mkdir()
        (shop / str(number) / "cat.png").write_bytes(PNG + bytes([number]))
    return file("orders.csv", HEAD.encode() + b"cat,1\n" * 10_000)(shop)


def _among_many(shop: Path) -> Path:
    for number in range(3_000):
        (shop / f"a long name of artwork {number}.png").write_bytes(PNG)
    rows = "".join(f"a longer name of artwork {number},1\n" for number in range(10_000))
    return file("orders.csv", HEAD + rows)(shop)


def _names(count: int, *patterns: str) -> bytes:
    """Return a number of rows, each with names of its own in the columns of a shop."""
    rows = "".join(
        f"{number} {pattern},{pattern} {number} - {pattern}\n"
        for number, pattern in ((n, patterns[n % len(patterns)]) for n in range(count))
    )
    return f"sku,title\n{rows}".encode()


def _quantity(name: str, text: str) -> Case:
    data = f'{HEAD}fox,"{text}"\nowl,1\n'
    return Case("quantities", name, file("orders.csv", data), (OWL,), (("bad-quantity", 2),))


def _json_quantity(name: str, text: str) -> Case:
    data = f'[{{"design":"fox","qty":{text}}},{{"design":"owl","qty":1}}]'
    return Case("quantities", name, file("orders.json", data), (OWL,), (("bad-quantity", 1),))


def _size(name: str, text: str) -> Case:
    data = f'design,size,qty\nfox,"{text}",1\nowl,,1\n'
    return Case("sizes", name, file("orders.csv", data), (OWL,), (("bad-size", 2),))


LIMITS = (
    Case(KIND, "a file of 100 MB", _sparse("orders.csv", 100 << 20), (), (("unreadable", None),)),
    Case(KIND, "a JSON file of 100 MB", _sparse("orders.json", 100 << 20), (), (("unreadable", None),)),
    _csv("60 MB of blank lines", lambda: b"design\n" + b"\n" * (60 << 20), ("unreadable", None)),
    _csv("15 MB of blank lines", lambda: b"design\n" + b"\n" * (15 << 20), ("too-long", None)),
    _csv("15 MB on one line", lambda: b"design,qty" + b"x" * (15 << 20), ("no-columns", None)),
    _csv(
        "15 MB without a line end below",
        lambda: TWO.encode() + b"x" * (15 << 20),
        ("bad-text", 4),
        lines=(FOX, OWL),
    ),
    _csv(
        "15 MB in wide characters",
        lambda: (HEAD + "fox,1\n" * 10 + "\U0001f98a").encode() + b"x" * (15 << 20),
        many=(10, 2),
    ),
    _csv("15 MB of quotation marks", lambda: HEAD.encode() + b'"' * (15 << 20), many=(0, 1)),
    _csv("15 MB of open quotes", lambda: HEAD.encode() + b'"\n' * (7 << 20), ("too-long", None)),
    _csv(
        "15 MB of open quotes in pairs", lambda: HEAD.encode() + b'"x\n\ny"\n' * (2 << 20), ("too-long", None)
    ),
    _csv(
        "15 MB of open quotes far apart",
        lambda: HEAD.encode() + (b'"' + b"\n" * 1000) * 15_000,
        ("too-long", None),
    ),
    _csv("15 MB of delimiters", lambda: HEAD.encode() + b"," * (15 << 20), ("too-long", None)),
    _csv("a million rows", lambda: HEAD.encode() + b"fox,1\n" * 1_000_000, ("too-long", None)),
    _csv("as many bad rows", lambda: HEAD.encode() + b"fox,0\n" * 1_000_000, ("too-long", None)),
    _csv("as many rows as are taken, all bad", lambda: HEAD.encode() + b"fox,0\n" * 10_000, many=(0, 10_000)),
    _csv(
        "as many rows as are taken, none found",
        lambda: HEAD.encode() + b"".join(b"f%d,1\n" % n for n in range(10_000)),
        many=(10_000, 10_000),
    ),
    _csv(
        "as many rows as are taken",
        lambda: b"design,qty,order\n" + b"".join(b"fox,1,%d\n" % n for n in range(10_000)),
        many=(10_000, 0),
    ),
    _csv("10,000 long names", lambda: _names(10_000, "1_" * 90, "9" * 190), ("too-long", None)),
    _csv("1,700 names of figures", lambda: _names(1_700, "1_" * 90, "9" * 190), many=(1_700, 1_701)),
    _csv(
        "2,000 names like sizes",
        lambda: _names(2_000, "1x1 " * 18, "-1 x " * 17, "1_1x" * 13),
        many=(2_000, 2_001),
    ),
    _csv(
        "as many names like sizes as rows are taken", lambda: _names(10_000, "1x1 3in"), many=(10_000, 10_001)
    ),
    _csv(
        "2,000 names that size nothing",
        lambda: _names(2_000, "½x1 " * 12, "3in " * 19, "width " * 30),
        many=(2_000, 2_001),
    ),
    Case(KIND, "10,000 rows that fit 100 files", _fits_many, many=(10_000, 10_001)),
    Case(KIND, "10,000 rows among 3,000 files", _among_many, many=(10_000, 10_000)),
    _csv("a row more than are taken", lambda: HEAD.encode() + b"fox,1\n" * 10_001, ("too-long", None)),
    _csv("100,000 columns", lambda: b"design,qty" + b",x" * 100_000 + b"\nfox,1\n", ("too-wide", None)),
    _csv(
        "100,000 columns that are all designs",
        lambda: b"design" + b",design" * 100_000 + b"\nfox\n",
        ("too-wide", None),
    ),
    _csv(
        "a row of 100,000 cells",
        lambda: TWO.encode() + b"fox" + b",1" * 100_000,
        ("too-many-cells", 4),
        lines=(FOX, OWL),
    ),
    _csv(
        "1,000 columns and rows to match",
        lambda: b"design" + b",x" * 999 + b"\n" + (b"fox" + b",1" * 999 + b"\n") * 7_000,
        ("too-long", None),
    ),
    _csv(
        "a cell of a million characters",
        lambda: TWO.encode() + b"x" * 1_000_000 + b",1\n",
        ("bad-text", 4),
        lines=(FOX, OWL),
    ),
    _csv(
        "a quoted cell of a million characters",
        lambda: TWO.encode() + b'"' + b"x" * 1_000_000 + b'",1\n',
        ("bad-text", 4),
        lines=(FOX, OWL),
    ),
    _csv(
        "a cell of 100,000 characters",
        lambda: TWO.encode() + b"x" * 100_000 + b",1\n",
        ("bad-text", 4),
        lines=(FOX, OWL),
    ),
    _csv(
        "a heading of 100,000 characters",
        lambda: b"design," + b"x" * 100_000 + b"\nfox,1\n",
        ("no-quantity", None),
        lines=(FOX,),
    ),
    _csv("more copies than a job takes", HEAD + "fox,100000\n" * 6, ("too-many-copies", None)),
    _csv(
        "as many copies as a job takes",
        HEAD + "".join(f"fox,{100_000 - n}\n" for n in (0, 1, 2, 3, 4)),
        lines=[("fox", 100_000 - n, "fox.png") for n in (0, 1, 2, 3, 4)],
    ),
)

QUANTITIES = (
    _quantity("none at all", "0"),
    _quantity("less than none", "-1"),
    _quantity("one too many", "100001"),
    _quantity("400 digits", "9" * 400),
    _quantity("100,000 digits", "9" * 100_000),
    _quantity("with an exponent", "1e3"),
    _quantity("beyond all numbers", "1e400"),
    _quantity("not a number", "NaN"),
    _quantity("infinite", "Infinity"),
    _quantity("with an underscore", "1_0"),
    _quantity("full-width figures", "\uff11\uff10"),
    _quantity("Arabic figures", "\u0661\u0660"),
    _quantity("a figure in superscript", "\u00b2"),
    _quantity("a half", "0.5"),
    _quantity("a comma", "1,000"),
    _quantity("hexadecimal", "0x10"),
    _quantity("a minus that is none", "\u22125"),
    _quantity("turned round", "\u202e21"),
    _quantity("a formula", "=1+1"),
    _quantity("a command", "=cmd|' /C calc'!A0"),
    _json_quantity("NaN in JSON", "NaN"),
    _json_quantity("infinite in JSON", "-Infinity"),
    _json_quantity("1e400 in JSON", "1e400"),
    _json_quantity("1,000 digits in JSON", "9" * 1000),
    _json_quantity("a million digits in JSON", "9" * 1_000_000),
    _json_quantity("a truth in JSON", "true"),
    _json_quantity("a list in JSON", "[1]"),
    _json_quantity("an object in JSON", '{"value":1}'),
)

SIZES = (
    _size("nothing", "0x3in"),
    _size("less than nothing", "-3in"),
    _size("beyond all film", "10001in"),
    _size("beyond all numbers", "1" + "0" * 95),
    _size("1e400", "1e400in"),
    _size("not a number", "nan x nan"),
    _size("infinite", "infin"),
    _size("three sides", "1x2x3"),
    _size("half a size", "3x"),
    _size("by nothing", "3/0 in"),
    _size("full-width figures", "\uff13x\uff13"),
    _size("100,000 figures", "9" * 100_000),
    _size("100,000 sides", "x3" * 10_000),
)

CASES: tuple[Case, ...] = (*LIMITS, *QUANTITIES, *SIZES)
