"""The one command that builds an installer."""

import hashlib
import sys

import pytest


@pytest.fixture
def build(script):
    return script("build")


def test_checksums_are_those_of_the_files(build, tmp_path):
    files = [tmp_path / "setup.exe", tmp_path / "setup.cdx.json"]
    for number, file in enumerate(files):
        file.write_bytes(bytes([number]) * 100)
    written = build.write_checksums(*files)
    assert written.name == "setup.exe.sha256"
    lines = dict(reversed(line.split("  ")) for line in written.read_text().splitlines())
    assert lines == {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.mark.skipif(sys.platform == "darwin", reason="there it is built")
def test_an_installer_is_built_on_its_own_system(build):
    with pytest.raises(SystemExit, match="macos"):
        build.main(["macos"])


def test_a_system_nobody_knows_is_refused(build, capsys):
    with pytest.raises(SystemExit):
        build.main(["beos"])
    assert "beos" in capsys.readouterr().err
