"""The pages of a job sheet: what they have in common, and where on them the next thing goes."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Final, Literal

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from gangsheet_studio.paper.text import FONT, glyphs, plain, shortened, width_of

if TYPE_CHECKING:
    from typing import BinaryIO

    from gangsheet_studio.model.output import Paper

SIZES: Final[dict[Paper, tuple[float, float]]] = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}
"""Width and height in points."""
INK: Final = HexColor("#1B1F23")
GREY: Final = HexColor("#66707A")
RULE: Final = HexColor("#D5DAE0")
ACCENT: Final = HexColor("#0A84C6")
PLATE: Final = HexColor("#FFFFFF")
_MARGIN: Final = 42.0
_FOOT: Final = 26.0
_TOTAL: Final = "total"
Align = Literal["left", "right", "centre"]


class Jpeg:
    """A JPEG as reportlab takes one, without opening it: its text is its name, its file is read as it is."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._name = hashlib.sha256(data).hexdigest()

    def __str__(self) -> str:
        return self._name

    def jpeg_fh(self) -> io.BytesIO:
        """Return its file."""
        return io.BytesIO(self._data)


class Pages:
    """Pages that are written into `out` by `finish`; `y` is where the next thing goes, from the top down.

    Points are measured from the lower left corner, as in every PDF.
    """

    def __init__(self, out: BinaryIO, paper: Paper, title: str) -> None:
        rl_config.useA85 = 0  # streams as bytes, not as text that is a fourth longer
        glyphs()
        self.width, self.height = SIZES[paper]
        self.left, self.right = _MARGIN, self.width - _MARGIN
        self.top, self.bottom = self.height - _MARGIN, _MARGIN + _FOOT
        self.y = self.top
        self._title, self._number = plain(title), 1
        self.canvas = Canvas(out, pagesize=(self.width, self.height), pageCompression=1, invariant=1)
        self.canvas.setTitle(f"{self._title}: job sheet")
        self.canvas.setAuthor("Gangsheet Studio")

    @property
    def across(self) -> float:
        """The points between the margins."""
        return self.right - self.left

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 9,
        colour: HexColor = INK,
        align: Align = "left",
        width: float | None = None,
    ) -> None:
        """Draw plain `text` with its foot at `y`, shortened to `width` where there is one."""
        if width is not None:
            text = shortened(text, width, size)
        share = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
        self.canvas.setFont(FONT, size)
        self.canvas.setFillColor(colour)
        self.canvas.drawString(x - share * width_of(text, size), y, text)

    def heading(self, text: str, note: str = "") -> None:
        """Draw plain `text` as what a section begins with, a grey `note` behind it."""
        self.y -= 20
        self.text(self.left, self.y, text, 13, ACCENT, width=self.across)
        self.text(self.left + width_of(text, 13) + 10, self.y, note, 8.5, GREY)
        self.y -= 8

    def rule(self, y: float) -> None:
        """Draw a line across."""
        self.canvas.setStrokeColor(RULE)
        self.canvas.setLineWidth(0.5)
        self.canvas.line(self.left, y, self.right, y)

    def picture(self, data: bytes, x: float, y: float, width: float, height: float) -> None:
        """Draw a JPEG into a box, `y` its lower edge; the same one is in the file once."""
        self.canvas.drawImage(Jpeg(data), x, y, width, height)

    def make_room(self, height: float) -> bool:
        """Go to the next page unless `height` is left on this one; return whether it went."""
        if self.y - height >= self.bottom:
            return False
        self.next()
        return True

    def next(self) -> None:
        """Go to the top of the next page."""
        self._end_page()
        self._number += 1
        self.y = self.top

    def finish(self) -> None:
        """Write the file."""
        self._end_page()
        self.canvas.beginForm(_TOTAL)
        self.text(0, 0, str(self._number), 8, GREY)
        self.canvas.endForm()
        self.canvas.save()

    def _end_page(self) -> None:
        foot, of = _MARGIN + 4, self.right - width_of("00", 8)
        self.text(self.left, foot, self._title, 8, GREY, width=self.across / 2)
        self.text(of, foot, f"{self._number} of ", 8, GREY, "right")
        self.canvas.saveState()
        self.canvas.translate(of, foot)
        self.canvas.doForm(_TOTAL)  # how many there are is known once the last one is drawn
        self.canvas.restoreState()
        self.canvas.showPage()
