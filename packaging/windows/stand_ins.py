"""Stand-ins for what wine lacks of Windows, compiled from lacking/ into the system folder of wine's drive C.

They are for trying out alone and lie where Windows has libraries of its own, never beside the program.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from typing import Final

COMPILER: Final = "x86_64-w64-mingw32-gcc"
# the library of wine that is replaced: the others it has not at all
NATIVE: Final = "ucrtbase"
_RENAMED: Final = "ucrtwine"
_SOURCES: Final = Path(__file__).resolve().parent / "lacking"
# wine takes a library with this mark for its own, whatever its name
_MARK: Final = b"Wine builtin DLL"
_COMPLEX: Final = [
    "cabs",
    "carg",
    "ccos",
    "ccosh",
    "cexp",
    "cimag",
    "clog",
    "cpow",
    "creal",
    "csin",
    "csinh",
    "csqrt",
    "ctan",
    "ctanh",
]
# by the name that programs call, the function of complex_math.c: Microsoft's long double is a double
_OWN: Final = {
    name + suffix: f"own_{name}{kind}"
    for name in _COMPLEX
    for suffix, kind in (("", ""), ("f", "f"), ("l", ""))
}


def put_into(system: Path) -> None:
    """Compile all stand-ins into `system`, wine's system32."""
    _compile(system / "icuuc.dll", _SOURCES / "icuuc.c")
    _compile(system / "bcryptprimitives.dll", _SOURCES / "bcryptprimitives.c", "-ladvapi32")
    own = system / f"{NATIVE}.dll"
    content = own.read_bytes()
    names = exported(own)
    (system / f"{_RENAMED}.dll").write_bytes(content.replace(_MARK, bytes(len(_MARK)), 1))
    with tempfile.TemporaryDirectory() as folder:
        definitions = Path(folder, f"{NATIVE}.def")
        definitions.write_text(forwarding(names), encoding="ascii")
        _compile(own, _SOURCES / "complex_math.c", str(definitions))


def exported(library: Path) -> list[str]:
    """Return the names that a Windows library offers."""
    dump = ["x86_64-w64-mingw32-objdump", "--private-headers", str(library)]
    told = subprocess.run(dump, check=True, capture_output=True, text=True).stdout
    table = told.split("[Ordinal/Name Pointer] Table", 1)[1].split("\n\n", 1)[0]
    return re.findall(r"^\s*\[.*\s(\S+)$", table, re.MULTILINE)


def forwarding(names: list[str]) -> str:
    """Return the module definition of a library that has the complex functions and forwards all else."""
    lines = [f'"{name}" = "{_OWN.get(name, f"{_RENAMED}.{name}")}"' for name in names]
    return "\n".join([f"LIBRARY {NATIVE}.dll", "EXPORTS", *lines]) + "\n"


def _compile(library: Path, *arguments: str | Path) -> None:
    library.unlink(missing_ok=True)
    command = [COMPILER, "-O2", "-s", "-shared", "-static-libgcc", "-o", str(library), *map(str, arguments)]
    subprocess.run(command, check=True)
