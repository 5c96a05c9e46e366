"""Every error as the last message of a request."""

import pytest

from gangsheet_studio.engine.failure import failure, is_expected
from gangsheet_studio.errors import (
    BrokenInstallationError,
    CancelledError,
    FolderBusyError,
    GangsheetError,
    NotEnoughDiskError,
    NotEnoughMemoryError,
    OutputError,
    RefusedInputError,
    UsageError,
    VerificationError,
)
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.protocol import decode_message, encode

PROBLEM = Problem(id="p", severity="error", message="…")
SURROGATE = UnicodeEncodeError("utf-8", "a\udcff.png", 1, 2, "surrogates not allowed")
TABLE = [
    (UsageError("u"), "usage", 2),
    (RefusedInputError("r", [PROBLEM]), "refused-input", 3),
    (NotEnoughMemoryError("m", needed=2, available=1), "not-enough-memory", 4),
    (NotEnoughDiskError("d", needed=2, available=1), "not-enough-disk", 4),
    (OutputError("o"), "output", 1),
    (FolderBusyError("b"), "output-busy", 1),
    (VerificationError("v"), "verification", 1),
    (BrokenInstallationError("b"), "broken-installation", 1),
    (CancelledError("c"), "cancelled", 130),
    (KeyboardInterrupt(), "cancelled", 130),
    (MemoryError(), "not-enough-memory", 4),
    (SURROGATE, "refused-input", 3),
    (ValueError("boom\nTraceback"), "unexpected", 1),
    (ZeroDivisionError(), "unexpected", 1),
]


@pytest.mark.parametrize(("error", "name", "code"), TABLE, ids=lambda value: type(value).__name__)
def test_an_error_has_an_id_a_sentence_and_an_exit_code(error, name, code):
    failed = failure(error, saved=["S_Part_1.png"])
    assert (failed.report is not None) is (name == "unexpected")
    assert (failed.error, failed.exit_code, failed.saved) == (name, code, ("S_Part_1.png",))
    assert failed.text and "Traceback" not in failed.text
    assert is_expected(error) == (name != "unexpected")
    assert decode_message(encode(failed)) == failed


def test_every_error_of_the_tree_is_in_the_table():
    def leaves(kind):
        below = kind.__subclasses__()
        return {leaf for each in below for leaf in leaves(each)} if below else {kind}

    assert leaves(GangsheetError) <= {type(error) for error, *_ in TABLE}


def test_figures_and_reasons_travel_along():
    assert failure(RefusedInputError("r", [PROBLEM])).problems == (PROBLEM,)
    failed = failure(NotEnoughMemoryError("m", needed=2, available=1))
    assert (failed.needed, failed.available) == (2, 1)
