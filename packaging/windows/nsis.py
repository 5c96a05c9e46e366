"""The set-up program from installer.nsi and the list of the bundle's files, by NSIS."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Final

from windows.version_resource import four_numbers

if TYPE_CHECKING:
    from collections.abc import Collection

    from release import Release

_HERE: Final = Path(__file__).resolve().parent
_ROOT: Final = _HERE.parent.parent
# where NSIS puts itself on Windows without telling the path
_USUAL: Final = "C:/Program Files (x86)/NSIS/makensis.exe"


def make_setup(
    bundle: Path, files: Collection[str], icon: Path, release: Release, work: Path, dist: Path
) -> Path:
    """Write the set-up program of `files` below `bundle` into `dist`, and return it.

    SystemExit without NSIS, CalledProcessError where it refuses the script.
    """
    makensis = shutil.which("makensis") or shutil.which(_USUAL)
    if makensis is None:
        raise SystemExit("nsis: makensis is missing; install NSIS 3.08 or later and run this again.")
    work.mkdir(parents=True, exist_ok=True)
    dist.mkdir(parents=True, exist_ok=True)
    # the mark at the start says UTF-8 to NSIS
    (work / "install.nsh").write_text(install_list(bundle, files), encoding="utf-8-sig")
    (work / "uninstall.nsh").write_text(uninstall_list(files), encoding="utf-8-sig")
    target = dist / f"GangsheetStudio-{release.version}-setup.exe"
    values = {
        # 64-bit set-up programs run in a wine without 32-bit Windows, but NSIS for Windows can't make them
        "TARGET": "x86-unicode" if sys.platform == "win32" else "amd64-unicode",
        "OUTPUT": target,
        "LISTS": work,
        "ICON": icon,
        "LICENCE": _ROOT / "LICENSE",
        "VERSION": release.version,
        "FOUR_NUMBERS": ".".join(map(str, four_numbers(release.version))),
        "HOMEPAGE": release.homepage,
        "KIB": sum((bundle / name).stat().st_size for name in files) // 1024,
    }
    defines = [f"-D{name}={value}" for name, value in values.items()]
    command = [makensis, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defines, str(_HERE / "installer.nsi")]
    subprocess.run(command, check=True)
    return target


def install_list(bundle: Path, files: Collection[str]) -> str:
    """Return the NSIS commands that put `files`, paths below `bundle`, into $INSTDIR."""
    lines, folder = [], None
    for name in sorted(files, key=lambda name: (PurePosixPath(name).parent, name)):
        parent = PurePosixPath(name).parent
        if parent != folder:
            folder = parent
            lines.append(f'SetOutPath "{_installed(parent)}"')
        lines.append(f'File "{_quoted(str(bundle / name))}"')
    return "\n".join(lines) + "\n"


def uninstall_list(files: Collection[str]) -> str:
    """Return the NSIS commands that take exactly `files` away, and the folders that are empty then."""
    paths = [PurePosixPath(name) for name in sorted(files)]
    folders = {folder for path in paths for folder in path.parents if folder.name}
    deepest_first = sorted(folders, key=lambda folder: (-len(folder.parts), folder))
    lines = [f'Delete "{_installed(path)}"' for path in paths]
    lines += [f'RMDir "{_installed(folder)}"' for folder in deepest_first]
    return "\n".join(lines) + "\n"


def _installed(path: PurePosixPath) -> str:
    return "\\".join(["$INSTDIR", _quoted(str(PureWindowsPath(path)))]) if path.name else "$INSTDIR"


def _quoted(text: str) -> str:
    """Return `text` for a string of NSIS, where a dollar begins a variable."""
    return text.replace("$", "$$")
