"""Hatch build hook: compiles the C twins of slow Python into the package where there is a C compiler.

The product works without them, only slower, so a failure is one line and no error.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TWINS = (
    Path("gangsheet_studio", "nesting", "_climb.c"),
    Path("gangsheet_studio", "sheets", "tiff", "_lzw.c"),
)


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg,misc,unused-ignore]
    """Builds each of TWINS beside its source and puts the libraries into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile, and mark the wheel as made for this platform; leave it pure where that fails."""
        if self.target_name != "wheel":
            return
        windows = sys.platform == "win32" or compiles_for_windows(os.environ.get("CC"))
        libraries = [twin.with_suffix(".dll" if windows else ".so") for twin in TWINS]
        try:
            for twin, library in zip(TWINS, libraries, strict=True):
                build(Path(self.root) / twin, Path(self.root) / library)
        except Exception as error:  # compilers fail in ways of their own
            print(f"The C twins were not built, plain Python serves, more slowly: {error}")
            return
        from packaging.tags import sys_tags

        own = next(tag.platform for tag in sys_tags() if "manylinux" not in tag.platform)
        platform = "win_amd64" if windows and sys.platform != "win32" else own
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
        build_data["artifacts"] += [library.as_posix() for library in libraries]


def compiles_for_windows(compiler: str | None) -> bool:
    """Say whether `compiler`, a GCC that the variable CC names, makes Windows programs on another system."""
    if not compiler:
        return False
    answer = subprocess.run([*compiler.split(), "-dumpmachine"], capture_output=True, text=True, check=False)
    return "mingw32" in answer.stdout


def build(source: Path, library: Path) -> None:
    """Compile `source` to the shared library `library`; without success there is none."""
    from setuptools._distutils.ccompiler import new_compiler
    from setuptools._distutils.sysconfig import customize_compiler

    library.unlink(missing_ok=True)  # not to be overwritten, since a process may still run it
    compiler = new_compiler()
    customize_compiler(compiler)
    hidden = [] if compiler.compiler_type == "msvc" else ["-O2", "-fvisibility=hidden"]
    with tempfile.TemporaryDirectory() as folder:
        objects = compiler.compile([str(source)], output_dir=folder, extra_postargs=hidden)
        made = Path(folder) / library.name
        compiler.link_shared_object(objects, str(made))
        library.write_bytes(made.read_bytes())
