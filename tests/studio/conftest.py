"""Every Qt warning fails a test of the studio; windows are opened for a user of their own, and closed."""

from pathlib import Path

import msgspec
import pytest
from PIL import Image

from gangsheet_studio.model.order import OrderLine, Orders, Size

HERE = Path(__file__).parent
FOLDERS = (
    *("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "XDG_DOCUMENTS_DIR"),
    *(f"XDG_{name}_HOME" for name in ("CONFIG", "STATE", "CACHE", "DATA")),
)


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            # the off-screen platform says so of every window
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The folder of a user who has never started the program."""
    home = tmp_path / "home"
    home.mkdir()
    for name in FOLDERS:
        monkeypatch.setenv(name, str(home))
    return home


@pytest.fixture
def open_desk(qapp, qtbot, home):
    """Open windows as the program does; they and their engines are gone after the test."""
    from gangsheet_studio.studio import app as studio

    studio.dress(qapp, "light")
    desks = []

    def begin(preferences, command=None, **more):
        desk = studio.open_desk(preferences, command, **more)
        desk.window.show()
        qtbot.addWidget(desk.window, before_close_func=leave_quietly)
        desks.append(desk)
        return desk

    yield begin
    for desk in desks:
        desk.end_engines()


@pytest.fixture
def desk(open_desk, tmp_path):
    """An open, empty window whose sheets go to `out`."""
    from gangsheet_studio.studio.settings.preferences import Preferences

    return open_desk(Preferences(out=str(tmp_path / "out"), theme="light"))


@pytest.fixture
def laid_out(desk, qtbot, tmp_path):
    """A desk with a job of two designs that is laid out."""
    for name in ("red", "blue"):
        Image.new("RGBA", (300, 200), name).save(tmp_path / f"{name}.png", dpi=(100, 100))
    lines = tuple(
        OrderLine(design=f"{name}.png", path=str(tmp_path / f"{name}.png"), size=Size(3.0), quantity=n)
        for name, n in (("red", 4), ("blue", 3))
    )
    desk.document.set_film(msgspec.structs.replace(desk.document.project.film, dpi=100))
    desk.document.replace_lines(Orders(lines))
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy, timeout=20_000)
    return desk


def leave_quietly(window):
    window.may_close = lambda: True
