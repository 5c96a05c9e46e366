"""How tests that run side by side are shared out."""

from pathlib import Path

import pytest

STUDIO = Path(__file__).with_name("studio")


def pytest_collection_modifyitems(items):
    """Keep the tests of a file together, and all that look at windows: they share a screen and its focus."""
    for item in items:
        together = "windows" if STUDIO in item.path.parents else str(item.path)
        item.add_marker(pytest.mark.xdist_group(together))
