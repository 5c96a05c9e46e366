"""Lines for people and programs, on streams that may be closed, piped or missing."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO


def prepare_streams(*, json: bool) -> None:
    """Let no character of a file name stop a line; JSON is UTF-8 everywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if json and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")


def say(text: str) -> None:
    """Write a line to stdout."""
    _write(sys.stdout, text)


def complain(text: str) -> None:
    """Write a line to stderr."""
    _write(sys.stderr, text)


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # a windowed bundle has neither
        return
    try:
        stream.write(text + "\n")
        stream.flush()
    except OSError:
        # whoever read has gone; the job goes on, and Python's own flush at exit must not fail either
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
