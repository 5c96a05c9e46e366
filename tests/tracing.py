"""What a program asks the system for, where strace can tell."""

import functools
import re
import shutil
import subprocess
import sys


@functools.cache
def can_trace():
    """Say whether strace is there and may trace: in some containers it may not."""
    strace = shutil.which("strace")
    call = [strace, "-D", "-qq", "-o", "/dev/null", sys.executable, "-c", ""]
    return bool(strace) and subprocess.run(call, capture_output=True, check=False).returncode == 0


def tracing_network(log):
    """Return the words before a command that write what it and its children do on the network into `log`."""
    return ("strace", "-f", "-qq", "-e", "trace=network", "-o", str(log))


def network_calls(log):
    """Return the lines of `log` about anything but pipes and sockets between processes of this machine."""
    calls = [line for line in log.read_text(errors="replace").splitlines() if "(" in line]
    return [line for line in calls if re.search(r"AF_(?!UNIX)|sa_family=(?!AF_UNIX)|\blisten\(", line)]
