"""The lines of the design's section 7, to the letter."""

import pytest

from gangsheet_studio.engine.log_lines import log_lines
from gangsheet_studio.protocol import (
    Deduplicated,
    DesignFreed,
    DesignLoaded,
    Failed,
    ItemCompleted,
    Placing,
    Progress,
    SheetDiscarded,
    SheetFreed,
    SheetSaved,
)

GIB = 1 << 30

TABLE = {
    "deduplicated": (
        Deduplicated(files=26, unique=15),
        ["Deduplication: 26 total files, 15 unique (11 duplicates, 42.3% savings)"],
        ["deduplication"],
    ),
    "nothing to deduplicate": (
        Deduplicated(files=0, unique=0),
        ["Deduplication: 0 total files, 0 unique (0 duplicates, 0.0% savings)"],
        ["deduplication"],
    ),
    "placing": (
        Placing(design="UV840.png", copy=1, copies=5),
        ["Placing UV840.png copy 1 of 5..."],
        ["placing"],
    ),
    "completed": (
        ItemCompleted(design="UV840.png", size="3x3"),
        ["Completed all items for key UV840.png 3x3"],
        ["item-completed"],
    ),
    "freed": (
        DesignFreed(design="UV840.png", index=3, rss=int(0.14 * GIB)),
        ["Freeing design from memory: UV840.png (index 3)", "   Memory after freeing design: 0.14GB"],
        ["design-freeing", "design-freed"],
    ),
    "saved": (
        SheetSaved(part=1, file="GangSheet_Part_1.png", bytes=9, copies=45, rss=GIB),
        ["Successfully created gang sheet with 45 layers: GangSheet_Part_1.png"],
        ["sheet-created"],
    ),
    "sheet freed": (
        SheetFreed(part=1, before=int(0.19 * GIB), after=int(0.14 * GIB), collected=12),
        [
            "Memory before cleanup: 0.19GB",
            "Deleting gang sheet arrays for part 1...",
            "Garbage collection complete: 12 objects collected",
            "FREED 0.05GB after saving part 1",
            "   Before: 0.19GB -> After: 0.14GB",
            "Gang sheet already cleaned up (success path)",
        ],
        [
            "cleanup-before",
            "cleanup-deleting",
            "cleanup-collected",
            "sheet-freed",
            "sheet-memory",
            "cleanup-done",
        ],
    ),
    "discarded": (
        SheetDiscarded(part=1, rss=GIB),
        ["CLEANUP (Error Path): Gang sheet still exists, cleaning up..."],
        ["cleanup-error-path"],
    ),
}


@pytest.mark.parametrize(("message", "texts", "events"), TABLE.values(), ids=TABLE)
def test_lines_are_as_people_grep_for_them(message, texts, events):
    lines = log_lines(message)
    assert [line.text for line in lines] == texts
    assert [line.event for line in lines] == events


def test_a_sheet_after_which_memory_grew_frees_nothing_and_says_so():
    lines = [line.text for line in log_lines(SheetFreed(part=2, before=GIB, after=2 * GIB, collected=0))]
    assert "FREED 0.00GB after saving part 2" in lines
    assert "   Before: 1.00GB -> After: 2.00GB" in lines


@pytest.mark.parametrize(
    "message",
    [
        Progress(phase="nesting", fraction=0.1, text="…"),
        DesignLoaded(design="a", index=0, size="", bytes=1, rss=1),
        Failed(error="cancelled", text="…", exit_code=130),
    ],
)
def test_other_messages_tell_themselves(message):
    assert log_lines(message) == ()
