"""`gangsheet-studio` and `python -m gangsheet_studio`."""

from __future__ import annotations

import sys

from gangsheet_studio.cli import main

if __name__ == "__main__":
    sys.exit(main())
