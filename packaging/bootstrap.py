"""From a fresh checkout to a running Gangsheet Studio in one command, with nothing but Python.

    python3 packaging/bootstrap.py demo [ARGS]                  render the sample job into demo-output/
    python3 packaging/bootstrap.py test [--without-qt] [ARGS]   lint, types, import contract, pytest ARGS

Standard library only, and readable by Pythons older than the product needs, so that they can say so.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
STAMP = "bootstrap-stamp.json"

OLDEST, NEWEST = (3, 11), (3, 13)
# pytest-qt refuses to start where there is no Qt.
STUDIO_ONLY = frozenset({"pyside6-essentials", "shiboken6", "pytest-qt"})
# Published as source alone; what its build needs is installed, pinned like all else, before it.
SOURCE_ONLY = "pyvips,rectpack"
BUILDERS = frozenset({"setuptools"})

# What Qt opens at run time, and the Debian package that brings it.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==", re.MULTILINE)


def say(text: str) -> None:
    """Print one line of progress at once, so that it stands before the output of what follows."""
    print(text, flush=True)


def stop(text: str) -> NoReturn:
    """End with one sentence about what to do."""
    raise SystemExit(f"bootstrap: {text}")


def suits(version: tuple[int, ...]) -> bool:
    """Say whether the product runs on this Python."""
    return OLDEST <= version[:2] <= NEWEST


def other_pythons(windows: bool) -> list[list[str]]:
    """Return the commands that might start a Python that suits, newest first."""
    minors = range(NEWEST[1], OLDEST[1] - 1, -1)
    named = [[f"python3.{minor}"] for minor in minors]
    return [["py", f"-3.{minor}"] for minor in minors] + named if windows else named


def find_python(commands: list[list[str]]) -> list[str] | None:
    """Return the first command that really starts a Python that suits; a shim on PATH may lead nowhere."""
    for command in commands:
        program = shutil.which(command[0])
        if program is None:
            continue
        probe = [program, *command[1:], "-c", "import sys; print(*sys.version_info[:2])"]
        answer = subprocess.run(probe, capture_output=True, text=True, check=False)
        if answer.returncode == 0 and suits(tuple(map(int, answer.stdout.split()))):
            return [program, *command[1:]]
    return None


def with_a_python_that_suits(arguments: list[str]) -> None:
    """Return if this Python suits; otherwise run the same command with one that does and end as it ends."""
    if suits(sys.version_info[:2]):
        return
    here = ".".join(map(str, sys.version_info[:2]))
    python = find_python(other_pythons(os.name == "nt"))
    if python is None:
        wanted = "Gangsheet Studio needs 3.11, 3.12 or 3.13"
        stop(f"this is Python {here}; {wanted}. Install one of them and run this again.")
    say(f"Python {here} does not suit; going on with {' '.join(python)}")
    raise SystemExit(subprocess.call([*python, str(Path(__file__).resolve()), *arguments]))


def loads(library: str) -> bool:
    """Say whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_qt_packages() -> list[str]:
    """Return the Debian packages whose libraries or fonts Qt would miss here."""
    packages = [package for library, package in QT_LIBRARIES.items() if not loads(library)]
    if not any(Path(folder).is_dir() and any(Path(folder).rglob("*.?tf")) for folder in FONT_FOLDERS):
        packages.append("fonts-dejavu-core")
    return packages


def missing_venv_package() -> list[str]:
    """Return the Debian package that brings `ensurepip`, which Debian splits off."""
    if importlib.util.find_spec("ensurepip") is not None:
        return []
    return [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"]


def privilege() -> list[str] | None:
    """Return what goes before a command to run it as root without asking; None where that can't be done."""
    if sys.platform != "win32" and os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    silent = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if silent.returncode == 0 else None


def apt_commands(packages: list[str], prefix: list[str]) -> list[list[str]]:
    """Return the commands that refresh the package lists and install `packages`."""
    apt = [
        *prefix,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-qq",
        "-o",
        "DPkg::Lock::Timeout=120",
    ]
    return [[*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", *packages]]


def install_system_packages(packages: list[str], purpose: str) -> bool:
    """Install Debian packages where that asks nothing, else name the command. Say whether they are there."""
    if not packages:
        return True
    by_hand = f"sudo apt-get install {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        say(f"{purpose} needs system libraries that Debian and Ubuntu call {', '.join(packages)}")
        return False
    prefix = privilege()
    if prefix is None:
        say(f"{purpose} needs system packages, and this user may not install them. Run: {by_hand}")
        return False
    say(f"Installing system packages for {purpose}: {' '.join(packages)}")
    update, install = apt_commands(packages, prefix)
    # A list that can't be refreshed may still be good enough: the install decides.
    subprocess.run(update, stdout=subprocess.DEVNULL, check=False)
    if subprocess.run(install, stdout=subprocess.DEVNULL, check=False).returncode:
        say(f"apt-get could not install them (its words are above). Run: {by_hand}")
        return False
    return True


def pins(constraints: str) -> list[tuple[str, str]]:
    """Return each pin: the package's name, and its lines with marker and hashes."""
    starts = list(_PIN.finditer(constraints))
    ends = [found.start() for found in starts[1:]] + [len(constraints)]
    return [
        (found["name"].lower(), constraints[found.start() : end])
        for found, end in zip(starts, ends, strict=True)
    ]


def stamp(constraints: str, project: str, python: str, root: Path) -> dict[str, str]:
    """Return what a finished environment was made of: the same stamp means there is nothing to do."""
    made_of = hashlib.sha256("\0".join((constraints, project)).encode()).hexdigest()
    return {"python": python, "root": str(root), "made_of": made_of}


def read_stamp(venv: Path) -> dict[str, str]:
    """Return the stamp of `venv`; empty if it has none that can be read."""
    try:
        found = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def program(venv: Path, name: str) -> Path:
    """Return a program of `venv`."""
    return venv / "Scripts" / f"{name}.exe" if os.name == "nt" else venv / "bin" / name


def run_or_stop(command: list[str], doing: str, advice: str) -> None:
    """Run one step of the set-up from the project's root."""
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        stop(f"{doing} failed; the reason is above. {advice}")


def create(venv: Path) -> None:
    """Make an empty environment in place of whatever is there."""
    if not install_system_packages(missing_venv_package(), "a virtual environment"):
        stop("Python's venv module is incomplete here; install the package above and run this again.")
    say(f"Making {venv.name} with Python {sys.version.split()[0]}")
    command = [sys.executable, "-m", "venv", "--clear", str(venv)]
    run_or_stop(command, f"Making {venv.name}", f"Remove the folder {venv} and run this again.")


def usable(venv: Path) -> bool:
    """Say whether `venv` has a working pip on this very Python."""
    python = program(venv, "python")
    if not python.exists():
        return False
    answer = subprocess.run([str(python), "-m", "pip", "-V"], capture_output=True, text=True, check=False)
    return answer.returncode == 0 and f"(python {sys.version_info[0]}.{sys.version_info[1]})" in answer.stdout


def set_up(venv: Path, leave_out: frozenset[str] = frozenset(), pinned: Path | None = None) -> None:
    """Bring the pinned packages and this project into `venv`; nothing is done where its stamp is right."""
    constraints = (pinned or CONSTRAINTS).read_text(encoding="utf-8")
    made_from = (ROOT / "pyproject.toml", *sorted(ROOT.glob("gangsheet_studio/**/*.c")))
    project = "\0".join(file.read_text(encoding="utf-8") for file in made_from)
    wanted, found = stamp(constraints, project, sys.version, ROOT), read_stamp(venv)
    if found == wanted and program(venv, "python").exists():
        return
    # The programs in an environment name its path: one that was moved is made anew.
    moved = found.get("root", str(ROOT)) != str(ROOT)
    if moved or not usable(venv):
        create(venv)
    (venv / STAMP).write_text(json.dumps({"root": str(ROOT)}), encoding="utf-8")
    install(venv, [pin for pin in pins(constraints) if pin[0] not in leave_out])
    (venv / STAMP).write_text(json.dumps(wanted), encoding="utf-8")


def pip_install(venv: Path) -> list[str]:
    """Return the command that installs into `venv` and builds with what is there alone."""
    pip = [str(program(venv, "python")), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    return [*pip, "--no-input", "--no-build-isolation", "--use-pep517"]


def install(venv: Path, chosen: list[tuple[str, str]]) -> None:
    """Install the chosen pins, each checked against its hashes, then this checkout; build with them alone."""
    pip = pip_install(venv)
    hashed = [*pip, "--require-hashes", "--only-binary", ":all:", "--no-binary", SOURCE_ONLY]
    network = (
        "If the network was the reason, run this again once it is there; behind a proxy, set HTTPS_PROXY."
    )
    say("Installing the pinned packages (this may take a minute)")
    for names in (BUILDERS, frozenset(name for name, _ in chosen)):
        file = venv / "constraints.txt"
        file.write_text("".join(lines for name, lines in chosen if name in names), encoding="utf-8")
        run_or_stop([*hashed, "-r", str(file)], "Installing the pinned packages", network)
    say("Installing Gangsheet Studio from this checkout")
    remedy = f"Remove the folder {venv} and run this again."
    run_or_stop([*pip, "--no-deps", "--editable", str(ROOT)], "Installing the project", remedy)


def surroundings(environ: dict[str, str], platform: str) -> dict[str, str]:
    """Return the environment for a step: without a display Qt would abort, so it draws off screen."""
    shown = platform != "linux" or environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    return environ if shown else {"QT_QPA_PLATFORM": "offscreen", **environ}


def run(command: list[str]) -> int:
    """Run a program of the product from the caller's folder and return its exit code."""
    return subprocess.call(command, env=surroundings(dict(os.environ), sys.platform))


def checks(venv: Path, arguments: list[str], without_qt: bool) -> list[tuple[str, list[str]]]:
    """Return the steps of `test`: name and command. All tests run side by side, chosen ones do not."""
    python = str(program(venv, "python"))
    pytest = [python, "-m", "pytest", *(arguments or ("-n", "logical", "--dist", "loadgroup"))]
    if without_qt:
        return [("tests without Qt", [*pytest, "--ignore=tests/studio"])]
    return [
        ("lint", [python, "-m", "ruff", "check", "."]),
        ("format", [python, "-m", "ruff", "format", "--check", "."]),
        ("types", [python, "-m", "mypy"]),
        ("import contract", [str(program(venv, "lint-imports"))]),
        ("tests", pytest),
    ]


def test(venv: Path, arguments: list[str], without_qt: bool) -> int:
    """Run the checks up to the first that fails; return its exit code."""
    os.chdir(ROOT)
    for name, command in checks(venv, arguments, without_qt):
        say(f"{name}: {' '.join([Path(command[0]).name, *command[1:]])}")
        began = time.monotonic()
        code = run(command)
        outcome = f"failed with exit code {code}" if code else "ok"
        say(f"{name}: {outcome} in {time.monotonic() - began:.1f} s")
        if code:
            return code
    return 0


def main(arguments: list[str]) -> int:
    """Set up what is missing, then run `demo` or `test`."""
    with_a_python_that_suits(arguments)
    parser = argparse.ArgumentParser(prog="bootstrap.py", allow_abbrev=False, description="Set up and run.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("demo", allow_abbrev=False, add_help=False, help="render the sample job")
    test_parser = verbs.add_parser("test", allow_abbrev=False, help="lint, types, import contract, tests")
    test_parser.add_argument("--without-qt", action="store_true", help="tests of everything but the studio")
    chosen, rest = parser.parse_known_args(arguments)
    headless = chosen.verb == "test" and chosen.without_qt
    if sys.platform == "linux" and not headless:
        install_system_packages(missing_qt_packages(), "Qt")
    venv = ROOT / (".venv-headless" if headless else ".venv")
    set_up(venv, STUDIO_ONLY if headless else frozenset())
    if chosen.verb == "test":
        return test(venv, rest, headless)
    return run([str(program(venv, "gangsheet-studio")), "demo", *rest])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
