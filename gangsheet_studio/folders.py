"""Where each system keeps this user's files: settings, logs, unsaved jobs, scratch, sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import platformdirs

if TYPE_CHECKING:
    from pathlib import Path

_NAME: Final = "gangsheet-studio"


def settings_folder() -> Path:
    """Return where preferences are."""
    return platformdirs.user_config_path(_NAME, appauthor=False)


def log_folder() -> Path:
    """Return where log files and reports are."""
    return platformdirs.user_log_path(_NAME, appauthor=False)


def recovery_folder() -> Path:
    """Return where jobs are kept that were not saved."""
    return platformdirs.user_state_path(_NAME, appauthor=False) / "recovery"


def scratch_folder() -> Path:
    """Return where jobs get their scratch folders, unless another place is chosen."""
    return platformdirs.user_cache_path(_NAME, appauthor=False) / "scratch"


def sheets_folder() -> Path:
    """Return where sheets go until staff choose another folder."""
    return platformdirs.user_documents_path() / "Gangsheet Studio"
