"""The bundle: one folder with Python, the program and all that it uses, by PyInstaller's bundle.spec."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from icons import draw_icns, draw_ico

if TYPE_CHECKING:
    from PyInstaller.utils.win32.versioninfo import VSVersionInfo

PACKAGING: Final = Path(__file__).resolve().parent
ROOT: Final = PACKAGING.parent
BUILD: Final = ROOT / "build" / "installer"
NAME: Final = "gangsheet-studio"
LIBRARIES: Final = "_internal"
LARGEST: Final = 180 * 2**20

# where wheels keep libraries whose sections were moved: without symbols these do not load any more
_MOVED: Final = ".libs"


def make_bundle(build: Path = BUILD) -> Path:
    """Make the folder below `build` and return it; SystemExit where PyInstaller fails."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--workpath", str(build / "work"), "--distpath", str(build), str(PACKAGING / "bundle.spec")]
    environ = {**os.environ, "PYTHONPATH": str(PACKAGING)}
    build.mkdir(parents=True, exist_ok=True)
    # not in the checkout, whose package would hide the installed one with its resources
    if subprocess.run(command, cwd=build, env=environ, check=False).returncode:
        raise SystemExit("bundle: PyInstaller failed; the reason is above.")
    folder = build / NAME
    if sys.platform == "linux":
        tidy_libraries(folder)
    if size(folder) > LARGEST:
        raise SystemExit(f"bundle: {folder} has grown to {size(folder):,} bytes; {LARGEST:,} are the most.")
    return folder


def icon(build: Path) -> str | None:
    """Return the program's icon as the system wants it, drawn into `build`; None where programs have none."""
    forms = {"win32": (draw_ico, "app.ico"), "darwin": (draw_icns, "app.icns")}
    if sys.platform not in forms:
        return None
    draw, name = forms[sys.platform]
    target = build / name
    if not target.exists():
        draw(ROOT / "resources" / "icons" / "app.svg", target)
    return str(target)


def version_resource(program: str) -> VSVersionInfo | None:
    """Return what the properties of `program` show on Windows; other systems leave it out."""
    from windows.version_resource import version_info

    return version_info(program)


def tidy_libraries(folder: Path) -> None:
    """Take debugging symbols and the building machine's folders out of the libraries in `folder`."""
    libraries = [path for path in folder.rglob("*.so*") if path.is_file() and not path.is_symlink()]
    chosen = [str(path) for path in libraries if path.parent.suffix != _MOVED]
    subprocess.run(["strip", "--strip-unneeded", *chosen], check=True)
    told = subprocess.run(
        ["chrpath", "--keepgoing", "--list", *chosen], check=False, capture_output=True, text=True
    )
    # /folder/file.so: RUNPATH=/where/it/was/built/lib
    found = re.findall(r"^(.+): R(?:UN)?PATH=/", told.stdout, re.MULTILINE)
    if found:
        subprocess.run(["chrpath", "--delete", *found], check=True)


def size(folder: Path) -> int:
    """Return the bytes of all files in `folder`, links not followed."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
