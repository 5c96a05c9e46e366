"""What engine and studio say to each other, damaged on the way: refused with a reason, and never more."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangsheet_studio import protocol
from gangsheet_studio.model.one_line import one_line
from gangsheet_studio.protocol import Failed, Hello, ProbeDone, ProbeRequest, ProtocolError
from tests.engine.conftest import EngineChild
from tests.hostile.mutations import mutated
from tests.test_protocol import MESSAGES, REQUESTS


def any_of(lines):
    return st.sampled_from([protocol.encode(line) for line in lines]).flatmap(mutated)


@settings(max_examples=400, deadline=None)
@given(any_of(REQUESTS))
def test_a_damaged_request_is_one_or_a_protocol_error(line):
    try:
        request = protocol.decode_request(line)
    except ProtocolError as error:
        assert str(error)
    else:
        assert protocol.decode_request(protocol.encode(request)) == request


@settings(max_examples=400, deadline=None)
@given(any_of(MESSAGES))
def test_a_damaged_message_is_one_or_a_protocol_error(line):
    try:
        message = protocol.decode_message(line)
    except ProtocolError as error:
        assert str(error)
    else:
        assert protocol.decode_message(protocol.encode(message)) == message


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """One engine that hears all of it."""
    child = EngineChild(tmp_path_factory.mktemp("home"))
    assert isinstance(child.hear(), Hello)
    yield child
    code, _ = child.end()
    child.close()
    assert code == 0
    assert b"Traceback" not in child.stderr


ASKED = ProbeRequest(id=7, paths=("/nowhere/a.png", "/nowhere/b.png"))
LAST = ProbeRequest(id=1, paths=())


@settings(max_examples=100, deadline=None)
@given(st.lists(mutated(protocol.encode(ASKED)), min_size=1, max_size=4))
def test_an_engine_answers_each_damaged_line_and_goes_on(engine, lines):
    engine.write(b"\n".join(lines) + b"\n")
    engine.write(protocol.encode(LAST))
    heard = engine.hear_until(ProbeDone, request=1)
    failures = [message for message in heard if isinstance(message, Failed)]
    assert {message.error for message in failures} <= {"protocol", "refused-input", "cancelled"}
    assert all(message.text == one_line(message.text) for message in failures)
