"""Messages as the log lines that people grep for; programs branch on the event, never on the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gangsheet_studio.model.one_line import one_line
from gangsheet_studio.model.units import GB
from gangsheet_studio.protocol import (
    Deduplicated,
    DesignFreed,
    ItemCompleted,
    Log,
    Placing,
    SheetDiscarded,
    SheetFreed,
    SheetKept,
    SheetSaved,
)

if TYPE_CHECKING:
    from gangsheet_studio.protocol import AnyMessage

Level = Literal["debug", "info", "warning", "error"]


def log_lines(message: AnyMessage) -> tuple[Log, ...]:
    """Return the lines that tell `message`, none for most; figures are the message's own."""
    match message:
        case Deduplicated():
            return (_line("deduplication", _deduplication(message.files, message.unique)),)
        case Placing(design=design, copy=copy, copies=copies):
            return (_line("placing", f"Placing {design} copy {copy} of {copies}..."),)
        case ItemCompleted(design=design, size=size):
            return (_line("item-completed", f"Completed all items for key {design} {size}"),)
        case DesignFreed(design=design, index=index, rss=rss):
            return (
                _line("design-freeing", f"Freeing design from memory: {design} (index {index})"),
                _line("design-freed", f"   Memory after freeing design: {_gb(rss)}"),
            )
        case SheetSaved(copies=copies, file=file):
            text = f"Successfully created gang sheet with {copies} layers: {file}"
            return (_line("sheet-created", text),)
        case SheetKept(file=file):
            return (_line("sheet-kept", f"Keeping finished gang sheet: {file}"),)
        case SheetFreed():
            return _sheet_freed(message)
        case SheetDiscarded():
            text = "CLEANUP (Error Path): Gang sheet still exists, cleaning up..."
            return (_line("cleanup-error-path", text, "warning"),)
    return ()


def _sheet_freed(message: SheetFreed) -> tuple[Log, ...]:
    freed = max(message.before - message.after, 0)
    return (
        _line("cleanup-before", f"Memory before cleanup: {_gb(message.before)}"),
        _line("cleanup-deleting", f"Deleting gang sheet arrays for part {message.part}..."),
        _line("cleanup-collected", f"Garbage collection complete: {message.collected} objects collected"),
        _line("sheet-freed", f"FREED {_gb(freed)} after saving part {message.part}"),
        _line("sheet-memory", f"   Before: {_gb(message.before)} -> After: {_gb(message.after)}"),
        _line("cleanup-done", "Gang sheet already cleaned up (success path)"),
    )


def _deduplication(files: int, unique: int) -> str:
    twice = files - unique
    savings = 100 * twice / files if files else 0.0
    return f"Deduplication: {files} total files, {unique} unique ({twice} duplicates, {savings:.1f}% savings)"


def _line(event: str, text: str, level: Level = "info") -> Log:
    return Log(level=level, event=event, text=one_line(text))


def _gb(count: int) -> str:
    return f"{count / GB:.2f}GB"
