"""Files are what they hold, whatever they are called; what is no artwork is refused in a sentence."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from gangsheet_studio.designs.probe import probe
from gangsheet_studio.designs.sniff import HEAD_BYTES, identify, sniff
from gangsheet_studio.errors import RefusedInputError
from tests.designs.conftest import noise, save

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1in" height="1in"/>'
PILLOW = {"png": "png", "jpeg": "jpeg", "tiff": "tiff", "webp": "webp", "gif": "gif", "avif": "heif"}


@pytest.mark.parametrize(("writer", "kind"), PILLOW.items())
@pytest.mark.parametrize("name", ["art.png", "art.jpg", "art.pdf", "art"])
def test_the_name_says_nothing(tmp_path: Path, writer: str, kind: str, name: str) -> None:
    assert identify(save(tmp_path / name, noise(8, 8, 3), format=writer)) == kind


@pytest.mark.parametrize(
    "head",
    [
        SVG,
        b"\xef\xbb\xbf" + SVG,
        b'<?xml version="1.0" encoding="utf-8"?>\n<!-- by hand -->\n\n' + SVG,
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">' + SVG,
        b'<?xml version="1.0"?><!DOCTYPE svg [\n<!ENTITY ns "http://ns.example/">\n]><!-- a --><!-- b -->'
        + SVG,
        b'<svg:svg xmlns:svg="http://www.w3.org/2000/svg" width="1in" height="1in"/>',
        b"<!--" + b"long words " * 300 + b"-->" + SVG,
        b"<!--" + b"long words " * 5000 + b"-->" + SVG,
        b'<?xml version="1.0"?><?xml-stylesheet href="https://a.example/a.css" type="text/css"?>' + SVG,
        b'<?xml version="1.0"?>\n<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' + SVG,
        b"<?xml version='1.0'?><!-- > a --><?b c > d ?><!-- ?> --><!DOCTYPE svg><!-- e --><?f?>" + SVG,
        b"<!DOCTYPE svg SYSTEM 'a>[b' [ <!ENTITY a \"]>\"> <!-- isn't ]> --> <?b ]>\" ?> <!ENTITY c ''> ] >"
        + SVG,
    ],
    ids=range(12),
)
def test_drawings_as_programs_write_them(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "art"
    path.write_bytes(head)
    assert identify(path) == "svg"
    assert probe(path).width_px == 96


@pytest.mark.parametrize(
    "content",
    [
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"\xc5\xd0\xd3\xc6 EPS with a preview",
        b"%PDF-1.7\n",
        b"8BPS\0\1",
        b"BM\x8a\0\0\0",
        b"just words, in a file that was renamed",
        b"<html><svg></svg></html>",
        b"<!-- no drawing -->",
        b"<!-- never closed" + SVG,
        b"<?never closed" + SVG,
        b"<?xml version='1.0'?><!-- a --><html>" + SVG,
        b"words" + SVG,
        b"\0" * 64,
        b"\x89PN",
        b"RIFF\0\0\0\0WAVEfmt ",
        b"\0\0\0\x18ftypmp42",
    ],
)
def test_other_kinds_are_refused_under_any_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "art.png"
    path.write_bytes(content)
    problem = refusal(path)
    assert problem.id == "designs.format"


def refusal(path: Path):
    """Return the one problem of a file that `probe` refuses."""
    with pytest.raises(RefusedInputError) as caught:
        probe(path)
    (problem,) = caught.value.problems
    assert problem.severity == "error"
    assert problem.message == str(caught.value)
    assert problem.message.startswith("“") and problem.message.endswith(".")
    problem.message.encode()  # it has to pass the protocol
    return problem


@pytest.mark.parametrize("closed", [b"", b"-->", b"?>", b"]", b"]>", b"'", b'"'])
@pytest.mark.parametrize(
    "part",
    [
        b"<!---->",
        b"<??>",
        b" ",
        b"<!--",
        b"<?",
        b"<!DOCTYPE [",
        b"<!DOCTYPE ",
        b"<!DOCTYPE svg>",
        b"'",
        b"<",
        b"<a",
    ],
)
def test_every_head_comes_to_an_end(part: bytes, closed: bytes) -> None:
    # tried in every grouping, they would take longer than the world is old
    for start in (b"", b"<!DOCTYPE svg [", b"<?", b"<!--", b"<!DOCTYPE svg [ '"):
        head = start + part * (HEAD_BYTES // len(part)) + closed
        began = time.process_time()
        assert sniff(head + b"<x>") is None
        assert time.process_time() - began < 1


def test_missing_empty_and_folder(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    (tmp_path / "folder.png").mkdir()
    assert refusal(tmp_path / "none.png").id == "designs.missing"
    assert refusal(tmp_path / "empty.png" / "none.png").id == "designs.missing"
    assert "not found" in refusal(tmp_path / "none.png").message
    assert refusal(tmp_path / "empty.png").id == "designs.empty"
    assert "a folder" in refusal(tmp_path / "folder.png").message
    assert refusal(tmp_path / "nul\0.png").id == "designs.unreadable"


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes or devices among its files")
def test_pipes_and_devices_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "link.png").symlink_to(tmp_path / "pipe.png")
    for path in (tmp_path / "pipe.png", tmp_path / "link.png", Path("/dev/zero"), Path("/dev/null")):
        assert refusal(path).id == "designs.not-a-file"


@pytest.mark.skipif(sys.platform == "win32", reason="its rights are no bits")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    path = save(tmp_path / "mine.png", noise(4, 4))
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("nothing is forbidden to root")
    assert "could not be read" in refusal(path).message


def test_a_loop_of_links_is_refused(tmp_path: Path) -> None:
    try:
        (tmp_path / "loop.png").symlink_to(tmp_path / "loop.png")
    except OSError:
        pytest.skip("links are not allowed here")
    assert refusal(tmp_path / "loop.png").id == "designs.unreadable"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.png"))
    Image.new("RGBA", (3, 2)).save(path)
    assert probe(path).width_px == 3
    path.write_bytes(b"words")
    assert refusal(path).message.startswith("“bad?.png”")
