"""What is no picture at all, whatever it is called, and what is no file."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from pathlib import Path

from tests.hostile.image_cases.case import DAMAGED, FINE, OTHER_FORMAT, Case, content
from tests.hostile.image_cases.good import picture
from tests.hostile.image_cases.png import SIGNATURE

NO_FILE = frozenset({"designs.not-a-file"})
MISSING = frozenset({"designs.missing"})
UNREADABLE = frozenset({"designs.unreadable"})
POSIX = ("linux", "darwin")


def cases() -> list[Case]:
    disguised = {
        "PostScript.png": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n",
        "PDF.png": b"%PDF-1.7\n1 0 obj\n<</OpenAction 2 0 R>>\nendobj\n%%EOF\n",
        "web page.png": b"<!DOCTYPE html><html><svg xmlns='http://www.w3.org/2000/svg'/></html>",
        "program.png": b"MZ\x90\0" + bytes(200) + b"PE\0\0",
        "another program.jpg": b"\x7fELF\x02\x01\x01" + bytes(200),
        "archive.tif": archive(),
        "Photoshop.png": b"8BPS\0\x01" + bytes(60),
        "ImageMagick.svg": b"push graphic-context\nimage over 0,0 0,0 'https://127.0.0.1/a'\n",
        "XCF.png": b"gimp xcf v011\0" + bytes(60),
        "BLP.png": b"BLP2" + bytes(200),
        "script.svg": b"#!/bin/sh\nexit 1\n",
        "noise.gif": bytes(range(256)) * 20,
    }
    good = {
        "PNG.jpg": "png",
        "JPEG.png": "jpeg",
        "TIFF.gif": "tiff",
        "GIF.webp": "gif",
        "AVIF": "avif",
        "WebP.tif": "webp",
    }
    links = {
        "named pipe.png": (NO_FILE, os.mkfifo if sys.platform != "win32" else Path.mkdir),
        "link to a device.png": (NO_FILE, lambda path: path.symlink_to("/dev/zero")),
        "link to noise.png": (NO_FILE, lambda path: path.symlink_to("/dev/urandom")),
        "link to nowhere.png": (MISSING, lambda path: path.symlink_to("gone.png")),
        "link to itself.png": (UNREADABLE, lambda path: path.symlink_to(path.name)),
        "a terabyte of nothing.png": (frozenset({"designs.too-large"}), terabyte),
    }
    return [
        *(
            Case("disguised", name, OTHER_FORMAT, content(lambda d=data: d))
            for name, data in disguised.items()
        ),
        *(
            Case("under another name", n, FINE, content(lambda k=kind: picture(k)))
            for n, kind in good.items()
        ),
        *(Case("no file", name, expected, make, POSIX) for name, (expected, make) in links.items()),
        Case("no file", "folder.png", NO_FILE, Path.mkdir),
        Case("no file", "empty.png", frozenset({"designs.empty"}), Path.touch),
        Case("no file", "not there.png", MISSING, lambda path: None),
        Case("no file", "zeros.png", OTHER_FORMAT, content(lambda: bytes(100_000))),
        Case(
            "no file",
            "signature alone.png",
            DAMAGED | frozenset({"designs.damaged"}),
            content(lambda: SIGNATURE),
        ),
    ]


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("art.png", picture("png"))
    return file.getvalue()


def terabyte(path: Path) -> None:
    """Make a file with holes, which takes no room on the disk."""
    path.write_bytes(picture("png"))
    os.truncate(path, 1 << 40)
