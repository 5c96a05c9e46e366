"""The set-up program for Windows: the bundle, the check of where its files come from, NSIS."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

from bundle import BUILD, LIBRARIES, make_bundle
from contents import licences

from windows.nsis import make_setup
from windows.origins import LICENCES, check, of_archive, of_python, of_wheels

if TYPE_CHECKING:
    from release import Release


def build_installer(release: Release, dist: Path) -> tuple[Path, Path]:
    """Build the set-up program; return it, and the folder of the libraries that are in it."""
    work = BUILD / "windows"
    if sys.platform == "win32":
        bundle = make_bundle(work)
        packages = Path(sysconfig.get_path("purelib"))
        python = of_python(Path(sys.base_prefix))
    else:
        from windows.from_debian import make_bundle_under_wine

        bundle, packages, archive = make_bundle_under_wine(work)
        python = of_archive(archive)
    (bundle / LICENCES).write_text(licences(bundle / LIBRARIES), encoding="utf-8", newline="\r\n")
    files = check(bundle, {**of_wheels(packages), **python})
    icon = work / "app.ico"  # drawn for the programs of the bundle
    return make_setup(bundle, files, icon, release, work / "lists", dist), bundle / LIBRARIES
