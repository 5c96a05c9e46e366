"""Windows programs on Debian: `python -m windows.wine PREFIX PROGRAM [ARGUMENTS]`, from packaging/.

A prefix is the folder in which wine keeps its drive C and its registry. It is made where it is not there, and
gets stand-ins for the libraries of Windows that wine lacks (stand_ins.py).
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Final

from windows.stand_ins import NATIVE, put_into

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# Debian's `wine` picks a 32-bit one where there is one; the program has 64 bits.
WINE: Final = Path("/usr/lib/wine/wine64")
SERVER: Final = Path("/usr/lib/wine/wineserver64")
# no Mono, no browser, no menu entries on the Linux desktop, no debugger that waits for a click
_OFF: Final = "mscoree=;mshtml=;winemenubuilder.exe=;winedbg.exe="


def make_prefix(prefix: Path) -> None:
    """Make a prefix with stand-ins, unless it is there."""
    system = prefix / "drive_c" / "windows" / "system32"
    if (system / "ucrtbase.dll").exists():
        return
    prefix.mkdir(parents=True, exist_ok=True)
    for command in (
        ["wineboot", "--init"],
        ["reg", "add", "HKCU\\Software\\Wine", "/v", "Version", "/d", "win10"],
    ):
        subprocess.run([str(WINE), *command], env=_environment(prefix, {}), check=True, capture_output=True)
    subprocess.run([str(SERVER), "--wait"], env=_environment(prefix, {}), check=True)
    put_into(system)


def run(
    prefix: Path,
    command: Sequence[str],
    *,
    cwd: Path | None = None,
    environ: Mapping[str, str] | None = None,
    say: Callable[[str], None] = print,
) -> int:
    """Run a Windows program, hand each line that it prints to `say`, and return its exit code."""
    make_prefix(prefix)
    environment = _environment(prefix, {"WINEDLLOVERRIDES": f"{_OFF};{NATIVE}=n", **(environ or {})})
    # through a pipe: in wine 8 a Python can't start with a file as its standard output
    with subprocess.Popen(
        [str(WINE), *command],
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            say(line.decode(errors="replace").rstrip())
    return process.returncode


def windows_path(path: Path) -> str:
    """Return how Windows programs under wine name `path`: the root of Linux is drive Z."""
    return str(PureWindowsPath("Z:", path.resolve()))


def _environment(prefix: Path, more: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    kept.pop("DISPLAY", None)
    return {
        **kept,
        "WINEDLLOVERRIDES": _OFF,
        "WINEDEBUG": "-all",
        "WINEPREFIX": str(prefix.resolve()),
        **more,
    }


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), sys.argv[2:], say=partial(print, flush=True)))
