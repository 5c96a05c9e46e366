"""Lines for people and programs, on streams that may be closed, piped or missing."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

from gangsheet_studio.model.one_line import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence


def prepare_streams(*, json: bool) -> None:
    """Let no character of a file name stop a line; JSON is UTF-8 everywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if json and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")


def say(*lines: str) -> None:
    """Write lines to stdout, each of them on one whatever names are in it."""
    _write_lines(sys.stdout, lines)


def say_json(document: bytes) -> None:
    """Write a JSON document to stdout as it is, for programs."""
    _write(sys.stdout, document.decode().rstrip("\n"))


def complain(*lines: str) -> None:
    """Write lines to stderr, each of them on one whatever names are in it."""
    _write_lines(sys.stderr, lines)


def _write_lines(stream: TextIO | None, lines: Sequence[str]) -> None:
    if lines:
        _write(stream, "\n".join(map(one_line, lines)))


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # a windowed bundle has neither
        return
    try:
        stream.write(text + "\n")
        stream.flush()
    except OSError:
        # whoever read has gone; the job goes on, and Python's own flush at exit must not fail either
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
