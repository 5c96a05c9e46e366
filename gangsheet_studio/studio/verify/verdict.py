"""What a check of finished files came to, in a sentence and a line for each file that is not well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from gangsheet_studio.studio.look.words import count
from gangsheet_studio.studio.run.left_out import shortened

if TYPE_CHECKING:
    from gangsheet_studio.protocol import VerifyDone
    from gangsheet_studio.studio.controls.result_sign import End
    from gangsheet_studio.studio.engines.outcome import Outcome


class Verdict(Struct, frozen=True, kw_only=True):
    """`title` is the sentence, `lines` name what is not as it was written, and what to do."""

    end: End
    title: str
    lines: tuple[str, ...] = ()


def verdict(done: VerifyDone, time: str) -> Verdict:
    """Return what staff must know of files that were checked at `time`."""
    files, checked = len(done.files), f"(checked at {time})"
    bad = [file for file in done.files if file.state != "good"]
    if not files:
        return Verdict(
            end="partly",
            title="There is nothing to check: the manifest names no file.",
            lines=("Choose the manifest of a job that has made sheets.",),
        )
    if not bad:
        are = "The file is as it was" if files == 1 else f"All {files:,} files are as they were"
        return Verdict(end="done", title=f"{are} written {checked}.")
    if all(file.state == "missing" for file in done.files):
        none = "The file is" if files == 1 else f"All {files:,} files are"
        return Verdict(
            end="failed",
            title=f"{none} missing {checked}.",
            lines=("The manifest may have been moved without them: put it back beside the sheets.",),
        )
    are = "is not as it was" if len(bad) == 1 else "are not as they were"
    return Verdict(
        end="failed",
        title=f"{len(bad):,} of {count(files, 'file')} {are} written {checked}.",
        lines=shortened([file.message for file in bad]),
    )


def no_verdict(outcome: Outcome) -> Verdict:
    """Return why files could not be checked."""
    step = "" if outcome.kind == "refused" else outcome.next_step  # a refusal says itself what to do
    return Verdict(
        end="failed", title="The files could not be checked.", lines=(f"{outcome.text} {step}".strip(),)
    )
