"""What names may do to a terminal and a log: nothing."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gangsheet_studio.log_file import close_log, open_log
from gangsheet_studio.model.one_line import one_line

EVIL = "fox\nFREED 9.00GB\x1b[2J\x9b31m\u202egnp.\u2028x"
HARMLESS = r"fox\nFREED 9.00GB\x1b[2J\x9b31m\u202egnp.\u2028x"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Löwe “a”.png", "Löwe “a”.png"),
        ("日本\u3000語\xa0क्\u200dष", "日本\u3000語\xa0क्\u200dष"),
        ("a\nb\rc\td", r"a\nb\rc\td"),
        ("\x1b[2J\x9b\x7f", r"\x1b[2J\x9b\x7f"),
        ("\u202egnp.exe", r"\u202egnp.exe"),
        ("a\u2028b\u2029\u200b\ufeff", r"a\u2028b\u2029\u200b\ufeff"),
        ("\ud800", r"\ud800"),
    ],
)
def test_what_steers_is_shown_as_what_it_is(text, shown):
    assert one_line(text) == shown


@given(st.text())
def test_any_text_is_one_line_that_can_be_written(text):
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert one_line(line) == line
    line.encode()


def test_a_message_in_the_log_is_a_line_and_a_traceback_stands_below_it(tmp_path):
    log = open_log(tmp_path)
    log.warning("%s", EVIL)
    try:
        raise ValueError(EVIL)
    except ValueError:
        log.exception("request %d", 7)
    close_log(log)
    text = (tmp_path / "engine.log").read_text(encoding="utf-8")
    told, failed, *traceback = text.rstrip("\n").split("\n")
    assert told.endswith(f"WARNING {HARMLESS}")
    assert failed.endswith("ERROR request 7")
    assert traceback[0] == "  Traceback (most recent call last):"
    assert all(line.startswith("  ") and line == one_line(line) for line in traceback)


@pytest.mark.skipif(sys.platform == "win32", reason="no file there has such a name")
@pytest.mark.parametrize("command", ["check", "nest", "render"])
def test_a_name_reaches_no_terminal_as_it_is(tmp_path, command):
    art = tmp_path / "art"
    art.mkdir()
    for name in ("a\nFREED 9.00GB.png", "\u202egnp.fox.png"):
        Image.new("RGBA", (200, 200), "red").save(art / name, dpi=(100, 100))
    orders = tmp_path / "orders.json"
    orders.write_text(
        r'[{"design": "a\nFREED 9.00GB", "size": "2in", "order": "1\u202e2"},'
        r' {"design": "gone\u202e", "qty": 1}, {"design": "\u202egnp.fox", "size": "90in"}]'
    )
    out = ["--out", tmp_path / "out", "--skip-bad"] if command == "render" else []
    done = subprocess.run(
        [sys.executable, "-m", "gangsheet_studio", command, orders, "--designs", art, *out],
        env=os.environ | {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = (done.stdout + done.stderr).split("\n")
    assert any(r"\u202egnp.fox" in line for line in said)
    assert [line for line in said if line != one_line(line) or line.startswith("FREED 9")] == []
