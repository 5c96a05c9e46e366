"""Files that ship with the product: icons, theme, sample job."""

from __future__ import annotations

from pathlib import Path


def resource(name: str) -> Path:
    """Return the path of `name`, installed or in a checkout; FileNotFoundError if it is in neither."""
    package = Path(__file__).parent
    # The wheel's copy comes first: beside an installed package, `resources` may belong to somebody else.
    folder = package / "_resources"
    if not folder.is_dir():
        folder = package.parent / "resources"
    path = folder / name
    if not path.exists():
        raise FileNotFoundError(f"“{name}” is missing from this installation; install it again.")
    return path
