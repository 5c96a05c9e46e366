"""What lies in packaging/ are scripts, not parts of the package: they are loaded from there."""

import importlib
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


@pytest.fixture
def script(monkeypatch):
    """Load a module of packaging/ as its own scripts do."""
    monkeypatch.syspath_prepend(str(PACKAGING))
    return importlib.import_module


@pytest.fixture
def bootstrap(script):
    return importlib.reload(script("bootstrap"))
