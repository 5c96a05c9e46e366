"""Projects and journals that were good once: what is left of them opens, or is told to be damaged."""

import tempfile
from pathlib import Path

import msgspec
from hypothesis import given, settings

from gangsheet_studio.engine.journal import Begun, Finished, finished_sheets, journal_path
from gangsheet_studio.engine.record import manifest_name
from gangsheet_studio.model.manifest import PartMemory
from gangsheet_studio.model.one_line import one_line
from gangsheet_studio.model.project import Project, ProjectError, decode_project, encode_project
from tests.engine.test_journal import part
from tests.hostile.mutations import mutated
from tests.test_protocol import LAYOUT, LINE, MANIFEST, PROBLEM

PROJECT = encode_project(
    Project(
        name="Monday", lines=(LINE, LINE), layout=LAYOUT, designs=("/art",), problems=(PROBLEM,), out="/o"
    )
)
PART = part(1)
FINISHED = Finished(part=PART, memory=PartMemory(part=1, before_bytes=1, after_bytes=2))
JOURNAL = b"".join(
    msgspec.json.encode(entry) + b"\n"
    for entry in (Begun(format=1, version="1", job="Night", asked=("a",)), FINISHED, FINISHED)
)
MANIFEST_FILE = msgspec.json.encode(msgspec.structs.replace(MANIFEST, job="Night", parts=(PART,)))


@settings(max_examples=400, deadline=None)
@given(mutated(PROJECT))
def test_a_damaged_project_opens_or_says_so(data):
    try:
        project = decode_project(data)
    except ProjectError as error:
        assert str(error).startswith("It ") and str(error) == one_line(str(error))
    else:
        assert decode_project(encode_project(project)) == project


def test_a_project_cut_anywhere_says_so():
    whole = len(PROJECT.rstrip())
    for length in range(whole):
        try:
            decode_project(PROJECT[:length])
        except ProjectError:
            continue
        raise AssertionError(f"the first {length} bytes opened as a project")


@settings(max_examples=300, deadline=None)
@given(mutated(JOURNAL), mutated(MANIFEST_FILE))
def test_a_damaged_journal_tells_what_it_can(journal, manifest):
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        journal_path(out, "Night").write_bytes(journal)
        (out / manifest_name("Night")).write_bytes(manifest)
        found = finished_sheets(out, "Night")
    assert all(isinstance(sheet, Finished) and sheet.part.file == name for name, sheet in found.items())
