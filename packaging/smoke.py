"""Whether an installed program does its work: `python packaging/smoke.py PROGRAM [WINDOW]`.

PROGRAM tells its version, examines the machine and makes the sheets of the sample job, in every format and
with all that can lie beside them. Then WINDOW, which is PROGRAM where there are not two of them, makes them
off screen, with the engine that it starts itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECONDS = 180.0
WORKS = "The program works."
SAMPLE = Path(__file__).resolve().parent.parent / "resources" / "sample-job"
FORMATS = {
    "png": ["--background", "white", "--mirror"],
    "tiff": ["--white", "Spot 1", "--compression", "lzw"],
    "pdf": ["--white", "Spot 1", "--cut", "CutContour"],
    "svg": ["--cut", "CutContour"],
}
BESIDE = ["--label", "below", "--qr", "--crop-marks", "--header", "--job-sheet", "--preview", "webp"]
OFF_SCREEN = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def run(*command: str) -> str:
    """Return what a command prints; SystemExit with all of it where the command fails."""
    print("$", *command, flush=True)
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False
    )
    if done.returncode:
        raise SystemExit(f"smoke: it ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    print(done.stdout.rstrip(), flush=True)
    return done.stdout


def sheets_folder(program: str) -> Path:
    """Return where the window puts sheets that staff choose no folder for."""
    found = json.loads(run(program, "doctor", "--json"))
    return next(
        Path(folder["path"]).expanduser() for folder in found["folders"] if folder["name"] == "Sheets"
    )


def make_each_format(program: str, folder: Path) -> None:
    """Make the sample job by shape in each format, with marks and papers, and check the files."""
    call = ["render", str(SAMPLE / "orders.csv"), "--designs", str(SAMPLE / "artwork"), "--dpi", "150"]
    for name, options in FORMATS.items():
        out = folder / name
        beside = [*BESIDE, "--improve", "2", "--quiet"]
        run(program, *call, "--out", str(out), "--format", name, *options, *beside)
        run(program, "verify", str(next(out.glob("*.manifest.json"))))


def make_in_window(window: str, folder: Path) -> Path:
    """Have the window make the sample job, and return the manifest; SystemExit if it does not come."""
    print("$", window, "demo --window", flush=True)
    began = time.time()
    with subprocess.Popen([window, "demo", "--window"], env=OFF_SCREEN) as studio:
        try:
            while time.time() < began + SECONDS and studio.poll() is None:
                time.sleep(0.5)
                for manifest in folder.rglob("*.manifest.json"):
                    if manifest.stat().st_mtime >= began:
                        return manifest
        finally:
            studio.kill()
    raise SystemExit(f"smoke: the window made no sheets in {folder}")


def main(arguments: list[str]) -> int:
    """Do what the first lines of this file say."""
    program, window = (*arguments, arguments[0])[:2]
    run(program, "--version")
    with tempfile.TemporaryDirectory() as folder:
        run(program, "demo", "--out", folder)
        run(program, "verify", str(next(Path(folder).glob("*.manifest.json"))))
        make_each_format(program, Path(folder))
    manifest = make_in_window(window, sheets_folder(program))
    run(program, "verify", str(manifest))
    print(WORKS, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
