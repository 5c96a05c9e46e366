"""The render through its public seam: real artwork, real files, every message heard."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import threading
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from gangsheet_studio.decoder.client import Decoder
from gangsheet_studio.designs.probe import probe
from gangsheet_studio.engine import disk
from gangsheet_studio.engine.prepare import Prepared
from gangsheet_studio.engine.render import render
from gangsheet_studio.errors import (
    CancelledError,
    NotEnoughDiskError,
    NotEnoughMemoryError,
    OutputError,
    RefusedInputError,
    VerificationError,
)
from gangsheet_studio.memory import plan
from gangsheet_studio.memory.usage import Usage
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.job import Job
from gangsheet_studio.model.layout import Layout, Part, Placement
from gangsheet_studio.model.manifest import Manifest
from gangsheet_studio.model.output import Format, Output
from gangsheet_studio.protocol import (
    DesignFreed,
    DesignLoaded,
    Finding,
    ItemCompleted,
    Log,
    Placing,
    Progress,
    RenderDone,
    SheetDiscarded,
    SheetFreed,
    SheetOpened,
    SheetSaved,
    Telemetry,
)
from gangsheet_studio.sheets.atomic import AtomicFile
from gangsheet_studio.sheets.tiff import fast_lzw
from tests.sheets.conftest import picture

FILM = Film(width=1.0, longest=1.5, gap=0.02, dpi=200)
SIZES = {"a.png": (40, 60), "b.png": (70, 30), "c.png": (25, 25)}
# name, x, y, rotation; two parts
PARTS = (
    [("a.png", 0, 0, 0), ("b.png", 50, 0, 90), ("a.png", 90, 0, 0), ("c.png", 140, 5, 180)],
    [("b.png", 0, 0, 0), ("a.png", 80, 0, 270), ("c.png", 150, 0, 180)],
)


@pytest.fixture
def artwork(tmp_path: Path) -> Path:
    folder = tmp_path / "artwork"
    folder.mkdir()
    for seed, (name, (width, height)) in enumerate(SIZES.items()):
        Image.fromarray(picture(width, height, seed)).save(folder / name, dpi=(200, 200))
    return folder


@pytest.fixture
def prepared(artwork: Path) -> Prepared:
    designs = {str(artwork / name): probe(artwork / name) for name in SIZES}
    copies: dict[str, int] = {}
    parts = []
    for number, placed in enumerate(PARTS, 1):
        placements = []
        for name, x, y, rotation in placed:
            width, height = SIZES[name][::-1] if rotation % 180 else SIZES[name]
            copies[name] = copies.get(name, 0) + 1
            placements.append(
                Placement(
                    line=list(SIZES).index(name) + 1,
                    design=name,
                    key=designs[str(artwork / name)].key,
                    order="#1",
                    copy=copies[name],
                    x=x,
                    y=y,
                    width=width,
                    height=height,
                    rotation=rotation,
                )
            )
        height = max(p.y + p.height for p in placements)
        parts.append(Part(number=number, width_px=200, height_px=height, placements=tuple(placements)))
    layout = Layout(film=FILM, parts=tuple(parts))
    return Prepared(designs=designs, items=(), layout=layout, problems=(), left_out=())


class Ears:
    """A listener that remembers, and may act on a message."""

    def __init__(self, act=lambda message: None) -> None:
        self.heard: list = []
        self.act = act
        self.cancel = threading.Event()

    def __call__(self, message) -> None:
        self.heard.append(message)
        self.act(message)

    def of(self, *kinds) -> list:
        return [message for message in self.heard if isinstance(message, kinds)]


def job(tmp_path: Path, **changes) -> Job:
    job = Job(name="Night", lines=(), out=str(tmp_path / "out"), film=FILM, scratch=str(tmp_path / "scratch"))
    return msgspec.structs.replace(job, **changes)


@pytest.fixture
def make(decoder: Decoder):
    def make(tmp_path: Path, prepared: Prepared, ears: Ears, **changes) -> RenderDone:
        return render(job(tmp_path, **changes), prepared, ears, ears.cancel, decoder)

    return make


def expected(artwork: Path, part: Part) -> np.ndarray:
    sheet = np.zeros((part.height_px, part.width_px, 4), np.uint8)
    for p in part.placements:
        with Image.open(artwork / p.design) as image:
            turned = np.rot90(np.array(image), -p.rotation // 90)
        sheet[p.y : p.y + p.height, p.x : p.x + p.width] = turned
    return sheet


def test_sheets_and_manifest(tmp_path: Path, artwork: Path, prepared: Prepared, make) -> None:
    done = make(tmp_path, prepared, Ears())
    written = msgspec.json.decode(Path(done.manifest_file).read_bytes(), type=Manifest)
    assert written == done.manifest
    names = ["Night.manifest.json", "Night_Part_1.png", "Night_Part_2.png"]
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == names
    for part, entry in zip(prepared.layout.parts, written.parts, strict=True):
        file = tmp_path / "out" / entry.file
        with Image.open(file) as image:
            assert np.array_equal(np.array(image), expected(artwork, part))
            assert round(image.info["dpi"][0]) == 200
        assert file.stat().st_size == entry.bytes
        assert [(p.design, p.copy, p.rotation) for p in entry.placements] == [
            (p.design, p.copy, p.rotation) for p in part.placements
        ]
    memory = written.memory
    assert memory.peak_rss_bytes >= memory.baseline_rss_bytes > 0
    assert [part.part for part in memory.parts] == [1, 2]
    assert done.exit_code == 0


def test_what_is_said_on_the_way(tmp_path: Path, prepared: Prepared, make) -> None:
    ears = Ears()
    make(tmp_path, prepared, ears)
    sheets = [type(m) for m in ears.of(SheetOpened, SheetSaved, SheetFreed)]
    assert sheets == [SheetOpened, SheetSaved, SheetFreed] * 2
    loaded, freed = ears.of(DesignLoaded), ears.of(DesignFreed)
    assert sorted(m.index for m in loaded) == sorted(m.index for m in freed) == list(range(5))
    assert len(ears.of(ItemCompleted)) == 5
    assert len(ears.of(Placing)) == 7
    assert all(m.rss > 0 for m in [*loaded, *freed])
    fractions = [m.fraction for m in ears.of(Progress)]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert ears.of(Telemetry)[-1].designs_held == 0
    assert ears.of(Telemetry)[-1].scratch_bytes == 0


def test_every_design_that_was_loaded_is_freed_on_a_cancel_too(
    tmp_path: Path, prepared: Prepared, make
) -> None:
    ears = Ears(lambda message: ears.cancel.set() if isinstance(message, Placing) else None)
    with pytest.raises(CancelledError):
        make(tmp_path, prepared, ears)
    loaded, freed = ears.of(DesignLoaded), ears.of(DesignFreed)
    assert loaded
    assert sorted(m.index for m in loaded) == sorted(m.index for m in freed)


@pytest.mark.parametrize("phase", ["saving", "verifying"])
def test_cancel_is_heard_until_a_sheet_has_its_name(
    tmp_path: Path, prepared: Prepared, phase: str, make
) -> None:
    def cancel(message: object) -> None:
        if isinstance(message, Progress) and message.phase == phase:
            ears.cancel.set()

    ears = Ears(cancel)
    with pytest.raises(CancelledError):
        make(tmp_path, prepared, ears)
    assert left_behind(tmp_path) == []


def test_a_folder_that_cannot_be_flushed_makes_no_sheet_a_failed_one(
    tmp_path: Path, prepared: Prepared, monkeypatch: pytest.MonkeyPatch, make
) -> None:
    def refuse(folder: Path) -> None:
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("gangsheet_studio.sheets.atomic._flush_folder", refuse)
    assert len(make(tmp_path, prepared, Ears()).manifest.parts) == 2


def test_a_design_is_freed_with_its_last_copy(tmp_path: Path, prepared: Prepared, make) -> None:
    ears = Ears()
    make(tmp_path, prepared, ears)
    heard = [m for m in ears.heard if isinstance(m, (DesignFreed, SheetSaved))]
    before_part_1_was_saved = heard[: next(n for n, m in enumerate(heard) if isinstance(m, SheetSaved))]
    # a at 0 degrees and b at 90 are on part 1 alone; c at 180 is on both
    assert sorted(m.design for m in before_part_1_was_saved) == ["a.png", "b.png"]


def left_behind(tmp_path: Path) -> list[str]:
    scratch = tmp_path / "scratch"
    out = tmp_path / "out"
    return sorted(str(f) for folder in (scratch, out) if folder.exists() for f in folder.rglob("*"))


@pytest.mark.parametrize(
    ("kind", "moment"),
    [
        *itertools.product(("png", "tiff"), (SheetOpened, DesignLoaded, Placing, DesignFreed)),
        # these free designs once a part is saved
        *itertools.product(("pdf", "svg"), (SheetOpened, DesignLoaded, Placing)),
    ],
)
def test_cancel_leaves_nothing(tmp_path: Path, prepared: Prepared, moment: type, kind: Format, make) -> None:
    ears = Ears()
    ears.act = lambda message: ears.cancel.set() if isinstance(message, moment) else None
    with pytest.raises(CancelledError):
        make(tmp_path, prepared, ears, output=Output(format=kind))
    assert left_behind(tmp_path) == []
    assert len(ears.of(SheetDiscarded)) == 1


def test_cancel_keeps_the_finished_part(tmp_path: Path, prepared: Prepared, make) -> None:
    ears = Ears()
    ears.act = lambda message: ears.cancel.set() if isinstance(message, SheetFreed) else None
    with pytest.raises(CancelledError):
        make(tmp_path, prepared, ears)
    assert left_behind(tmp_path) == [
        str(tmp_path / "out" / name) for name in ("Night.journal", "Night_Part_1.png")
    ]
    assert [m.part for m in ears.of(SheetDiscarded)] == [2]


def test_a_sheet_that_fails_its_check_never_gets_its_name(
    tmp_path: Path, prepared: Prepared, monkeypatch: pytest.MonkeyPatch, make
) -> None:
    flush = AtomicFile.flush_to_disk

    def damage(file: AtomicFile) -> None:
        flush(file)
        data = bytearray(file.temporary.read_bytes())
        data[len(data) // 2] ^= 1
        file.temporary.write_bytes(data)

    monkeypatch.setattr(AtomicFile, "flush_to_disk", damage)
    with pytest.raises(VerificationError, match=r"Night_Part_1\.png"):
        make(tmp_path, prepared, Ears())
    assert left_behind(tmp_path) == []


def test_too_little_memory_is_said_before_anything_is_written(
    tmp_path: Path, prepared: Prepared, make
) -> None:
    with pytest.raises(NotEnoughMemoryError) as caught:
        make(tmp_path, prepared, Ears(), memory=5 << 20)
    assert caught.value.needed > caught.value.available > 0
    assert "MB" in str(caught.value)
    assert left_behind(tmp_path) == []
    assert not (tmp_path / "out").exists()


def test_a_small_budget_means_a_small_plan_and_the_same_sheets(
    tmp_path: Path, artwork: Path, prepared: Prepared, monkeypatch: pytest.MonkeyPatch, make
) -> None:
    monkeypatch.setattr(Usage, "now", lambda usage: 90 << 20)
    small = plan.peak_bytes(plan.PLANS[-1], prepared.layout, prepared.by_key)
    monkeypatch.setattr(plan, "peak_bytes", lambda chosen, *rest: small << plan.PLANS[::-1].index(chosen))
    done = make(tmp_path, prepared, Ears(), memory=int(small * 1.5))
    with Image.open(tmp_path / "out" / done.manifest.parts[0].file) as image:
        assert np.array_equal(np.array(image), expected(artwork, prepared.layout.parts[0]))


def test_too_little_disk_is_said_before_anything_is_written(
    tmp_path: Path, prepared: Prepared, monkeypatch: pytest.MonkeyPatch, make
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda path: usage._replace(free=1 << 20))
    with pytest.raises(NotEnoughDiskError, match="1 MB is free"):
        make(tmp_path, prepared, Ears())
    assert left_behind(tmp_path) == []
    assert not (tmp_path / "out").exists()


def test_a_disk_that_fills_up_meanwhile_stops_the_job_while_there_is_room(
    tmp_path: Path, prepared: Prepared, monkeypatch: pytest.MonkeyPatch, make
) -> None:
    usage = shutil.disk_usage(tmp_path)
    looks = iter([1 << 30] * 4)
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda path: usage._replace(free=next(looks, 20 << 20)))
    with pytest.raises(NotEnoughDiskError, match="is nearly full: 20 MB is left") as caught:
        make(tmp_path, prepared, Ears())
    assert caught.value.needed > caught.value.available == 20 << 20
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [(errno.ENOSPC, NotEnoughDiskError, "is full"), (errno.EIO, OutputError, "can't be used")],
)
def test_a_scratch_disk_that_fails_is_told_apart(
    tmp_path: Path,
    prepared: Prepared,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    kind: type,
    words: str,
    make,
    decoder: Decoder,
) -> None:
    def fail(*args, **kwargs):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(decoder, "stage", fail)
    with pytest.raises(kind, match=f"scratch folder .* {words}"):
        make(tmp_path, prepared, Ears())
    assert left_behind(tmp_path) == []


def test_an_output_folder_that_is_a_file_is_said(tmp_path: Path, prepared: Prepared, make) -> None:
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(OutputError, match="taken"):
        make(tmp_path, prepared, Ears(), out=str(tmp_path / "taken"))
    assert (tmp_path / "taken").read_text() == "mine"


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def test_a_file_damaged_since_it_was_probed_stops_the_job(
    tmp_path: Path, artwork: Path, prepared: Prepared, make
) -> None:
    cut(artwork / "b.png")
    with pytest.raises(RefusedInputError, match=r"b\.png"):
        make(tmp_path, prepared, Ears())
    assert left_behind(tmp_path) == []


def test_with_skip_bad_it_costs_that_design_alone(
    tmp_path: Path, artwork: Path, prepared: Prepared, make
) -> None:
    cut(artwork / "b.png")
    ears = Ears()
    done = make(tmp_path, prepared, ears, skip_bad=True)
    assert done.exit_code == 5
    (unplaced,) = done.manifest.unplaced
    assert (unplaced.design, unplaced.copies, unplaced.reason) == ("b.png", 2, "design-damaged")
    assert [p.design for p in done.manifest.parts[0].placements] == ["a.png", "a.png", "c.png"]
    assert {m.problem.id for m in ears.of(Finding)} == {"designs.damaged"}
    blank = expected(artwork_without(artwork, tmp_path, prepared), prepared.layout.parts[0])
    with Image.open(tmp_path / "out" / "Night_Part_1.png") as image:
        assert np.array_equal(np.array(image), blank)


def artwork_without(artwork: Path, tmp_path: Path, prepared: Prepared) -> Path:
    folder = tmp_path / "expected"
    shutil.copytree(artwork, folder)
    Image.new("RGBA", SIZES["b.png"]).save(folder / "b.png")
    return folder


def test_a_sheet_of_an_earlier_run_is_told_of(tmp_path: Path, prepared: Prepared, make) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "Night_Part_3.png").write_bytes(b"older")
    (tmp_path / "out" / "Day_Part_3.png").write_bytes(b"another job's")
    done = make(tmp_path, prepared, Ears())
    (problem,) = done.manifest.problems
    assert (problem.id, problem.severity) == ("output.older-sheet", "warning")
    assert "Night_Part_3.png is from an earlier run" in problem.message
    assert done.exit_code == 0


def test_a_second_run_replaces_the_first(tmp_path: Path, prepared: Prepared, make) -> None:
    first = make(tmp_path, prepared, Ears())
    second = make(tmp_path, prepared, Ears(), verify=False)
    assert [p.sha256 for p in first.manifest.parts] == [p.sha256 for p in second.manifest.parts]
    assert len(list((tmp_path / "out").iterdir())) == 3


@pytest.mark.parametrize(
    ("compression", "built", "told"), [("lzw", False, 1), ("lzw", True, 0), ("deflate", False, 0)]
)
def test_a_coder_that_was_not_built_is_told_of_once_and_changes_no_byte(
    tmp_path: Path, prepared: Prepared, make, monkeypatch: pytest.MonkeyPatch, compression, built, told
) -> None:
    output = Output(format="tiff", compression=compression)
    first = make(tmp_path, prepared, Ears(), output=output)
    if not built:
        monkeypatch.setattr(fast_lzw, "library", lambda: None)
    ears = Ears()
    again = make(tmp_path, prepared, ears, output=output, fresh=True)
    said = [log.text for log in ears.of(Log) if log.event == "slow-format"]
    assert len(said) == told
    assert all("Choose deflate" in text for text in said)
    assert [part.sha256 for part in again.manifest.parts] == [part.sha256 for part in first.manifest.parts]
