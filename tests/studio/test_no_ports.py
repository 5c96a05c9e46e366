"""The window, with its engines at work, opens no port and asks no network."""

import os
import subprocess
import sys
import time

import psutil
import pytest

from tests.tracing import can_trace, network_calls, tracing_network

PATIENCE = 60


def with_the_sample_job(home, look, under=()):
    """Run the program until it has made the sample job; `look` at its process tree meanwhile."""
    environ = os.environ | ({} if os.environ.get("DISPLAY") else {"QT_QPA_PLATFORM": "offscreen"})
    command = [*under, sys.executable, "-m", "gangsheet_studio", "demo", "--window"]
    child = subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True)
    try:
        end = time.monotonic() + PATIENCE
        while not list(home.glob("**/*.manifest.json")):
            assert child.poll() is None and time.monotonic() < end
            look(psutil.Process(child.pid))
            time.sleep(0.05)
    finally:
        for process in [*psutil.Process(child.pid).children(recursive=True), child]:
            process.kill()
        child.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="the documents folder is not taken from the environment")
@pytest.mark.skipif(sys.platform == "darwin", reason="only root may look at other processes' connections")
def test_a_window_at_work_has_no_connection(home):
    looked_at = []

    def look(studio):
        for process in [studio, *studio.children(recursive=True)]:
            try:
                looked_at.append(process.net_connections(kind="inet"))
            except psutil.NoSuchProcess:
                continue

    with_the_sample_job(home, look)
    assert len(looked_at) > 10
    assert not any(looked_at)


@pytest.mark.skipif(not can_trace(), reason="nothing here can tell what a process asks the system for")
def test_a_window_at_work_asks_no_network(home, tmp_path):
    log = tmp_path / "network"
    with_the_sample_job(home, lambda _studio: None, under=tracing_network(log))
    assert network_calls(log) == []
