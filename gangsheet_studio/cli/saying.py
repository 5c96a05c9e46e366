"""Values of options that say themselves what is wrong with them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def said(parse_text: Callable[[str], T]) -> Callable[[str], T]:
    """Return `parse_text` with its own sentence passed on, in place of argparse's “invalid value”."""

    def parse_option(text: str) -> T:
        try:
            return parse_text(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return parse_option
