"""The journal tells what is finished, whatever happened to the file, and who holds it."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from gangsheet_studio.engine.journal import FORMAT, finished_sheets, journal_path, open_journal
from gangsheet_studio.errors import FolderBusyError, OutputError
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.manifest import Manifest, ManifestPart, MemoryReport, PartMemory


def part(number: int, asked: str = "a") -> ManifestPart:
    return ManifestPart(
        part=number,
        file=f"Night_Part_{number}.png",
        width_px=10,
        height_px=20,
        dpi=100,
        bytes=7,
        sha256="5",
        placements=(),
        asked=asked,
    )


def memory(number: int) -> PartMemory:
    return PartMemory(part=number, before_bytes=1, after_bytes=2)


def write(out: Path, numbers, *, fresh: bool = False) -> None:
    journal = open_journal(out, "Night")
    journal.begin("Night", ["a", "b"], fresh=fresh)
    for number in numbers:
        assert journal.add(part(number), memory(number))
    journal.give_up()


def test_what_is_finished_is_read_back(tmp_path):
    write(tmp_path, [1, 2])
    found = finished_sheets(tmp_path, "Night")
    assert [sheet.part for sheet in found.values()] == [part(1), part(2)]
    assert [sheet.memory for sheet in found.values()] == [memory(1), memory(2)]
    first = journal_path(tmp_path, "Night").read_text().splitlines()[0]
    assert f'"format":{FORMAT}' in first and '"asked":["a","b"]' in first


def test_a_run_that_goes_on_adds_to_it(tmp_path):
    write(tmp_path, [1])
    write(tmp_path, [2])
    assert list(finished_sheets(tmp_path, "Night")) == ["Night_Part_1.png", "Night_Part_2.png"]


def test_a_fresh_run_takes_nothing_older_for_finished(tmp_path):
    write(tmp_path, [1, 2])
    write(tmp_path, [2], fresh=True)
    assert list(finished_sheets(tmp_path, "Night")) == ["Night_Part_2.png"]


def test_one_without_a_finished_sheet_goes_with_its_run(tmp_path):
    write(tmp_path, [])
    assert list(tmp_path.iterdir()) == []


def test_a_journal_cut_anywhere_tells_what_is_whole(tmp_path):
    write(tmp_path, [1, 2])
    path = journal_path(tmp_path, "Night")
    data = path.read_bytes()
    lines = [line for line in data.splitlines() if b'"finished"' in line]
    ends = [data.index(line) + len(line) for line in lines]
    for length in range(len(data)):
        path.write_bytes(data[:length])
        whole = sum(end <= length for end in ends)
        assert len(finished_sheets(tmp_path, "Night")) == whole
        write(tmp_path, [3])
        assert len(finished_sheets(tmp_path, "Night")) == whole + 1


@pytest.mark.parametrize("rubbish", [b"", b"\0" * 99, b"[" * 99_999, b"{}\n\xff\n", b'{"type":"finished"}\n'])
def test_rubbish_counts_as_none(tmp_path, rubbish):
    journal_path(tmp_path, "Night").write_bytes(rubbish)
    (tmp_path / "Night.manifest.json").write_bytes(rubbish)
    assert finished_sheets(tmp_path, "Night") == {}


def test_the_manifest_of_a_finished_job_tells_it_too(tmp_path):
    report = MemoryReport(baseline_rss_bytes=1, peak_rss_bytes=2, limit_bytes=3, parts=(memory(1),))
    manifest = Manifest(
        job="Night",
        created="",
        film=Film(),
        parts=(part(1),),
        unplaced=(),
        problems=(),
        memory=report,
        seconds=1.0,
    )
    (tmp_path / "Night.manifest.json").write_bytes(msgspec.json.encode(manifest))
    assert [sheet.part for sheet in finished_sheets(tmp_path, "Night").values()] == [part(1)]
    write(tmp_path, [2], fresh=True)
    assert list(finished_sheets(tmp_path, "Night")) == ["Night_Part_2.png"]


HOLDER = """
import sys
from pathlib import Path
from gangsheet_studio.engine.journal import open_journal
journal = open_journal(Path(sys.argv[1]), "Night")
journal.begin("Night", [], fresh=False)
print("held", flush=True)
sys.stdin.read()
"""


def test_it_is_held_until_its_process_is_gone(tmp_path):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(FolderBusyError, match="Another run is making the sheets of “Night”"):
            open_journal(tmp_path, "Night")
        open_journal(tmp_path, "Day").give_up()
        holder.kill()
    open_journal(tmp_path, "Night").finish()
    assert not journal_path(tmp_path, "Night").exists()


def test_a_folder_that_is_gone_is_told(tmp_path):
    with pytest.raises(OutputError, match=r"Night\.journal could not be written"):
        open_journal(tmp_path / "gone", "Night")


@pytest.mark.skipif(os.name == "nt", reason="Windows removes no file that is open")
def test_one_that_was_taken_away_meanwhile_is_made_again(tmp_path):
    journal = open_journal(tmp_path, "Night")
    journal_path(tmp_path, "Night").unlink()
    other = open_journal(tmp_path, "Night")
    other.begin("Night", [], fresh=False)
    other.add(part(1), memory(1))
    other.give_up()
    journal.give_up()
    assert list(finished_sheets(tmp_path, "Night")) == ["Night_Part_1.png"]
