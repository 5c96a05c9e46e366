"""`gangsheet-studio` and `python -m gangsheet_studio`."""

from __future__ import annotations

import multiprocessing
import sys

from gangsheet_studio.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # in a bundle, this program is what a search by shape starts
    sys.exit(main())
