"""RIP profiles: the output settings that a RIP or a workflow wants, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from gangsheet_studio.model.output import Cut, Format, Output, White

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gangsheet_studio.model.film import Film

_SAME: Final = 1e-4  # inches; less is the rounding of a unit
_THE_SHOPS: Final = (
    "label",
    "crop_marks",
    "registration",
    "header",
    "preview",
    "job_sheet",
    "paper",
    "placements_csv",
    "missing_csv",
)
"""What of an Output is no RIP's to say."""


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Output settings, with the `dpi` and the `longest` part in inches where the RIP asks for them too."""

    name: str
    output: Output
    dpi: int | None = None
    longest: float | None = None

    @classmethod
    def named(cls, name: str, output: Output, film: Film) -> Profile:
        """Return `output`, and what of `film` is the RIP's to say, as a profile."""
        bare = msgspec.structs.replace(output, profile=name, **_shops(Output()))
        return cls(name=name, output=bare, dpi=film.dpi, longest=film.longest)

    def of(self, output: Output) -> Output:
        """Return `output` as this profile has it; marks and paper stay what they are."""
        return msgspec.structs.replace(self.output, **_shops(output))

    def film(self, film: Film) -> Film:
        """Return `film` as this profile has it."""
        dpi = film.dpi if self.dpi is None else self.dpi
        longest = film.longest if self.longest is None else self.longest
        return msgspec.structs.replace(film, dpi=dpi, longest=longest)

    def fits(self, output: Output, film: Film) -> bool:
        """Whether a job with `output` and `film` is what this profile asks for."""
        mine = self.film(film)
        same_length = abs(mine.longest - film.longest) < _SAME
        return self.of(output) == output and mine.dpi == film.dpi and same_length


def find(output: Output, film: Film, profiles: Iterable[Profile]) -> Profile | None:
    """Return the first profile that a job with `output` and `film` follows."""
    return next((profile for profile in profiles if profile.fits(output, film)), None)


def _shops(output: Output) -> dict[str, object]:
    return {name: getattr(output, name) for name in _THE_SHOPS}


def _made(name: str, kind: Format, white: str = "", cut: str = "") -> Profile:
    return Profile(
        name=name,
        output=Output(
            profile=name,
            format=kind,
            white=White(name=white) if white else None,
            cut=Cut(name=cut) if cut else None,
        ),
    )


BUILT_IN: Final = (
    Profile(name="Any RIP (PNG)", output=Output()),
    _made("CADlink", "tiff"),
    _made("Caldera, cut lines", "pdf", cut="CutContour"),
    _made("ErgoSoft", "tiff"),
    _made("Flexi, cut lines", "pdf", cut="CutContour"),
    _made("Onyx", "tiff"),
    _made("Onyx, white ink", "tiff", white="Spot 1"),
    _made("PrintFactory, cut lines", "pdf", cut="CutContour"),
    _made("VersaWorks", "tiff"),
    _made("VersaWorks, cut lines", "pdf", cut="CutContour"),
    _made("Wasatch", "tiff"),
    _made("Wasatch, cut lines", "pdf", cut="cutcontour"),
)
"""What is known of RIPs: all take LZW TIFF, and names of spot colours are told apart letter by letter."""
