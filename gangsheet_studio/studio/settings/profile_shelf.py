"""The RIP profiles that a picker offers; a job's settings are its output and its film."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from gangsheet_studio.model.profiles import BUILT_IN, Profile, find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.output import Output

Settings: TypeAlias = "tuple[Output, Film]"


class ProfileShelf:
    """Offers BUILT_IN, and what this user keeps."""

    thing = "profile"
    own = "Own settings"
    built_in = BUILT_IN

    def find(self, current: Settings, among: Sequence[Profile]) -> Profile | None:
        """Return which of `among` the `current` settings follow: one of the user's own before others."""
        return find(*current, reversed(among))

    def named(self, name: str, current: Settings) -> Profile:
        """Return the `current` settings under a name."""
        return Profile.named(name, *current)

    def is_new(self, found: Profile | None, current: Settings) -> bool:
        """Return whether keeping the `current` settings would keep more than was `found`, such as the dpi."""
        _, film = current
        return found is None or found.dpi != film.dpi
