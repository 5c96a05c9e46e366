"""Requests and messages as lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from gangsheet_studio.model.one_line import one_line
from gangsheet_studio.protocol.answers import Done, Failed
from gangsheet_studio.protocol.news import (
    Deduplicated,
    DesignFreed,
    DesignLoaded,
    Finding,
    Hello,
    Improved,
    Inspected,
    ItemCompleted,
    Log,
    Outlined,
    Placing,
    Progress,
    SheetDiscarded,
    SheetFreed,
    SheetKept,
    SheetOpened,
    SheetSaved,
    Telemetry,
    Thumbnail,
)
from gangsheet_studio.protocol.requests import AnyRequest

AnyMessage: TypeAlias = (
    Hello
    | Progress
    | Telemetry
    | Thumbnail
    | Inspected
    | Deduplicated
    | DesignLoaded
    | Placing
    | ItemCompleted
    | DesignFreed
    | SheetOpened
    | SheetSaved
    | SheetKept
    | SheetFreed
    | SheetDiscarded
    | Outlined
    | Improved
    | Finding
    | Log
    | Done
    | Failed
)

Listener: TypeAlias = Callable[[AnyMessage], None]


class ProtocolError(ValueError):
    """A line that is no message of this protocol."""


def encode(message: AnyMessage | AnyRequest) -> bytes:
    """Return one line, newline included."""
    return msgspec.json.encode(message) + b"\n"


def decode_request(line: bytes) -> AnyRequest:
    """Return the request in `line`; ProtocolError says what is wrong with it."""
    try:
        request: AnyRequest = msgspec.json.decode(line, type=AnyRequest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ProtocolError(f"not a request: {one_line(str(error))}") from error
    return request


def decode_message(line: bytes) -> AnyMessage:
    """Return the message in `line`; ProtocolError says what is wrong with it."""
    try:
        message: AnyMessage = msgspec.json.decode(line, type=AnyMessage)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ProtocolError(f"not a message: {one_line(str(error))}") from error
    return message
