"""What became of the files of a finished job, as staff read it and as one JSON document."""

from __future__ import annotations

from msgspec import Struct

from gangsheet_studio.errors import RefusedInputError
from gangsheet_studio.protocol import CheckedFile  # noqa: TC001 - msgspec reads it at run time


class Verified(Struct, frozen=True, kw_only=True):
    """What `verify --json` prints: each file of the manifest, and whether it is as it was written."""

    files: tuple[CheckedFile, ...]

    @property
    def exit_code(self) -> int:
        """3 where a file is not as it was written."""
        return RefusedInputError.exit_code if self.errors() else 0

    def text(self) -> list[str]:
        """Return the lines for staff: what is wrong, then how much is as it was."""
        bad = self.errors()
        if not self.files:
            return ["The manifest names no files."]
        files = "1 file is" if len(self.files) == 1 else f"All {len(self.files)} files are"
        if not bad:
            return [f"{files} as written."]
        return [*bad, f"Not as written: {len(bad)} of {len(self.files)}."]

    def errors(self) -> list[str]:
        """Return a line for each file that is not as it was written."""
        return [file.message for file in self.files if file.state != "good"]
