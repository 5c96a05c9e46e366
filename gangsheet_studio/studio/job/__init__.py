"""The open job: its document, its files, and the way from a drop to sheets."""
