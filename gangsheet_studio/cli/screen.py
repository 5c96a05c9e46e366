"""How a running command is shown: a bar on a terminal, lines in a pipe, JSON Lines, or nothing."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Protocol

from gangsheet_studio import __version__
from gangsheet_studio.cli.output import say, say_json
from gangsheet_studio.model.one_line import one_line
from gangsheet_studio.model.units import format_bytes
from gangsheet_studio.protocol import PROTOCOL, Hello, Log, Progress, Telemetry, encode

if TYPE_CHECKING:
    import argparse

    from gangsheet_studio.protocol import AnyMessage


class Screen(Protocol):
    """Shows messages one at a time; `close` leaves the terminal clean."""

    def show(self, message: AnyMessage) -> None: ...  # noqa: D102

    def close(self) -> None: ...  # noqa: D102


def open_screen(options: argparse.Namespace) -> Screen:
    """Return the screen that `options` and the streams ask for."""
    renders = options.command in ("render", "demo")
    if options.json:
        return JsonLines() if renders else Silence()
    if options.quiet:
        return Silence()
    if all(stream is not None and stream.isatty() for stream in (sys.stdout, sys.stderr)):
        return Bar()
    return Lines() if renders else Silence()


class Silence:
    """Shows nothing."""

    def show(self, message: AnyMessage) -> None:
        """Drop `message`."""

    def close(self) -> None:
        """Do nothing."""


class Lines(Silence):
    """The log's lines, for a pipe."""

    def show(self, message: AnyMessage) -> None:
        """Write log lines."""
        if isinstance(message, Log):
            say(message.text)


class JsonLines(Silence):
    """Every message of the protocol, for programs; hello first."""

    def __init__(self) -> None:
        self.show(Hello(protocol=PROTOCOL, version=__version__, pid=os.getpid()))

    def show(self, message: AnyMessage) -> None:
        """Write `message` as it is."""
        say_json(encode(message))


class Bar:
    """A progress bar with what is going on and the memory in use."""

    def __init__(self) -> None:
        from tqdm import tqdm

        form = "{percentage:3.0f}% |{bar:30}| {elapsed} {desc}{postfix}"
        columns = shutil.get_terminal_size().columns  # 80 where a terminal does not say
        self._bar = tqdm(total=1.0, file=sys.stderr, bar_format=form, ncols=columns, leave=False)

    def show(self, message: AnyMessage) -> None:
        """Move the bar."""
        if isinstance(message, Progress):
            self._bar.set_description_str(one_line(message.text), refresh=False)
            self._bar.n = message.fraction
            self._bar.refresh()
        elif isinstance(message, Telemetry):
            self._bar.set_postfix_str(format_bytes(message.rss), refresh=False)

    def close(self) -> None:
        """Take the bar away."""
        self._bar.close()
