"""Every Qt warning fails a test of the studio."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            # the off-screen platform says so of every window
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))
