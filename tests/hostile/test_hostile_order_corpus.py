"""A real engine reads every bad order: it is refused or read right, in little time and memory."""

import pytest

from tests.hostile.order_engine import OrderEngine
from tests.hostile.orders import CASES
from tests.hostile.orders_report import table


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """One engine for all orders; what it wrote of its own must tell of no fault."""
    home = tmp_path_factory.mktemp("home")
    engine = OrderEngine(home)
    yield engine
    said = engine.close()
    assert "Traceback" not in said
    assert not list(home.rglob("crash-*"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.name}")
def test_a_bad_order_is_refused_or_read_right(engine, case):
    if not case.runs_here:
        pytest.skip("links and pipes need a privilege here")
    assert engine.read(case).wrong == ()


def test_there_are_a_hundred_of_them_and_each_has_a_name():
    assert len({(case.kind, case.name) for case in CASES}) == len(CASES) >= 100


def test_the_table_counts_them_all(engine):
    tried = [engine.read(case) for case in CASES[60:64]]
    assert list(table(tried))[-1].startswith("| all | 4 | ")
