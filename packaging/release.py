"""What is released: the version from the package, its date and its news from CHANGELOG.md.

`python packaging/release.py TAG` prints the news, and fails where TAG is of another version.
"""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from gangsheet_studio import __version__

ROOT: Final = Path(__file__).resolve().parent.parent
_HEADING: Final = re.compile(r"^## (?P<version>\S+) \((?P<day>\d{4}-\d\d-\d\d)\)$", re.MULTILINE)


@dataclass(frozen=True)
class Release:
    """One version of the program."""

    version: str
    day: date
    news: tuple[str, ...]
    homepage: str

    @property
    def epoch(self) -> int:
        """Return the second that all files bear, so that the same source gives the same files."""
        return int(datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC).timestamp())


def newest_release(root: Path = ROOT) -> Release:
    """Return the release that CHANGELOG.md begins with; SystemExit where it is not the package's."""
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    found = _HEADING.search(changelog)
    if found is None or found["version"] != __version__:
        raise SystemExit(f"release: CHANGELOG.md does not begin with “## {__version__} (YEAR-MONTH-DAY)”.")
    below = changelog[found.end() :]
    following = _HEADING.search(below)
    text = below[: following.start()] if following else below
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    day = date.fromisoformat(found["day"])
    return Release(__version__, day, tuple(_items(text)), project["urls"]["Homepage"])


def _items(text: str) -> list[str]:
    """Return the items of a Markdown list, each on one line."""
    items = re.findall(r"^- (.+(?:\n  .+)*)", text, re.MULTILINE)
    return [" ".join(item.split()) for item in items]


def main(arguments: list[str]) -> int:
    """Print the news of the release that a tag is about."""
    release = newest_release()
    if arguments != [f"v{release.version}"]:
        raise SystemExit(f"release: the tag is {' '.join(arguments)}, the version {release.version}.")
    print("\n".join(f"- {item}" for item in release.news))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
