"""The installer of a system in one command, from a fresh checkout.

    python packaging/build.py linux      a .deb
    python packaging/build.py windows    an NSIS set-up program
    python packaging/build.py macos      a disk image

What it makes lies in dist/: the installer, a list of all that is in it (CycloneDX), and their checksums.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import subprocess
import sys
from pathlib import Path

import bootstrap

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
VENV = ROOT / ".venv-build"
PINNED = ROOT / "packaging" / "constraints-build.txt"
# of each system: where its installer is built, and what builds it
SYSTEMS = {
    "linux": (("linux",), "linux.deb"),
    "windows": (("win32", "linux"), "windows.installer"),
    "macos": (("darwin",), "macos.disk_image"),
}


def in_own_environment(arguments: list[str]) -> int | None:
    """Return None if this runs with the pinned packages; otherwise run it so, and return its exit code."""
    if Path(sys.prefix) == VENV:
        return None
    bootstrap.set_up(VENV, pinned=PINNED)
    # the bundle is made from what a user would install, not from the checkout
    install = [*bootstrap.pip_install(VENV), "--no-deps", "--force-reinstall", str(ROOT)]
    bootstrap.run_or_stop(install, "Installing the project", f"Remove the folder {VENV} and run this again.")
    return subprocess.call([str(bootstrap.program(VENV, "python")), __file__, *arguments])


def build(builder: str) -> Path:
    """Build the installer, list what is in it, and return it; all lie in DIST."""
    from contents import bill_of_materials
    from release import newest_release

    release = newest_release()
    DIST.mkdir(exist_ok=True)
    installer, libraries = importlib.import_module(builder).build_installer(release, DIST)
    listed = DIST / f"{installer.stem}.cdx.json"
    listed.write_text(bill_of_materials(libraries, release), encoding="utf-8")
    write_checksums(installer, listed)
    return Path(installer)


def write_checksums(*files: Path) -> Path:
    """Write the SHA-256 of each file beside the first of them, as sha256sum reads it."""
    sums = "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)
    target = files[0].with_name(f"{files[0].name}.sha256")
    target.write_text(sums, encoding="utf-8", newline="\n")
    return target


def main(arguments: list[str]) -> int:
    """Build the installer of the system that is named; return the exit code."""
    bootstrap.with_a_python_that_suits(arguments)
    parser = argparse.ArgumentParser(prog="build.py", description="Build the installer of a system.")
    parser.add_argument("system", choices=SYSTEMS)
    system = parser.parse_args(arguments).system
    platforms, builder = SYSTEMS[system]
    if sys.platform not in platforms:
        bootstrap.stop(f"the installer for {system} is built on {system}")
    code = in_own_environment(arguments)
    if code is not None:
        return code
    installer = build(builder)
    bootstrap.say(f"{installer} ({installer.stat().st_size:,} bytes)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
