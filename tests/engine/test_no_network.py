"""An engine and its decoder ask no network for anything."""

import subprocess
import sys

import pytest

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.job import Job
from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.protocol import (
    Hello,
    NestDone,
    NestRequest,
    OrdersDone,
    OrdersRequest,
    RenderDone,
    RenderRequest,
    ThumbnailsDone,
    ThumbnailsRequest,
)
from tests.engine.conftest import EngineChild
from tests.tracing import can_trace, network_calls, tracing_network

SMALL = Film(width=10, longest=20, dpi=100)
# it asks for two pictures of others
GREEDY = """
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="99" height="99">
<image href="http://192.0.2.1/a.png" width="9" height="9"/><rect width="50" height="50" fill="red"/>
<image xlink:href="https://example.com/b.png" width="9" height="9"/></svg>
"""
SERVER = "import socket; socket.create_server(('127.0.0.1', 0))"


@pytest.mark.skipif(not can_trace(), reason="nothing here can tell what a process asks the system for")
def test_a_socket_would_be_seen(tmp_path):
    log = tmp_path / "network"
    subprocess.run([*tracing_network(log), sys.executable, "-c", SERVER], check=True)
    assert any("listen(" in line for line in network_calls(log))


@pytest.mark.skipif(not can_trace(), reason="nothing here can tell what a process asks the system for")
def test_an_engine_opens_no_socket(tmp_path, art):
    log = tmp_path / "network"
    (art / "greedy.svg").write_text(GREEDY)
    engine = EngineChild(tmp_path / "home", under=tracing_network(log))
    assert isinstance(engine.hear(), Hello)
    lines = tuple(OrderLine(design=name, path=str(art / name)) for name in ("red.png", "blue.png"))
    engine.say(
        OrdersRequest(id=1, paths=(str(art),)),
        ThumbnailsRequest(id=2, paths=(str(art / "red.png"), str(art / "greedy.svg"))),
        NestRequest(id=3, lines=lines, film=SMALL),
        RenderRequest(id=4, job=Job(name="Night", lines=lines, out=str(tmp_path / "out"), film=SMALL)),
    )
    for number, answer in enumerate((OrdersDone, ThumbnailsDone, NestDone, RenderDone), 1):
        engine.hear_until(answer, request=number)
    code, _ = engine.end()
    engine.close()
    assert code == 0
    assert network_calls(log) == []
