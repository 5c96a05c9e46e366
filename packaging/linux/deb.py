"""The Debian package: the bundle in /usr/lib, and what a desktop wants to know about it in /usr/share."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import textwrap
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import bootstrap
from bundle import BUILD, LIBRARIES, make_bundle
from contents import licences
from icons import SIZES, draw_png

if TYPE_CHECKING:
    from release import Release

PACKAGE: Final = "gangsheet-studio"
COMPONENT: Final = "io.github.gangsheet_studio.gangsheet_studio"
MAINTAINER: Final = "The Gangsheet Studio authors <gangsheet-studio@users.noreply.github.com>"
# what the machine that builds must have: tools, and the libraries whose packages the .deb is to name
_TOOLS: Final = {
    "appstreamcli": "appstream",
    "chrpath": "chrpath",
    "desktop-file-validate": "desktop-file-utils",
    "dpkg-shlibdeps": "dpkg-dev",
    "lintian": "lintian",
    "strip": "binutils",
}
_LIBRARIES: Final = {
    **bootstrap.QT_LIBRARIES,
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
_HERE: Final = Path(__file__).resolve().parent
_RESOURCES: Final = _HERE.parent.parent / "resources"

_CONTROL: Final = """\
Package: {package}
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {kib}
Depends: {depends}, fontconfig, fonts-dejavu-core
Recommends: desktop-file-utils, hicolor-icon-theme, shared-mime-info
Section: graphics
Priority: optional
Homepage: {homepage}
Description: order files in, print-ready gang sheets out
 Gangsheet Studio is for shops that print transfers and stickers. It takes shop
 exports, spreadsheets and folders of artwork, lays out all copies on film of
 fixed width in as little length as possible, and writes one print-ready PNG,
 TIFF, PDF or SVG for each part of the film.
 .
 Sheets are made a band of rows at a time, so memory does not grow with the
 length of the film. It never uses the network.
"""
_SOURCE: Final = "Source: {package}\nMaintainer: {maintainer}\n\nPackage: {package}\nArchitecture: any\n"


def build_installer(release: Release, dist: Path) -> tuple[Path, Path]:
    """Build the package and check it; return it, and the folder of the libraries that are in it."""
    missing = [package for tool, package in _TOOLS.items() if shutil.which(tool) is None]
    missing += [package for library, package in _LIBRARIES.items() if not bootstrap.loads(library)]
    if not bootstrap.install_system_packages(missing, "the .deb"):
        bootstrap.stop("the .deb can't be built without them")
    folder = make_bundle()
    deb = make_deb(folder, licences(folder / LIBRARIES), release, BUILD / "deb", dist)
    check_deb(deb, BUILD / "deb")
    return deb, folder / LIBRARIES


def make_deb(bundle: Path, copyright_text: str, release: Release, work: Path, dist: Path) -> Path:
    """Write the package of `bundle` into `dist` and return it; CalledProcessError where a tool refuses it."""
    folder = work / "debian" / PACKAGE
    shutil.rmtree(work, ignore_errors=True)
    lay_out(bundle, copyright_text, release, folder)
    _tidy_modes(folder)
    control = folder / "DEBIAN"
    control.mkdir()
    _write(control / "control", _control(folder, release, work))
    _write(control / "md5sums", _md5sums(folder))
    dist.mkdir(parents=True, exist_ok=True)
    target = dist / f"{PACKAGE}_{release.version}_{_architecture()}.deb"
    build = ["dpkg-deb", "--build", "--root-owner-group", "-Zxz", str(folder), str(target)]
    environ = {**os.environ, "SOURCE_DATE_EPOCH": str(release.epoch)}
    subprocess.run(build, check=True, env=environ, stdout=subprocess.DEVNULL)
    return target


def lay_out(bundle: Path, copyright_text: str, release: Release, root: Path) -> None:
    """Put all files at the places below `root` that they are installed to."""
    share = root / "usr" / "share"
    shutil.copytree(bundle, root / "usr" / "lib" / PACKAGE, symlinks=True)
    start = root / "usr" / "bin" / PACKAGE
    start.parent.mkdir()
    start.symlink_to(Path("..", "lib", PACKAGE, PACKAGE))
    _copy(_HERE / f"{PACKAGE}.desktop", share / "applications")
    _copy(_HERE / f"{PACKAGE}.xml", share / "mime" / "packages")
    metainfo = _filled(_HERE / f"{COMPONENT}.metainfo.xml", release)
    _write(share / "metainfo" / f"{COMPONENT}.metainfo.xml", metainfo)
    _write_gzip(share / "man" / "man1" / f"{PACKAGE}.1.gz", _filled(_HERE / f"{PACKAGE}.1", release))
    _write(share / "doc" / PACKAGE / "copyright", copyright_text)
    _write_gzip(share / "doc" / PACKAGE / "changelog.gz", changelog(release))
    overrides = share / "lintian" / "overrides" / PACKAGE
    _write(overrides, (_HERE / "lintian-overrides").read_text(encoding="utf-8"))
    icons = share / "icons" / "hicolor"
    svg = _RESOURCES / "icons" / "app.svg"
    for side in SIZES:
        draw_png(svg, side, icons / f"{side}x{side}" / "apps" / f"{PACKAGE}.png")
    _copy(svg, icons / "scalable" / "apps", f"{PACKAGE}.svg")


def changelog(release: Release) -> str:
    """Return the news of `release` as Debian writes them (Debian Policy 4.4)."""
    wrapped = textwrap.TextWrapper(78, initial_indent="  * ", subsequent_indent="    ")
    items = "\n".join(map(wrapped.fill, release.news))
    moment = format_datetime(datetime.fromtimestamp(release.epoch, UTC))
    return f"{PACKAGE} ({release.version}) stable; urgency=medium\n\n{items}\n\n -- {MAINTAINER}  {moment}\n"


def check_deb(deb: Path, work: Path) -> None:
    """Have the validators look at entry, metainfo and package; CalledProcessError where one objects."""
    share = work / "debian" / PACKAGE / "usr" / "share"
    entry = share / "applications" / f"{PACKAGE}.desktop"
    subprocess.run(["desktop-file-validate", str(entry)], check=True)
    metainfo = share / "metainfo" / f"{COMPONENT}.metainfo.xml"
    subprocess.run(["appstreamcli", "validate", "--no-net", "--pedantic", str(metainfo)], check=True)
    subprocess.run(["lintian", "--allow-root", "--fail-on", "error,warning", str(deb)], check=True)


def _control(folder: Path, release: Release, work: Path) -> str:
    kib = sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir()) // 1024
    return _CONTROL.format(
        package=PACKAGE,
        version=release.version,
        architecture=_architecture(),
        maintainer=MAINTAINER,
        kib=kib,
        depends=_depends(folder, work),
        homepage=release.homepage,
    )


def _depends(folder: Path, work: Path) -> str:
    """Return the packages that bring the libraries that the bundle leaves to the system."""
    _write(work / "debian" / "control", _SOURCE.format(package=PACKAGE, maintainer=MAINTAINER))
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    binaries = [path for path in files if path.open("rb").read(4) == b"\x7fELF"]
    own = sorted({f"-l{path.parent}" for path in binaries})
    command = ["dpkg-shlibdeps", "-O", "--ignore-missing-info", *own, *map(str, binaries)]
    told = subprocess.run(command, cwd=work, check=False, capture_output=True, text=True)
    if told.returncode:
        raise SystemExit("deb: " + "\n".join(line for line in told.stderr.splitlines() if "error" in line))
    return told.stdout.strip().removeprefix("shlibs:Depends=")


def _architecture() -> str:
    command = ["dpkg", "--print-architecture"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _md5sums(folder: Path) -> str:
    files = sorted(path for path in (folder / "usr").rglob("*") if path.is_file() and not path.is_symlink())
    sums = ((hashlib.md5(path.read_bytes()).hexdigest(), path.relative_to(folder)) for path in files)
    return "".join(f"{digest}  {path.as_posix()}\n" for digest, path in sums)


def _tidy_modes(folder: Path) -> None:
    """Let everybody read all of it and run the program alone."""
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(
                0o755 if path.is_dir() or (path.name == PACKAGE and path.parent.name == PACKAGE) else 0o644
            )


def _filled(template: Path, release: Release) -> str:
    pictures = release.homepage.replace("github.com", "raw.githubusercontent.com")
    values = {
        "@VERSION@": release.version,
        "@DATE@": release.day.isoformat(),
        "@HOMEPAGE@": release.homepage,
        "@SCREENSHOTS@": f"{pictures}/v{release.version}/resources/screenshots",
    }
    text = template.read_text(encoding="utf-8")
    for mark, value in values.items():
        text = text.replace(mark, value)
    return text


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _write_gzip(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def _copy(source: Path, folder: Path, name: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, folder / (name or source.name))
