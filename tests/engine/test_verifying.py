"""A folder of finished sheets is held against its manifest, whoever wrote that."""

import hashlib
import json
import os
import subprocess
import sys
import threading

import pytest

from gangsheet_studio import protocol
from gangsheet_studio.engine.verbs import run
from gangsheet_studio.errors import CancelledError, RefusedInputError
from gangsheet_studio.protocol import Progress, VerifyRequest

CONTENTS = {
    "Job_Part_1.png": b"first" * 100,
    "Job_Part_2.png": b"second" * 100,
    "Job_Missing.csv": b"Order\r\n",
}
MANIFEST = {
    "job": "Job",
    "created": "2026-01-01T00:00:00Z",
    "film": {},
    "parts": [],
    "unplaced": [],
    "problems": [],
    "memory": {"baseline_rss_bytes": 1, "peak_rss_bytes": 1, "limit_bytes": 1, "parts": []},
    "seconds": 1,
}


def entry(name, content=b""):
    return {
        "name": name,
        "kind": "sheet",
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def write_manifest(folder, files):
    path = folder / "Job.manifest.json"
    path.write_text(json.dumps(MANIFEST | {"files": files}))
    return path


@pytest.fixture
def finished(tmp_path):
    """A folder as a job left it: its manifest."""
    folder = tmp_path / "out"
    folder.mkdir()
    for name, content in CONTENTS.items():
        (folder / name).write_bytes(content)
    return write_manifest(folder, [entry(name, content) for name, content in CONTENTS.items()])


def states(manifest, listener=lambda message: None):
    done = run(VerifyRequest(id=1, manifest=str(manifest)), listener, threading.Event(), None)
    assert all(bool(file.message) == (file.state != "good") for file in done.files)
    return [file.state for file in done.files]


def test_what_is_as_it_was_is_good(finished):
    heard = []
    assert states(finished, heard.append) == ["good"] * 3
    fractions = [message.fraction for message in heard if isinstance(message, Progress)]
    assert fractions == sorted(fractions) and fractions[-1] == 1


def test_each_kind_of_change_is_told_apart(finished):
    folder = finished.parent
    (folder / "Job_Part_1.png").write_bytes(CONTENTS["Job_Part_1.png"].replace(b"s", b"S"))
    (folder / "Job_Part_2.png").write_bytes(CONTENTS["Job_Part_2.png"][:-1])
    (folder / "Job_Missing.csv").unlink()
    assert states(finished) == ["changed", "cut-short", "missing"]
    (folder / "Job_Part_1.png").write_bytes(CONTENTS["Job_Part_1.png"] + b"more")
    assert states(finished)[0] == "changed"


def test_a_manifest_of_before_files_were_listed_has_its_sheets_checked(tmp_path):
    content = b"pixels"
    (tmp_path / "a.png").write_bytes(content)
    part = {"part": 1, "file": "a.png", "width_px": 1, "height_px": 1, "dpi": 100, "placements": []}
    part |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    manifest = tmp_path / "Job.manifest.json"
    manifest.write_text(json.dumps(MANIFEST | {"parts": [part]}))
    assert states(manifest) == ["good"]


HOSTILE = [
    "../secret",
    "sub/secret",
    "sub\\secret",
    "",
    ".",
    "..",
    "C:secret",
    "a.png:stream",
    "a\0b",
    "\ud800",
]


def test_no_name_leads_out_of_the_folder(tmp_path):
    folder = tmp_path / "out"
    (folder / "sub").mkdir(parents=True)
    for path in (tmp_path / "secret", folder / "sub" / "secret", folder / "a.png"):
        path.write_bytes(b"")
    names = [*HOSTILE[:-1], str(tmp_path / "secret")]
    assert states(write_manifest(folder, [entry(name) for name in names])) == ["not-beside"] * len(names)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_no_link_pipe_or_folder_is_taken_for_a_file(tmp_path):
    folder = tmp_path / "out"
    (folder / "folder").mkdir(parents=True)
    (tmp_path / "secret").write_bytes(b"")
    (folder / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(folder / "pipe")
    files = [entry(name) for name in ("link", "pipe", "folder", "n" * 300)]
    assert states(write_manifest(folder, files)) == ["missing"] * 4


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"job": 1}',
        b"PNG",
        json.dumps(MANIFEST | {"parts": 7}).encode(),
    ],
)
def test_another_file_is_no_manifest(tmp_path, content):
    path = tmp_path / "Job.manifest.json"
    path.write_bytes(content)
    with pytest.raises(RefusedInputError, match=r"^Job\.manifest\.json is no manifest"):
        states(path)


@pytest.mark.parametrize("name", ["gone.manifest.json", ".", "a\0b"])
def test_a_manifest_that_cannot_be_read_is_told(tmp_path, name):
    with pytest.raises(RefusedInputError, match="can't be read"):
        states(tmp_path / name)


def test_cancelling_stops_in_the_middle_of_a_file(tmp_path):
    with (tmp_path / "a.png").open("wb") as file:
        file.truncate(1 << 33)  # a hole that would take half a minute to read
    manifest = write_manifest(tmp_path, [entry("a.png") | {"bytes": 1 << 33}])
    cancel, heard = threading.Event(), []

    def listener(message):
        heard.append(message.fraction)
        cancel.set()

    with pytest.raises(CancelledError):
        run(VerifyRequest(id=1, manifest=str(manifest)), listener, cancel, None)
    assert len(heard) == 1 and 0 < heard[0] < 0.01


def test_an_engine_is_asked(finished, engine):
    engine.say(VerifyRequest(id=3, manifest=str(finished)))
    done = engine.hear_until(protocol.VerifyDone)[-1]
    assert done.job == "Job" and [file.name for file in done.files] == list(CONTENTS)


def command(*words):
    return [sys.executable, "-m", "gangsheet_studio", "verify", *map(str, words)]


def verify(*words):
    return subprocess.run(command(*words), capture_output=True, text=True, timeout=60)


def test_staff_read_what_is_wrong(finished):
    good = verify(finished)
    assert (good.returncode, good.stdout) == (0, "All 3 files are as written.\n")
    (finished.parent / "Job_Part_1.png").unlink()
    bad = verify(finished)
    assert bad.returncode == 3
    assert bad.stdout.splitlines() == [
        "Job_Part_1.png is missing. Bring it back, or make the sheets again.",
        "Not as written: 1 of 3.",
    ]
    quiet = verify(finished, "--quiet")
    assert (quiet.returncode, quiet.stdout) == (3, "") and "Job_Part_1.png is missing" in quiet.stderr
    none = verify(finished.parent / "other.json", "--json")
    assert none.returncode == 3 and json.loads(none.stdout)["error"] == "refused-input"
    assert "can't be read" in none.stderr and "Traceback" not in none.stderr


def test_programs_read_what_is_wrong(finished):
    (finished.parent / "Job_Part_2.png").write_bytes(b"")
    run = verify(finished, "--json")
    found = json.loads(run.stdout)["files"]
    assert run.returncode == 3
    assert [(file["name"], file["state"]) for file in found] == [
        ("Job_Part_1.png", "good"),
        ("Job_Part_2.png", "cut-short"),
        ("Job_Missing.csv", "good"),
    ]
