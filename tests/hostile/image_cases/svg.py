"""Bad SVGs: what XML allows, and what drawings may ask for."""

from __future__ import annotations

import base64
import itertools
import zlib

from tests.hostile.image_cases.case import BROKEN, FINE, TOO_LARGE, TORN, Case, content
from tests.hostile.image_cases.good import cut
from tests.hostile.image_cases.png import END, header, png

SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
ENTITIES = frozenset({"designs.entities"})
LINKED = frozenset({"designs.linked"})
TOO_COMPLEX = frozenset({"designs.too-complex"})


def svg(inside: str, size: str = 'width="90" height="90"', before: str = "") -> bytes:
    return f"{before}<svg {SPACES} {size}>{inside}</svg>".encode()


def with_types(types: str, inside: str) -> bytes:
    return svg(inside, before=f'<?xml version="1.0"?><!DOCTYPE svg [{types}]>')


def laughs() -> bytes:
    names = "abcdefghij"
    types = '<!ENTITY a "ha ha ha ha ha ha">'
    types += "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise(names))
    return with_types(types, "<text>&j;</text>")


def quadratic() -> bytes:
    return with_types(f'<!ENTITY a "{"x" * 100_000}">', f"<text>{'&a;' * 20_000}</text>")


def uses(levels: int, each: int) -> bytes:
    """Return groups that show each other: `each` to the power of `levels` squares."""
    groups = '<g id="g0"><rect width="9" height="9"/></g>'
    for level in range(levels):
        groups += f'<g id="g{level + 1}">{f"""<use xlink:href="#g{level}"/>""" * each}</g>'
    return svg(f'<defs>{groups}</defs><use xlink:href="#g{levels}"/>')


def embedded(kind: str, data: bytes) -> str:
    return (
        f'<image width="90" height="90" xlink:href="data:{kind};base64,{base64.b64encode(data).decode()}"/>'
    )


def large_png(side: int) -> bytes:
    """Return a PNG of one grey, a bit a pixel."""
    row = b"\0" + bytes(-(-side // 8))
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    return png(header(side, side, bits=1, colour=0), (b"IDAT", body), END)


def blur(deviation: int, size: str) -> bytes:
    effect = f'<filter id="f"><feGaussianBlur stdDeviation="{deviation}"/></filter>'
    return svg(f'{effect}<rect width="50" height="50" filter="url(#f)"/>', size)


def many_filters(count: int) -> bytes:
    effects = "<feTurbulence baseFrequency='0.9' numOctaves='40'/>" * count
    return svg(f'<filter id="f">{effects}</filter><rect width="90" height="90" filter="url(#f)"/>')


def cases() -> list[Case]:
    good = svg('<path d="M0 0h50v50z"/>' * 40)
    external = '<!ENTITY a SYSTEM "file:///etc/passwd">'
    made = {
        "a billion laughs": (ENTITIES, laughs),
        "a quadratic entity": (ENTITIES | frozenset({"designs.format"}), quadratic),
        "an entity that names itself": (
            ENTITIES,
            lambda: with_types('<!ENTITY a "&a;">', "<text>&a;</text>"),
        ),
        "a file as an entity": (ENTITIES, lambda: with_types(external, "<text>&a;</text>")),
        "a page as an entity": (
            ENTITIES,
            lambda: with_types('<!ENTITY % a SYSTEM "http://127.0.0.1:9/a.dtd"> %a;', "<text>a</text>"),
        ),
        "a namespace as an entity": (
            FINE,
            lambda: with_types(
                '<!ENTITY ns "http://ns.example/">', '<g xmlns:a="&ns;"/><path d="M0 0h9v9z"/>'
            ),
        ),
        "entities in UTF-16": (
            ENTITIES | frozenset({"designs.format"}),
            lambda: laughs().decode().encode("utf-16"),
        ),
        "a type definition elsewhere": (
            FINE,
            lambda: svg("", before='<!DOCTYPE svg SYSTEM "http://127.0.0.1:9/svg.dtd">'),
        ),
        "a picture from the disk": (
            LINKED,
            lambda: svg('<image href="file:///etc/passwd" width="9" height="9"/>'),
        ),
        "a picture from the network": (
            LINKED,
            lambda: svg('<image xlink:href="http://127.0.0.1:9/a.png" width="9" height="9"/>'),
        ),
        "a picture without quotes to be found": (
            LINKED,
            lambda: svg('<image width="9" height="9" title=">" href="/etc/passwd"/>'),
        ),
        "a picture whose link is spelt in numbers": (
            LINKED,
            lambda: svg('<image width="9" height="9" href="&#47;etc&#47;passwd"/>'),
        ),
        "another drawing used": (LINKED, lambda: svg('<use xlink:href="other.svg#a"/>')),
        "a filter from elsewhere": (
            LINKED,
            lambda: svg('<rect width="9" height="9" filter="url(other.svg#f)"/>'),
        ),
        "a style sheet from the network": (
            FINE,
            lambda: svg('<style>@import "http://127.0.0.1:9/a.css";</style><rect width="9" height="9"/>'),
        ),
        "a style sheet imported": (LINKED, lambda: svg("<style>@import url(/etc/passwd);</style>")),
        "a style sheet beside it": (
            LINKED,
            lambda: svg("", before='<?xml-stylesheet type="text/css" href="/etc/passwd"?>'),
        ),
        "XInclude of a file": (
            LINKED,
            lambda: svg(
                '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
            ),
        ),
        "a script": (FINE, lambda: svg('<script>while (true) {}</script><rect width="9" height="9"/>')),
        "use of itself": (FINE | BROKEN | TOO_COMPLEX, lambda: svg('<g id="a"><use xlink:href="#a"/></g>')),
        "uses of each other": (
            FINE | BROKEN | TOO_COMPLEX,
            lambda: svg('<g id="a"><use xlink:href="#b"/></g><g id="b"><use xlink:href="#a"/></g>'),
        ),
        "10^9 uses": (TOO_COMPLEX, lambda: uses(9, 10)),
        "2^30 uses": (TOO_COMPLEX, lambda: uses(30, 2)),
        "100,000 groups in each other": (TOO_COMPLEX, lambda: svg("<g>" * 100_000 + "</g>" * 100_000)),
        "1,000 groups in each other": (TOO_COMPLEX, lambda: svg("<g>" * 1_000 + "</g>" * 1_000)),
        "2 million elements": (TOO_COMPLEX, lambda: svg("<g/>" * 2_000_000)),
        "a patterns' pattern": (FINE | TOO_COMPLEX | BROKEN, patterns),
        "1,000,000 x 1,000,000": (TOO_LARGE | BROKEN, lambda: svg("", 'width="1000000" height="1000000"')),
        "1e300 x 1e300": (
            TOO_LARGE | BROKEN | frozenset({"designs.no-size"}),
            lambda: svg("", 'width="1e300" height="1e300"'),
        ),
        "negative sides": (
            BROKEN | frozenset({"designs.no-size"}),
            lambda: svg("", 'width="-50" height="-50"'),
        ),
        "sides of 0": (BROKEN | frozenset({"designs.no-size"}), lambda: svg("", 'width="0" height="0"')),
        "sides of NaN": (
            BROKEN | frozenset({"designs.no-size"}),
            lambda: svg("", 'width="NaN" height="NaN"'),
        ),
        "viewBox of 1e-30": (
            FINE | BROKEN,
            lambda: svg("<rect width='9' height='9'/>", 'width="90" height="90" viewBox="0 0 1e-30 1e-30"'),
        ),
        "a blur of 100,000": (FINE | TOO_COMPLEX, lambda: blur(100_000, 'width="90" height="90"')),
        "300 clouds of 40 octaves": (FINE | TOO_COMPLEX, lambda: many_filters(300)),
        "an embedded PNG of 40,000 x 40,000": (
            FINE | TOO_COMPLEX | TOO_LARGE | TORN,
            lambda: svg(embedded("image/png", large_png(40_000))),
        ),
        "a drawing in a drawing in a drawing": (FINE | LINKED | TOO_COMPLEX, lambda: nested(6)),
        "a billion laughs, embedded": (
            FINE | ENTITIES | TOO_COMPLEX | LINKED,
            lambda: svg(embedded("image/svg+xml", laughs())),
        ),
        "an embedded picture of 60 MB": (
            TOO_COMPLEX,
            lambda: svg(embedded("image/png", bytes(45_000_000))),
        ),
        "a remark of 30 MB": (TOO_COMPLEX, lambda: svg(f"<!--{'x' * 30_000_000}-->")),
        "300,000 attributes": (FINE | BROKEN | TOO_COMPLEX, lambda: attributes(300_000)),
        "2 million references to a letter": (FINE, lambda: svg(f"<desc>{'&#65;' * 1_900_000}</desc>")),
        "70 MB of spaces": (TOO_LARGE, lambda: svg(" " * 70_000_000)),
        "a path of 20 MB": (
            TOO_COMPLEX,
            lambda: svg(f'<path d="M0 0{"h1v1" * 5_000_000}"/>'),
        ),
        "bytes that are no text": (BROKEN, lambda: svg("").replace(b"></svg>", b">\xff\xfe\xfa</svg>")),
        "NULs": (BROKEN, lambda: svg("").replace(b"></svg>", b">\0\0\0</svg>")),
        "dashes of no length": (
            FINE,
            lambda: svg('<path d="M0 0h90" stroke="red" stroke-dasharray="0.00001"/>'),
        ),
    }
    return [
        *cut("svg, cut", "drawing.svg", good, BROKEN, (0.5, 0.9)),
        Case("svg, cut", "before its last byte.svg", BROKEN, content(lambda: good[:-1])),
        *(Case("svg", f"{name}.svg", expected, content(make)) for name, (expected, make) in made.items()),
    ]


def patterns() -> bytes:
    """Return patterns filled with patterns: each level is drawn for each tile of the one above."""
    tile = 'width="9" height="9" patternUnits="userSpaceOnUse"'
    levels = f'<pattern id="p0" {tile}><rect width="1" height="1"/></pattern>'
    for level in range(30):
        levels += (
            f'<pattern id="p{level + 1}" {tile}>'
            + f'<rect width="9" height="9" fill="url(#p{level})"/>' * 4
            + "</pattern>"
        )
    return svg(f'{levels}<rect width="90" height="90" fill="url(#p30)"/>')


def attributes(count: int) -> bytes:
    names = " ".join(f'a{number}=""' for number in range(count))
    return svg(f"<g {names}/>")


def nested(depth: int) -> bytes:
    drawing = svg('<rect width="9" height="9"/>')
    for _ in range(depth):
        drawing = svg(embedded("image/svg+xml", drawing))
    return drawing
