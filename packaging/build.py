"""The installer of a system in one command, from a fresh checkout.

    python packaging/build.py linux      a .deb
    python packaging/build.py windows    an NSIS set-up program
    python packaging/build.py macos      a disk image

What it makes lies in dist/: the installer, a list of all that is in it (CycloneDX), and their checksums.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import bootstrap

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv-build"
PINNED = ROOT / "packaging" / "constraints-build.txt"
SYSTEMS = {"linux": "linux", "windows": "win32", "macos": "darwin"}


def in_own_environment(arguments: list[str]) -> int | None:
    """Return None if this runs with the pinned packages; otherwise run it so, and return its exit code."""
    if Path(sys.prefix) == VENV:
        return None
    bootstrap.set_up(VENV, pinned=PINNED)
    # the bundle is made from what a user would install, not from the checkout
    install = [*bootstrap.pip_install(VENV), "--no-deps", "--force-reinstall", str(ROOT)]
    bootstrap.run_or_stop(install, "Installing the project", f"Remove the folder {VENV} and run this again.")
    return subprocess.call([str(bootstrap.program(VENV, "python")), __file__, *arguments])


def main(arguments: list[str]) -> int:
    """Build the installer of the system that is named; return the exit code."""
    bootstrap.with_a_python_that_suits(arguments)
    parser = argparse.ArgumentParser(prog="build.py", description="Build the installer of a system.")
    parser.add_argument("system", choices=SYSTEMS)
    system = parser.parse_args(arguments).system
    if sys.platform != SYSTEMS[system]:
        bootstrap.stop(f"the installer for {system} is built on {system}")
    code = in_own_environment(arguments)
    if code is not None:
        return code
    from bundle import BUILD, make_bundle
    from release import newest_release

    release = newest_release()
    folder = make_bundle()
    if system == "linux":
        from linux.deb import check_deb, make_deb

        deb = make_deb(folder, ROOT / "LICENSE", release, BUILD / "deb", ROOT / "dist")
        check_deb(deb, BUILD / "deb")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
