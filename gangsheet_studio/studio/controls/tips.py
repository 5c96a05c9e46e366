"""Tooltips that show names of files and designs."""

from __future__ import annotations

from html import escape


def plain_tip(text: str) -> str:
    """Return `text` for a tooltip that shows it as it is: Qt takes whatever has a tag in it for markup."""
    return f"<span style='white-space:pre-wrap'>{escape(text)}</span>" if "<" in text else text
