"""All steps to the set-up program: the bundle, the check of where its files come from, NSIS."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

from bundle import make_bundle

from windows.installer import make_installer
from windows.origins import check, of_archive, of_python, of_wheels

if TYPE_CHECKING:
    from release import Release


def build_setup(release: Release, work: Path, dist: Path) -> Path:
    """Make the set-up program in `dist` and return it; SystemExit where a step fails."""
    if sys.platform == "win32":
        bundle = make_bundle(work)
        packages = Path(sysconfig.get_path("purelib"))
        python = of_python(Path(sys.base_prefix))
    else:
        from windows.from_debian import make_bundle_under_wine

        bundle, packages, archive = make_bundle_under_wine(work)
        python = of_archive(archive)
    files = check(bundle, {**of_wheels(packages), **python})
    icon = work / "app.ico"  # drawn for the programs of the bundle
    return make_installer(bundle, files, icon, release, work / "lists", dist)
