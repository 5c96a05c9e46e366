"""The file itself: chunks, verification, atomic saving."""

from __future__ import annotations

import errno
import hashlib
import struct
import threading
import zlib
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from gangsheet_studio.errors import NotEnoughDiskError, OutputError, VerificationError
from gangsheet_studio.sheets.atomic import AtomicFile, write_error
from gangsheet_studio.sheets.png.verify import verify_png
from tests.sheets.conftest import Painted, Painter, picture, place

PICTURES = {"a": picture(12, 20, seed=1), "b": picture(9, 5, seed=2)}
PLACEMENTS = [place("a", 2, 3, 12, 20), place("b", 20, 8, 9, 5), place("b", 30, 8, 9, 5, copy=2)]


@pytest.fixture
def sheet(painter: Painter) -> Painted:
    return painter(50, 60, PICTURES, PLACEMENTS)


def chunks(path: Path) -> list[tuple[bytes, bytes]]:
    data, found, at = path.read_bytes(), [], 8
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + body) == int.from_bytes(data[at + 8 + length : at + 12 + length], "big")
        found.append((kind, body))
        at += 12 + length
    return found


def test_chunks(sheet: Painted) -> None:
    found = chunks(sheet.path)
    assert found[:3] == [
        (b"IHDR", struct.pack(">IIBBBBB", 50, 60, 8, 6, 0, 0, 0)),
        (b"sRGB", b"\0"),
        (b"pHYs", struct.pack(">IIB", 15748, 15748, 1)),
    ]
    assert {kind for kind, _ in found[3:-1]} == {b"IDAT"}
    assert found[-1] == (b"IEND", b"")
    stream = b"".join(body for kind, body in found if kind == b"IDAT")
    assert len(zlib.decompress(stream)) == 60 * (1 + 50 * 4), "zlib checks the Adler-32 too"


def test_dpi_and_hash(sheet: Painted) -> None:
    with Image.open(sheet.path) as image:
        assert [round(value, 1) for value in image.info["dpi"]] == [400.0, 400.0]
    assert hashlib.sha256(sheet.path.read_bytes()).hexdigest() == sheet.written.sha256


def verify(sheet: Painted, part=None, dpi: int = 400) -> None:
    verify_png(
        sheet.path,
        sheet.path.name,
        part or sheet.part,
        dpi,
        sheet.written,
        sheet.witnesses,
        threading.Event(),
    )


def test_a_good_sheet_passes_with_a_witness_for_every_copy(sheet: Painted) -> None:
    verify(sheet)
    assert sorted(witness.number for witness in sheet.witnesses) == [0, 1, 2]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9, 0.999])
def test_any_flipped_byte_is_found(sheet: Painted, share: float) -> None:
    data = bytearray(sheet.path.read_bytes())
    data[int(share * (len(data) - 1))] ^= 0x10
    sheet.path.write_bytes(data)
    with pytest.raises(VerificationError, match=r"sheet\.png"):
        verify(sheet)


@pytest.mark.parametrize("left", [0, 7, 40, 400])
def test_a_cut_file_is_found(sheet: Painted, left: int) -> None:
    sheet.path.write_bytes(sheet.path.read_bytes()[:left])
    with pytest.raises(VerificationError):
        verify(sheet)


def test_a_missing_file_is_found(sheet: Painted) -> None:
    sheet.path.unlink()
    with pytest.raises(VerificationError, match="could not be read back"):
        verify(sheet)


def test_wrong_dpi_and_size_are_found(sheet: Painted) -> None:
    with pytest.raises(VerificationError, match="resolution"):
        verify(sheet, dpi=300)


def test_a_copy_in_another_place_is_found(sheet: Painted) -> None:
    sheet.witnesses = [
        msgspec.structs.replace(witness, left=witness.left + 4) if witness.number == 1 else witness
        for witness in sheet.witnesses
    ]
    with pytest.raises(VerificationError, match="copy 1 of b at 20, 8"):
        verify(sheet)


def test_nothing_under_the_final_name_until_commit(tmp_path: Path) -> None:
    final = tmp_path / "x.png"
    with AtomicFile(final) as file:
        file.write(b"half")
        assert not final.exists()
        assert len(list(tmp_path.iterdir())) == 1
    assert not list(tmp_path.iterdir())
    with AtomicFile(final) as file:
        file.write(b"whole")
        file.commit()
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("x.png", b"whole")]


def test_an_older_file_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    final = tmp_path / "x.png"
    final.write_bytes(b"old")
    with pytest.raises(RuntimeError), AtomicFile(final) as file:
        file.write(b"ne")
        raise RuntimeError
    assert final.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"x\.png"), AtomicFile(tmp_path / "gone" / "x.png"):
        pass


def test_a_full_disk_is_told_apart() -> None:
    full = write_error(Path("out/x.png"), OSError(errno.ENOSPC, "No space left on device"))
    other = write_error(Path("out/x.png"), OSError(errno.EACCES, "Permission denied"))
    assert isinstance(full, NotEnoughDiskError)
    assert "disk is full" in str(full)
    assert isinstance(other, OutputError)
    assert "Permission denied" in str(other)
