"""Every message survives the wire, and no line that isn't one gets through."""

import json
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangsheet_studio import protocol
from gangsheet_studio.model.design import Design
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.inspection import Inspection
from gangsheet_studio.model.job import Job
from gangsheet_studio.model.layout import Item, Layout, Part, Placement, Unplaced
from gangsheet_studio.model.manifest import Manifest, MemoryReport
from gangsheet_studio.model.marks import Mark
from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.model.order import OrderLine, Orders, Size
from gangsheet_studio.model.outline import Island, Outline
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.protocol import AnyMessage, AnyRequest, ProtocolError

LINE = OrderLine(design="Löwe “a”.png", path="/a b.png", size=Size(3.0), quantity=2, order="#1001", row=7)
PROBLEM = Problem(
    id="orders.bad-quantity",
    severity="error",
    message="…",
    value="\U0001f600",
    row=3,
    figure=142.5,
    choices=("/a.png",),
)
ITEM = Item(line=1, design="a.png", key="k", order="", width_px=2, height_px=3, quantity=1)
PLACEMENT = Placement(
    line=1, design="a.png", key="k", order="", copy=1, x=0, y=0, width=3, height=2, rotation=270
)
LAYOUT = Layout(
    film=Film(),
    parts=(Part(number=1, width_px=9200, height_px=86000, placements=(PLACEMENT,)),),
    unplaced=(Unplaced(line=2, design="b", order="", copies=1, reason="too-wide", message="…"),),
)
DESIGN = Design(
    key="0f" * 32,
    path="/art/a.png",
    name="a.png",
    format="png",
    width_px=5500,
    height_px=4550,
    dpi=(300.0, 299.9994),
    colour="rgb",
    bits=8,
    alpha=True,
    profile=False,
    orientation=1,
    file_bytes=1,
    streams=True,
)
MANIFEST = Manifest(
    job="Spring",
    created="2025-01-31T12:00:00Z",
    film=Film(),
    parts=(),
    unplaced=(),
    problems=(PROBLEM,),
    memory=MemoryReport(baseline_rss_bytes=1, peak_rss_bytes=2, limit_bytes=1 << 40, parts=()),
    seconds=1.5,
)
FORECAST = protocol.Forecast(peak_bytes=1, scratch_bytes=2, output_bytes=3, seconds=0.1, limit_bytes=4)
LABEL = Mark(kind="label", x=1, y=2, width=3, height=4, wordings=(("#1", "1 of 2"),), line=1, copy=1)
MARKS = ((LABEL,),)

REQUESTS = [
    protocol.OrdersRequest(id=1, paths=("a.csv",), designs=("art",), unit="cm"),
    protocol.ProbeRequest(id=2, paths=("a.png", "b.png")),
    protocol.ThumbnailsRequest(id=2, paths=("a.png",), side=64),
    protocol.ThumbnailsRequest(id=2, paths=("a.png",), harden=0.5, heat=True),
    protocol.InspectRequest(id=2, lines=(LINE,), film=Film(dpi=300), thinnest=0.01),
    protocol.NestRequest(id=3, lines=(LINE,), film=Film(dpi=300), memory=1 << 28, out="/out", scratch="/tmp"),
    protocol.NestRequest(
        id=3, lines=(LINE,), film=Film(gap_along=0.25), nesting=Nesting(mode="spread"), around=LAYOUT
    ),
    protocol.ImproveRequest(
        id=3, lines=(LINE,), film=Film(), start=LAYOUT, nesting=Nesting(shapes=False), seconds=9.5, steps=7
    ),
    protocol.CompareRequest(id=3, lines=(LINE,), films=(Film(), Film(width=22.0, price=0.3))),
    protocol.RenderRequest(id=4, job=Job(name="Spring", lines=(LINE,), out="/out", problems=(PROBLEM,))),
    protocol.FinishedRequest(id=4, job=Job(name="Spring", lines=(LINE,), out="/out", fresh=True)),
    protocol.VerifyRequest(id=4, manifest="/out/Spring.manifest.json"),
    protocol.CancelRequest(id=4),
]
MESSAGES = [
    protocol.Hello(protocol=protocol.PROTOCOL, version="0.1.0", pid=7),
    protocol.Progress(id=1, phase="painting", fraction=0.25, text="…", part=1, parts=2, row=8, rows=9),
    protocol.Telemetry(
        id=1,
        seconds=0.2,
        rss=1,
        peak=2,
        limit=3,
        budget=4,
        designs_held=5,
        scratch_bytes=6,
        phase="idle",
    ),
    protocol.Thumbnail(
        id=1, path="/a.png", key="k", width=2, height=1, pixels=bytes(range(248, 256)), soft=0.25
    ),
    protocol.Inspected(
        id=1,
        line=3,
        key="k",
        inspection=Inspection(box=(1, 2, 3, 4), visible=12, soft=3, thin=2, thin_at=(0.5, 0.25), outside=0.5),
    ),
    protocol.InspectDone(id=1, problems=(PROBLEM,)),
    protocol.Deduplicated(id=1, files=26, unique=15),
    protocol.DesignLoaded(id=1, design="a.png", index=0, size="3x3", bytes=9, rss=1),
    protocol.Placing(id=1, design="a.png", copy=1, copies=5),
    protocol.ItemCompleted(id=1, design="a.png", size="3x3"),
    protocol.DesignFreed(id=1, design="a.png", index=0, rss=1),
    protocol.SheetOpened(
        id=1, part=1, parts=2, file="S_Part_1.png", width_px=1, height_px=2, copies=3, rss=4
    ),
    protocol.SheetSaved(id=1, part=1, file="S_Part_1.png", bytes=9, copies=3, rss=4),
    protocol.SheetKept(id=1, part=1, parts=2, file="S_Part_1.png", bytes=9, copies=3),
    protocol.SheetFreed(id=1, part=1, before=2, after=1, collected=12),
    protocol.SheetDiscarded(id=1, part=1, rss=4),
    protocol.Outlined(
        id=1,
        key="k",
        outline=Outline(
            islands=(Island(((0.0, 0.0), (1.0, 0.0), (0.5, 1.0)), (((0.4, 0.1), (0.6, 0.1), (0.5, 0.3)),)),),
            solid=0.48,
        ),
    ),
    protocol.Improved(
        id=1, layout=LAYOUT, seconds=1.5, steps=12, rows=(215.0,), rows_in_all=300.0, marks=MARKS
    ),
    protocol.ImproveDone(id=1, steps=200, why="time"),
    protocol.CompareDone(
        id=1, uses=(protocol.FilmUse(film=Film(), length=12.5, cost=3.75, parts=1, unplaced=0),)
    ),
    protocol.Finding(id=1, problem=PROBLEM),
    protocol.Log(id=1, level="info", event="placing", text="two\nlines"),
    protocol.OrdersDone(id=1, orders=Orders((LINE,), (PROBLEM,))),
    protocol.ProbeDone(id=1, designs=(DESIGN,), problems=(PROBLEM,)),
    protocol.ThumbnailsDone(id=1, problems=(PROBLEM,)),
    protocol.NestDone(id=1, layout=LAYOUT, items=(ITEM,), problems=(), forecast=FORECAST, marks=MARKS),
    protocol.RenderDone(
        id=1, manifest=MANIFEST, manifest_file="/out/Spring.manifest.json", exit_code=5, kept=(1,)
    ),
    protocol.FinishedDone(id=1, parts=3, finished=(1, 2)),
    protocol.VerifyDone(
        id=1,
        job="Spring",
        files=(protocol.CheckedFile(name="a.png", kind="sheet", state="missing", message="…"),),
    ),
    protocol.Failed(id=1, error="not-enough-memory", text="…", exit_code=4, needed=2, available=1),
]


def test_the_tables_above_are_complete():
    assert {type(request) for request in REQUESTS} == set(get_args(AnyRequest))
    assert {type(message) for message in MESSAGES} == set(get_args(AnyMessage))


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: type(request).__name__)
def test_a_request_comes_back_as_it_was_sent(request_):
    line = protocol.encode(request_)
    assert line.count(b"\n") == 1 and line.endswith(b"\n")
    assert protocol.decode_request(line) == request_
    assert json.loads(line)["id"] == request_.id


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_a_message_comes_back_as_it_was_sent(message):
    line = protocol.encode(message)
    assert line.count(b"\n") == 1 and line.endswith(b"\n")
    assert protocol.decode_message(line) == message


BAD_REQUESTS = {
    "empty": b"\n",
    "blank": b"   \n",
    "garbage": b"\x00\xff\xfe\n",
    "bad utf-8 in a name": b'{"request":"probe","id":1,"paths":["\xff"]}\n',
    "no json": b"probe a.png\n",
    "half a line": b'{"request":"probe","id":1,"pa\n',
    "two on a line": b'{"request":"cancel","id":1}{"request":"cancel","id":2}\n',
    "a list": b"[]\n",
    "a number": b"17\n",
    "null": b"null\n",
    "no verb": b'{"id":1}\n',
    "unknown verb": b'{"request":"eval","id":1}\n',
    "verb of the wrong type": b'{"request":1,"id":1}\n',
    "no id": b'{"request":"probe","paths":[]}\n',
    "id of the wrong type": b'{"request":"cancel","id":"1"}\n',
    "id is a fraction": b'{"request":"cancel","id":1.5}\n',
    "id is null": b'{"request":"cancel","id":null}\n',
    "id is negative": b'{"request":"cancel","id":-1}\n',
    "id beyond exact numbers": b'{"request":"cancel","id":9007199254740992}\n',
    "id beyond 64 bits": b'{"request":"cancel","id":' + b"9" * 40 + b"}\n",
    "missing field": b'{"request":"probe","id":1}\n',
    "field of the wrong type": b'{"request":"probe","id":1,"paths":"a.png"}\n',
    "unknown field": b'{"request":"probe","id":1,"paths":[],"force":true}\n',
    "no picture is so small": b'{"request":"thumbnails","id":1,"paths":[],"side":7}\n',
    "unknown unit": b'{"request":"orders","id":1,"paths":[],"unit":"furlong"}\n',
    "not a number": b'{"request":"nest","id":1,"lines":[],"film":{"width":NaN}}\n',
    "infinite": b'{"request":"nest","id":1,"lines":[],"film":{"width":1e999}}\n',
    "nested too deep": b'{"request":"probe","id":1,"paths":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n",
}


@pytest.mark.parametrize("line", BAD_REQUESTS.values(), ids=BAD_REQUESTS)
def test_a_bad_request_is_refused_with_a_reason(line):
    with pytest.raises(ProtocolError, match=r"not a request: ."):
        protocol.decode_request(line)


@pytest.mark.parametrize(
    "line", [b"\n", b"{}\n", b'{"type":"hello"}\n', b'{"type":"progress","phase":"lunch"}\n', b"\xff\n"]
)
def test_a_bad_message_is_refused_with_a_reason(line):
    with pytest.raises(ProtocolError, match=r"not a message: ."):
        protocol.decode_message(line)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_request_or_a_protocol_error(line):
    try:
        request = protocol.decode_request(line)
    except ProtocolError as error:
        assert str(error)
    else:
        assert msgspec.json.decode(line)["id"] == request.id


def test_a_message_from_a_newer_engine_may_say_more():
    line = b'{"type":"deduplicated","files":2,"unique":1,"mood":"good"}\n'
    assert protocol.decode_message(line) == protocol.Deduplicated(files=2, unique=1)


def test_a_setting_that_nobody_knows_is_refused_where_it_stands():
    for line in (
        b'{"request":"nest","id":1,"lines":[],"film":{"width":10,"rotat":"none"}}',
        b'{"request":"nest","id":1,"lines":[{"design":"a","size":{"widht":3}}],"film":{}}',
    ):
        with pytest.raises(ProtocolError, match="unknown field"):
            protocol.decode_request(line)
