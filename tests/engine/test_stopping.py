"""Pure work that never looks up is left at once; work outside the main thread when it is done."""

import _thread
import signal
import threading

import pytest

from gangsheet_studio.engine.stopping import interruptible
from gangsheet_studio.errors import CancelledError


@pytest.fixture(autouse=True)
def quiet_interrupts():
    """What reaches the outer handler, which is put back afterwards."""
    seen = []
    before = signal.signal(signal.SIGINT, lambda number, frame: seen.append(number))
    yield seen
    signal.signal(signal.SIGINT, before)


def spin():
    while True:
        pass


def test_an_interrupt_leaves_work_that_never_ends(quiet_interrupts):
    cancel = threading.Event()

    def press_cancel():
        cancel.set()
        _thread.interrupt_main()

    threading.Timer(0.05, press_cancel).start()
    with pytest.raises(CancelledError), interruptible(cancel):
        spin()
    assert quiet_interrupts == [signal.SIGINT]


def test_the_outer_handler_is_asked_first_and_may_cancel():
    cancel = threading.Event()
    signal.signal(signal.SIGINT, lambda number, frame: cancel.set())
    threading.Timer(0.05, _thread.interrupt_main).start()
    with pytest.raises(CancelledError), interruptible(cancel):
        spin()


def test_an_interrupt_without_cancel_changes_nothing(quiet_interrupts):
    with interruptible(threading.Event()):
        signal.raise_signal(signal.SIGINT)
    assert quiet_interrupts == [signal.SIGINT]


def test_the_outer_handler_is_back_afterwards(quiet_interrupts):
    outer = signal.getsignal(signal.SIGINT)
    cancel = threading.Event()
    with interruptible(cancel):
        assert signal.getsignal(signal.SIGINT) is not outer
    assert signal.getsignal(signal.SIGINT) is outer


def test_work_that_was_cancelled_before_does_not_begin():
    cancel = threading.Event()
    cancel.set()
    begun = []
    with pytest.raises(CancelledError), interruptible(cancel):
        begun.append(1)
    assert begun == []


def test_on_another_thread_cancel_counts_when_the_work_is_done():
    cancel, outcome = threading.Event(), []

    def work():
        try:
            with interruptible(cancel):
                cancel.set()
        except CancelledError:
            outcome.append("cancelled")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert outcome == ["cancelled"]
