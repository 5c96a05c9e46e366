"""A real engine as a child process, and artwork for it."""

import contextlib
import os
import queue
import subprocess
import sys
import threading

import pytest
from PIL import Image

from gangsheet_studio import crash_report
from gangsheet_studio.decoder.client import Decoder
from gangsheet_studio.engine.artwork import Artwork
from gangsheet_studio.protocol import PROTOCOL, Hello, decode_message, encode

PATIENCE = 30.0  # seconds until a silent engine fails the test; nothing here takes a tenth of it


class EngineChild:
    """Speaks to an engine over its pipes; `stdout` keeps the raw lines. It runs `under` a program, if any."""

    def __init__(self, home, under=()):
        folders = {name: str(home) for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA")}
        self.process = subprocess.Popen(
            [*under, sys.executable, "-m", "gangsheet_studio", "engine"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | folders,
        )
        self.stdout = []
        self._lines = queue.SimpleQueue()
        self._readers = [
            threading.Thread(target=self._read, daemon=True),
            threading.Thread(target=self._read_errors, daemon=True),
        ]
        self.stderr = b""
        for reader in self._readers:
            reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.stdout.append(line)
            self._lines.put(line)
        self._lines.put(None)

    def _read_errors(self):
        self.stderr = self.process.stderr.read()

    def say(self, *requests):
        self.write(b"".join(map(encode, requests)))

    def write(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def hear(self):
        """Return the next message, None at the end of stdout."""
        line = self._lines.get(timeout=PATIENCE)
        return None if line is None else decode_message(line)

    def hear_until(self, *types, request=None):
        """Return the messages up to the next of `types` (for `request`), it included."""
        heard = []
        while True:
            message = self.hear()
            assert message is not None, f"the engine ended after {heard}\n{self.stderr.decode()}"
            heard.append(message)
            if isinstance(message, types) and (request is None or message.id == request):
                return heard

    def end(self):
        """Close stdin and return the exit code and what was still said."""
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        code = self.process.wait(PATIENCE)
        for reader in self._readers:
            reader.join(PATIENCE)
        rest = []
        while (message := self.hear()) is not None:
            rest.append(message)
        return code, rest

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        self.process.wait()
        for reader in self._readers:
            reader.join(PATIENCE)
        self.process.stdout.close()
        self.process.stderr.close()


@pytest.fixture(autouse=True)
def reports(tmp_path, monkeypatch):
    """The folder that reports of faults in this process go to."""
    folder = tmp_path / "reports"
    monkeypatch.setattr(crash_report, "log_folder", lambda: folder)
    return folder


@pytest.fixture(scope="session")
def decoder():
    """A real decoder process, the same for all tests."""
    with Decoder() as decoder:
        yield decoder


@pytest.fixture(scope="session")
def artwork():
    """What an engine reads artwork with, the same for all tests."""
    with Artwork() as artwork:
        yield artwork


@pytest.fixture
def engine(tmp_path):
    """An engine that has said hello."""
    child = EngineChild(tmp_path / "home")
    hello = child.hear()
    assert isinstance(hello, Hello) and hello.protocol == PROTOCOL
    yield child
    child.close()


@pytest.fixture
def art(tmp_path):
    """A folder with red.png (3 x 2 in), blue.png (2 x 2 in), and twin.png that is red.png again."""
    folder = tmp_path / "art"
    folder.mkdir()
    Image.new("RGBA", (300, 200), "red").save(folder / "red.png", dpi=(100, 100))
    Image.new("RGBA", (200, 200), "blue").save(folder / "blue.png", dpi=(100, 100))
    (folder / "twin.png").write_bytes((folder / "red.png").read_bytes())
    return folder
