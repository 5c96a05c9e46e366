"""Pictures that mean harm cost themselves alone: the engine names each, stays small, and goes on."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from gangsheet_studio.errors import LEFT_OUT
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.job import Job
from gangsheet_studio.model.order import OrderLine, Size
from gangsheet_studio.protocol import Failed, Finding, RenderDone, RenderRequest
from tests.hostile.image_engine import Engine, Outcome, judge
from tests.hostile.images import CASES

PRINTED = (
    "wrong checksum of a text.png",
    "zTXt of 4 GB.png",
    "3 MB behind its end.jpg",
    "animated, 20,000 frames.webp",
    "100,000 frames.gif",
    "flipped in the middle.png",
    "fewer rows than it says.png",
    "cut, and the end put back.jpg",
    "cut at 50% baseline.jpg",
    "pixels cut, directory whole.tif",
    "cut at 50% art.gif",
    "flipped in its LZW.tif",
    "10^9 uses.svg",
    "a billion laughs.svg",
    "40,000 x 40,000 in 1 KB.png",
    "PostScript.png",
    "folder.png",
    "empty.png",
)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    return list(judge(CASES, tmp_path_factory.mktemp("hostile")))


def test_there_are_many_and_each_has_a_name() -> None:
    assert len(CASES) >= 200
    assert [name for name, count in Counter(case.name for case in CASES).items() if count > 1] == []
    assert {*PRINTED} <= {case.name for case in CASES}


def test_each_is_what_it_should_be(outcomes: list[Outcome]) -> None:
    wrong = [f"{outcome.case.name}: {outcome.wrong}" for outcome in outcomes if outcome.wrong]
    assert not wrong, "\n".join(wrong)
    assert len(outcomes) == sum(case.here for case in CASES)


def test_each_is_told_in_a_sentence(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.word.startswith("designs."):
            assert outcome.said.startswith("“") and outcome.said.endswith("."), outcome.said
            assert outcome.case.name in outcome.said
            assert "Traceback" not in outcome.said and len(outcome.said) < 400


def order(tmp_path: Path) -> tuple[OrderLine, ...]:
    """Return a good line between bad ones, each an inch wide."""
    Image.new("RGBA", (100, 100), "red").save(tmp_path / "good.png", dpi=(100, 100))
    lines = [OrderLine(design="good", path=str(tmp_path / "good.png"), quantity=2)]
    for case in CASES:
        if case.name in PRINTED:
            case.make(tmp_path / case.name)
            lines.append(OrderLine(design=case.name, path=str(tmp_path / case.name), size=Size(width=1.0)))
    return (*lines[5:], *lines[:5])


@pytest.mark.parametrize("accepted", [False, True])
def test_the_good_one_beside_them_is_printed(tmp_path: Path, accepted: bool) -> None:
    lines = order(tmp_path)
    if accepted:
        lines = tuple(msgspec.structs.replace(line, accept_damage=True) for line in lines)
    out = tmp_path / "out"
    job = Job(name="Night", lines=lines, out=str(out), film=Film(dpi=100), skip_bad=True)
    engine = Engine(tmp_path / "home")
    try:
        engine.say(RenderRequest(id=1, job=job))
        *heard, done = engine.hear_until(RenderDone, Failed, request=1)
        code, _ = engine.end()
    finally:
        engine.close()
    assert isinstance(done, RenderDone), done
    assert (done.exit_code, code, engine.stderr) == (LEFT_OUT, 0, b"")
    manifest = json.loads(Path(done.manifest_file).read_text())
    printed = Counter(placement["index"] for part in manifest["parts"] for placement in part["placements"])
    left_out = {entry["index"] for entry in manifest["unplaced"]}
    names = [line.design for line in lines]
    assert printed[names.index("good") + 1] == 2
    assert sorted({*printed, *left_out}) == list(range(1, len(lines) + 1))
    told = {message.problem.line for message in heard if isinstance(message, Finding)}
    assert left_out <= told
    halves = ("flipped in the middle.png", "cut at 50% baseline.jpg", "cut at 50% art.gif")
    assert all((names.index(name) + 1 in printed) is accepted for name in halves)
    with Image.open(out / manifest["parts"][0]["file"]) as sheet:
        assert (255, 0, 0, 255) in {colour for _, colour in sheet.getcolors(1 << 20) or ()}
