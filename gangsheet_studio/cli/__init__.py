"""The command line. Every import is lazy, so that `--help` and the engine's hello come at once."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; SystemExit 2 if the call is wrong."""
    try:
        return _run(sys.argv[1:] if argv is None else list(argv))
    except KeyboardInterrupt:  # while modules load: from then on the command sees to it itself
        from gangsheet_studio.errors import CancelledError

        return CancelledError.exit_code


def _run(argv: Sequence[str]) -> int:
    if list(argv) == ["decoder"]:  # what an engine starts, and nobody else
        from gangsheet_studio.decoder.process import main as decoder

        decoder()
    from gangsheet_studio.cli.arguments import parse

    options = parse(argv)
    if options.command == "engine":
        from gangsheet_studio.engine.process import main as engine

        engine()
    if options.command == "studio" or getattr(options, "window", False):
        from gangsheet_studio.cli.studio import open_window

        return open_window(options)
    if options.command == "doctor":  # it must speak where nothing else does
        from gangsheet_studio.cli.doctor import run as examine

        return examine(options)
    from gangsheet_studio.cli.commands import run

    return run(options)
