"""What the .deb puts where, and whether its papers agree with the program."""

import gzip
import re
import sys
from xml.etree import ElementTree

import pytest
from PIL import Image

from gangsheet_studio.cli import arguments
from gangsheet_studio.studio.job.project_file import SUFFIX
from tests.packaging.conftest import PACKAGING

LINUX = PACKAGING / "linux"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")


@pytest.fixture
def deb(script):
    return script("linux.deb")


@pytest.fixture
def release(script):
    return script("release").newest_release()


@pytest.fixture
def installed(deb, release, tmp_path):
    """The root of a package whose bundle has one program and one library."""
    bundle = tmp_path / "bundle"
    (bundle / "_internal").mkdir(parents=True)
    (bundle / "gangsheet-studio").write_bytes(b"program")
    (bundle / "_internal" / "library.so").write_bytes(b"library")
    root = tmp_path / "root"
    deb.lay_out(bundle, "All licences\n", release, root)
    return root


def entry():
    lines = (LINUX / "gangsheet-studio.desktop").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def test_the_program_is_found_and_starts_the_bundle(installed):
    start = installed / "usr/bin/gangsheet-studio"
    assert start.resolve() == (installed / "usr/lib/gangsheet-studio/gangsheet-studio").resolve()
    assert start.read_bytes() == b"program"


def test_icons_are_there_in_the_sizes_of_the_theme(installed):
    theme = installed / "usr/share/icons/hicolor"
    for side in (16, 22, 24, 32, 48, 64, 128, 256, 512):
        with Image.open(theme / f"{side}x{side}/apps/gangsheet-studio.png") as icon:
            assert icon.size == (side, side)
            assert icon.convert("RGBA").getpixel((side // 2, 1 + side // 16))[3] > 0
    assert (theme / "scalable/apps/gangsheet-studio.svg").read_bytes().startswith(b"<svg")


def test_no_mark_is_left_unfilled(installed, release):
    share = installed / "usr/share"
    papers = [*share.glob("metainfo/*"), *share.glob("applications/*"), *share.glob("mime/packages/*")]
    texts = [path.read_text(encoding="utf-8") for path in papers]
    packed = [*share.glob("man/man1/*.gz"), *share.glob("doc/gangsheet-studio/*.gz")]
    texts += [gzip.decompress(path.read_bytes()).decode() for path in packed]
    assert len(texts) == 5
    assert [text for text in texts if re.search(r"@[A-Z]+@", text)] == []
    assert sum(release.version in text for text in texts) == 3


def test_a_job_file_is_of_the_type_that_the_program_opens():
    types = ElementTree.parse(LINUX / "gangsheet-studio.xml").getroot()
    kind = types.find(f"{MIME}mime-type")
    assert kind.find(f"{MIME}glob").get("pattern") == f"*{SUFFIX}"
    assert kind.get("type") in entry()["MimeType"].split(";")
    assert entry()["Exec"].endswith("%F")


def test_order_files_can_be_opened_with_it():
    types = entry()["MimeType"].split(";")
    assert {"text/csv", "text/tab-separated-values", "application/json"} <= set(types)
    assert any(kind.endswith("spreadsheetml.sheet") for kind in types)


def test_software_centres_start_the_entry_that_is_installed(deb, installed):
    metainfo = ElementTree.parse(installed / f"usr/share/metainfo/{deb.COMPONENT}.metainfo.xml").getroot()
    launched = metainfo.find("launchable").text
    assert (installed / "usr/share/applications" / launched).is_file()
    pictures = [image.text.rpartition("/")[2] for image in metainfo.iter("image")]
    assert pictures
    assert all((PACKAGING.parent / "resources/screenshots" / name).is_file() for name in pictures)


def test_the_manual_names_every_command():
    manual = (LINUX / "gangsheet-studio.1").read_text(encoding="utf-8").replace("\\-", "-")
    for command in {*arguments._COMMANDS} - {"engine"}:
        assert f".B gangsheet-studio {command}" in manual
        assert f".B {command}\n" in manual


def test_the_news_are_written_as_debian_reads_them(deb, release):
    lines = deb.changelog(release).splitlines()
    assert lines[0] == f"gangsheet-studio ({release.version}) stable; urgency=medium"
    assert sum(line.startswith("  * ") for line in lines) == len(release.news)
    assert re.fullmatch(r" -- .+ <\S+@\S+>  \w{3}, \d\d \w{3} \d{4} 00:00:00 [+-]0000", lines[-1])
