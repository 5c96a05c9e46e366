"""A run's bar, its result, and its progress in the taskbar."""
