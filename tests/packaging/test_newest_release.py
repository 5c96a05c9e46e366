"""A release is what CHANGELOG.md begins with, and nothing else."""

import re
from datetime import date

import pytest

from gangsheet_studio import __version__
from tests.packaging.conftest import PACKAGING

CHANGELOG = """# Changelog

## {version} (2026-03-04)

- One thing
  on two lines.
- Another.

## 0.0.1 (2025-01-01)

- An older one.
"""


@pytest.fixture
def release(script):
    return script("release")


@pytest.fixture
def root(tmp_path):
    project = (PACKAGING.parent / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(project, encoding="utf-8")
    return tmp_path


def test_the_changelog_begins_with_the_version_of_the_package(release):
    found = release.newest_release()
    assert found.version == __version__
    assert found.news
    assert all("\n" not in item for item in found.news)


def test_the_news_are_those_of_the_newest_version_alone(release, root):
    (root / "CHANGELOG.md").write_text(CHANGELOG.format(version=__version__), encoding="utf-8")
    found = release.newest_release(root)
    assert found.news == ("One thing on two lines.", "Another.")
    assert found.day == date(2026, 3, 4)
    assert found.epoch == 1772582400


def test_a_changelog_that_forgot_the_version_is_refused(release, root):
    (root / "CHANGELOG.md").write_text(CHANGELOG.format(version="0.9.9"), encoding="utf-8")
    with pytest.raises(SystemExit, match=re.escape(__version__)):
        release.newest_release(root)


def test_a_tag_of_another_version_is_refused(release, capsys):
    assert release.main([f"v{__version__}"]) == 0
    assert capsys.readouterr().out.startswith("- ")
    with pytest.raises(SystemExit, match="tag"):
        release.main(["v0.0.9"])
