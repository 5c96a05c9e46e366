"""The log files that staff send when they ask for help: small, rotating, never in the way of the work."""

from __future__ import annotations

import logging
import logging.handlers
from typing import TYPE_CHECKING, Any, Final

from gangsheet_studio.folders import log_folder
from gangsheet_studio.model.one_line import one_line

if TYPE_CHECKING:
    from pathlib import Path

_MOST_BYTES: Final = 2 << 20
_KEPT: Final = 3
_FORMAT: Final = "%(asctime)s %(process)d %(levelname)s %(message)s"


class _GentleFile(logging.handlers.RotatingFileHandler):
    """Goes quiet where the disk is full or another engine holds the file open: a log stops no work."""

    def rotate(self, source: str, dest: str) -> None:
        try:
            super().rotate(source, dest)
        except OSError:  # Windows renames no file that another engine has open: go on in it
            return

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002 - named by logging
        return


class _OneLine(logging.Formatter):
    """Keeps each message on a line of its own, whatever names are in it; tracebacks stand indented below."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - named by logging
        return one_line(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: ANN401, N802 - named and typed by logging
        return "\n".join("  " + one_line(line) for line in super().formatException(ei).split("\n"))


def open_log(folder: Path | None = None, *, name: str = "engine") -> logging.Logger:
    """Return a logger of its own that writes `NAME.log` in `folder`, or nothing where that can't be."""
    log = logging.Logger(f"gangsheet_studio.{name}")  # its own: what libraries log stays out
    try:
        folder = folder or log_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = _GentleFile(
            folder / f"{name}.log",
            maxBytes=_MOST_BYTES,
            backupCount=_KEPT,
            encoding="utf-8",
            errors="replace",
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(_OneLine(_FORMAT))
    log.addHandler(handler)
    return log


def close_log(log: logging.Logger) -> None:
    """Close the file of `log`."""
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()
