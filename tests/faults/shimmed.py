"""Runs whose Python has orders: see shim/sitecustomize.py."""

from __future__ import annotations

from pathlib import Path

from tests.faults.job import Place

_FOLDER = Path(__file__).with_name("shim")


def shimmed(place: Place, who: str, *, once: bool = False, **orders: str) -> dict[str, str]:
    """Return the environment that gives `orders` to the engine or its decoders, if `once` to the first."""
    environment = {"PYTHONPATH": str(_FOLDER), "PYTHONDONTWRITEBYTECODE": "1", "FAULTS_IN": who} | orders
    if once:
        first = place.folder / "first"
        first.touch()
        environment["FAULTS_FIRST"] = str(first)
    return environment
