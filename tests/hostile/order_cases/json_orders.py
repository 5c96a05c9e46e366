"""JSON that is deep, large, doubled or no JSON."""

from __future__ import annotations

from collections.abc import Callable

from tests.hostile.order_cases.case import FOX, OWL, Case, Finding, Line, file

BOTH = (FOX, OWL)
TWO = '[{"design":"fox","qty":1},{"design":"owl","qty":1}]'
UNREADABLE: Finding = ("unreadable", None)
TOO_LONG: Finding = ("too-long", None)


def _json(
    name: str,
    data: bytes | str | Callable[[], bytes],
    *problems: Finding,
    lines: tuple[Line, ...] = (),
    many: tuple[int, int] | None = None,
) -> Case:
    return Case("JSON", name, file("orders.json", data), lines, problems, many)


def _many(entry: str, count: int) -> Callable[[], bytes]:
    return lambda: ("[" + ",".join([entry] * count) + "]").encode()


def _keys(count: int, each: int, different: int) -> bytes:
    """Return a number of entries, with a number of keys each, other ones in each."""
    step = each - 1 if each < different else 0
    entries = (",".join(f'"k{(n * step + key) % different}":1' for key in range(each)) for n in range(count))
    return ("[" + ",".join(f'{{"design":"fox",{keys}}}' for keys in entries) + "]").encode()


def _inherited(design: str, count: int) -> Callable[[], bytes]:
    """Return an order whose design counts for each of its items."""
    items = ",".join(['{"qty":1}'] * count)
    return lambda: f'{{"design":{design},"items":[{items}]}}'.encode()


CASES: tuple[Case, ...] = (
    _json("nothing in a list", "[]", ("empty", None)),
    _json("an object of nothing", "{}", ("no-columns", None)),
    _json(
        "a list of nothing at all", "[null,1,true,[]]", ("bad-entry", 1), ("bad-entry", 2), ("bad-entry", 3)
    ),
    _json("cut", TWO[:-9], UNREADABLE),
    _json("more behind it", TWO + TWO, UNREADABLE),
    _json("a line each", '{"design":"fox"}\n{"design":"owl"}\n', UNREADABLE),
    _json("with a comment", "[/* two */" + TWO[1:], UNREADABLE),
    _json("100,000 lists in one another", "[" * 100_000, UNREADABLE),
    _json("100,000 closed lists in one another", "[" * 100_000 + "]" * 100_000, UNREADABLE),
    _json("900 lists in one another", "[" * 900 + "]" * 900, ("bad-entry", 1)),
    _json("100,000 objects in one another", '{"items":[' * 100_000, UNREADABLE),
    _json(
        "100 orders in one another", '{"items":[' * 100 + '{"design":"fox"}' + "]}" * 100, ("bad-entry", 1)
    ),
    _json("a key twice", '[{"design":"fox","design":"owl","qty":1}]', ("repeated-column", 1)),
    _json("a quantity twice", '[{"design":"fox","qty":1,"qty":99}]', ("repeated-column", 1)),
    _json("a quantity in two words", '[{"design":"fox","qty":1,"Quantity":99}]', ("repeated-column", 1)),
    _json(
        "a list of lines twice",
        '{"items":[{"design":"fox"}],"items":[{"design":"owl"}]}',
        ("repeated-column", 1),
    ),
    _json(
        "an order's name twice",
        '{"order":"A","order":"B","items":[{"design":"fox"}]}',
        ("repeated-column", 1),
    ),
    _json("a size twice", '[{"design":"fox","qty":1,"size":{"width":1,"width":9}}]', ("repeated-column", 1)),
    _json("an entry twice", TWO[:-1] + ',{"design":"owl","qty":1}]', ("repeated-row", 3), lines=(*BOTH, OWL)),
    _json(
        "lone surrogates",
        '[{"design":"\\ud800","qty":1},{"design":"owl","qty":1}]',
        ("bad-text", 1),
        lines=(OWL,),
    ),
    _json("a lone surrogate as a key", '[{"design":"fox","qty":1,"\\udfff":2}]', lines=(FOX,)),
    _json(
        "a NUL in a name",
        '[{"design":"fo\\u0000x","qty":1},{"design":"owl","qty":1}]',
        ("bad-text", 1),
        lines=(OWL,),
    ),
    _json(
        "a line end in a name",
        '[{"design":"fox\\n1,owl","qty":1}]',
        ("design-missing", 1),
        lines=(("fox 1,owl", 1, None),),
    ),
    _json("a raw line end in a name", '[{"design":"fox\n","qty":1}]', UNREADABLE),
    _json("a list as a name", '[{"design":["fox"],"qty":1}]', ("bad-text", 1)),
    _json("a name of a million characters", f'[{{"design":"{"x" * 1_000_000}","qty":1}}]', ("bad-text", 1)),
    _json("a million numbers", _many("1", 1_100_000), TOO_LONG),
    _json("a million empty objects", _many("{}", 1_100_000), TOO_LONG),
    _json("a million empty lists", _many("[]", 1_100_000), TOO_LONG),
    _json("as many empty objects as are taken", _many("{}", 499_000), TOO_LONG),
    _json(
        "as many values as are taken",
        _many('{"design":"fox","qty":1' + ',"x":""' * 40 + "}", 10_000),
        many=(10_000, 1),
    ),
    _json("a row more than are taken", _many('{"design":"fox","qty":1}', 10_001), TOO_LONG),
    _json(
        "15 MB of one text",
        lambda: f'[{{"design":"fox","qty":1,"note":"{"x" * (15 << 20)}"}}]'.encode(),
        lines=(FOX,),
    ),
    _json(
        "15 MB of one text in wide characters",
        lambda: f'[{{"design":"fox","qty":1,"note":"\U0001f98a{"x" * (15 << 20)}"}}]'.encode(),
        lines=(FOX,),
    ),
    _json(
        "15 MB of escaped text",
        lambda: (
            f'[{{"design":"fox","qty":1,"note":"{chr(92) + "u0041"}{(chr(92) + "n") * (7 << 20)}"}}]'.encode()
        ),
        lines=(FOX,),
    ),
    _json("15 MB of brackets", lambda: b"[" + b"[],[" * (3 << 20), TOO_LONG),
    _json("keys that are all different", lambda: _keys(10_000, 20, 400_000), ("too-wide", None)),
    _json("as many keys as are taken, never the same", lambda: _keys(10_000, 20, 9_000), many=(10_000, 2)),
    _json("100,000 keys in an entry", lambda: _keys(1, 100_000, 100_000), ("too-wide", None)),
    _json(
        "as many keys as are taken in an entry",
        lambda: _keys(1, 9_000, 9_000),
        ("no-quantity", None),
        lines=(FOX,),
    ),
    _json("a long name for each of many items", _inherited('"' + "x" * 1_000_000 + '"', 10_000), TOO_LONG),
    _json("a long list for each of many items", _inherited('["' + "x" * 1_000_000 + '"]', 10_000), TOO_LONG),
    _json(
        "a name of 1,000 characters for each",
        _inherited('"' + "x" * 1_000 + '"', 10_000),
        TOO_LONG,
    ),
)
