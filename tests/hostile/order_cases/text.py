"""Text that is cut, broken, in another encoding, or no text at all."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable

from tests.hostile.order_cases.archives import workbook
from tests.hostile.order_cases.case import FOX, OWL, PNG, Case, Finding, Line, file

HEAD = "design,qty\n"
TWO = HEAD + "fox,1\nowl,1\n"
BOTH = (FOX, OWL)
UNREADABLE: Finding = ("unreadable", None)


def _csv(
    name: str, data: bytes | str | Callable[[], bytes], *problems: Finding, lines: tuple[Line, ...] = ()
) -> Case:
    return Case("text", name, file("orders.csv", data), lines, problems)


def _disguised(name: str, data: bytes | Callable[[], bytes], *problems: Finding) -> Case:
    return Case("disguised", name, file("orders.csv", data), (), problems)


def _tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("orders.csv"))
    return buffer.getvalue()


TEXT = (
    _csv("nothing", b"", ("empty", None)),
    _csv("blank lines alone", "\r\n \t\r\n\n", ("empty", None)),
    _csv("headings alone", HEAD, ("empty", None)),
    _csv("a mark alone", b"\xef\xbb\xbf", ("empty", None)),
    _csv("half a mark", b"\xff", ("no-columns", None)),
    _csv("delimiters alone", ",,,\n,,,\n", ("no-columns", None)),
    _csv("NULs alone", bytes(5000), ("no-columns", None)),
    _csv("a NUL in a name", HEAD + "fo\0x,1\nowl,1\n", ("bad-text", 2), lines=(OWL,)),
    _csv("a NUL in a quantity", HEAD + "fox,1\0\nowl,1\n", ("bad-quantity", 2), lines=(OWL,)),
    _csv("a NUL in a heading", "des\0ign,qty\nfox,1\n", lines=(FOX,)),
    _csv("two marks", b"\xef\xbb\xbf\xef\xbb\xbf" + TWO.encode(), lines=BOTH),
    _csv("a mark of another encoding", b"\xff\xfe" + TWO.encode("utf-16-be"), ("no-columns", None)),
    _csv("UTF-16 without its last byte", TWO.encode("utf-16")[:-1], UNREADABLE),
    _csv("UTF-16 with a lone surrogate", TWO.encode("utf-16-le") + b"\0\xd8", UNREADABLE),
    _csv("UTF-32", TWO.encode("utf-32"), lines=BOTH),
    _csv("UTF-32 beyond all characters", b"\xff\xfe\0\0" + b"\xff\xff\xff\x7f" * 9, UNREADABLE),
    _csv(
        "UTF-7",
        b"design,qty\n+AGYAbwB4-,1\nowl,1\n",
        ("design-missing", 2),
        lines=(("+AGYAbwB4-", 1, None), OWL),
    ),
    _csv(
        "two encodings",
        TWO.encode() + "f\xfcx,1\n".encode() + "f\xfcx,1\n".encode("latin-1"),
        ("design-missing", 4),
        ("design-missing", 5),
        lines=(*BOTH, ("f\xc3\xbcx", 1, None), ("f\xfcx", 1, None)),
    ),
    _csv("bytes that no encoding has", TWO.encode() + b"\x81\x8d,1\n", UNREADABLE),
    _csv(
        "overlong UTF-8",
        TWO.encode() + b"\xc0\xae\xc0\xaeowl,1\n",
        ("design-missing", 4),
        lines=(*BOTH, ("\xc0\xae\xc0\xaeowl", 1, None)),
    ),
    _csv(
        "a surrogate in UTF-8",
        TWO.encode() + b"\xed\xa0\x80,1\n",
        ("design-missing", 4),
        lines=(*BOTH, ("\xed \u20ac", 1, None)),
    ),
    _csv(
        "a quotation mark that never closes", HEAD + 'fox,1\n"owl,1\nowl,1\n', ("open-quote", 3), lines=BOTH
    ),
    _csv(
        "one on every line",
        HEAD + '"fox,1\n' * 3,
        ("open-quote", 2),
        ("open-quote", 3),
        ("bad-quantity", 4),
        ("design-missing", 4),
    ),
    _csv("one in the headings", 'design,"qty\nfox,1\nowl,1\n', ("no-columns", None)),
    _csv("old line ends", TWO.replace("\n", "\r"), lines=BOTH),
    _csv("all line ends at once", "design,qty\r\nfox,1\rowl,1\n", lines=BOTH),
    _csv(
        "line ends of other worlds",
        HEAD + "fox\u2028owl,1\x0bfox,1\nowl,1\n",
        ("too-many-cells", 2),
        lines=(OWL,),
    ),
    _csv("headings given twice", "design,qty,design,qty\nfox,1,owl,1\n", ("repeated-column", None)),
    _csv("headings twice in other words", "design,qty,Quantity\nfox,1,9\n", ("repeated-column", None)),
    _csv(
        "headings again below",
        TWO + HEAD + "owl,1\n",
        ("bad-quantity", 4),
        ("design-missing", 4),
        ("repeated-row", 5),
        lines=(*BOTH, OWL),
    ),
    _csv("a row given twice", TWO + "fox,1\n", ("repeated-row", 4), lines=(*BOTH, FOX)),
    _csv("a row too long", TWO + "fox,1,1,1\n", ("too-many-cells", 4), lines=BOTH),
    _csv("a row too short", TWO + "fox\n", ("bad-quantity", 4), lines=BOTH),
    _csv("rows without a design", TWO + ",5\n", ("no-design", 4), lines=BOTH),
    _csv("a delimiter that lies", "sep=;\n" + TWO, ("no-columns", None)),
    _csv("control characters", HEAD + "\x1b[31mfox,1\nowl,1\n", ("bad-text", 2), lines=(OWL,)),
    _csv(
        "a name that runs backwards",
        HEAD + "\u202exof,1\nowl,1\n",
        ("design-missing", 2),
        lines=(("\u202exof", 1, None), OWL),
    ),
    _csv(
        "a name of joined letters",
        HEAD + "e" + "\u0301" * 900 + ",1\nowl,1\n",
        ("design-missing", 2),
        lines=(("e" + "\u0301" * 900, 1, None), OWL),
    ),
    _csv(
        "a formula as a name",
        HEAD + "\"=cmd|' /C calc'!A0\",1\nowl,1\n",
        ("design-missing", 2),
        lines=(("=cmd|' /C calc'!A0", 1, None), OWL),
    ),
    _csv(
        "markup as a name",
        HEAD + "<img src=x onerror=alert(1)>,1\nowl,1\n",
        ("design-missing", 2),
        lines=(("<img src=x onerror=alert(1)>", 1, None), OWL),
    ),
)

DISGUISED = (
    _disguised("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), UNREADABLE),
    _disguised("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", UNREADABLE),
    _disguised("compressed", gzip.compress(TWO.encode()), UNREADABLE),
    _disguised("a program", b"MZ\x90\0\3\0\0\0" + bytes(range(256)) * 9, UNREADABLE),
    _disguised("another program", b"\x7fELF\2\1\1" + bytes(9) + bytes(range(256)) * 9, UNREADABLE),
    _disguised("a tape", _tar, ("no-columns", None)),
    _disguised(
        "a web page",
        b"<!DOCTYPE html><html><body><table><tr><td>design</td></tr></table>",
        ("no-columns", None),
    ),
    _disguised("a shortcut", b"[InternetShortcut]\nURL=file:///etc/passwd\n", UNREADABLE),
    _disguised("a script", b"#!/bin/sh\nrm -rf /\n", ("no-columns", None)),
    _disguised("noise", bytes((n * 7919 + n // 7) % 251 + 3 for n in range(100_000)), UNREADABLE),
    Case(
        "disguised",
        "a picture named as an order",
        file("orders.csv", PNG + bytes(99)),
        (("orders.csv", 1, "orders.csv"),),
    ),
    Case(
        "disguised",
        "an order named as a picture",
        file("orders.png", TWO),
        (("orders.png", 1, "orders.png"),),
    ),
    Case(
        "disguised",
        "a workbook named as text",
        file("orders.txt", workbook()),
        (FOX,),
        (("no-quantity", None),),
    ),
    Case("disguised", "text named as a workbook", file("orders.xlsx", TWO), BOTH),
    Case(
        "disguised",
        "an open document",
        file("orders.ods", lambda: workbook({"mimetype": "x"}).replace(b"xl/", b"od/")),
        (),
        (UNREADABLE,),
    ),
)

CASES: tuple[Case, ...] = (*TEXT, *DISGUISED)
