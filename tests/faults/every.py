"""Every fault there is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.faults.designs import design_faults
from tests.faults.disks import disk_faults
from tests.faults.fault import Fault
from tests.faults.job import Shop, place_in
from tests.faults.kills import kills
from tests.faults.leftovers import leftovers
from tests.faults.new_files import new_file_faults
from tests.faults.pairs import pairs
from tests.faults.stops import stops
from tests.faults.system_calls import count_calls


def every_fault(shop: Shop) -> list[Fault]:
    """Return all faults; those at a counted call are spread over the calls that a run makes undisturbed."""
    with ThreadPoolExecutor() as pool:
        made = pool.submit(new_file_faults, shop, place_in(shop.folder / "made"))
        calls, decoder_writes = count_calls(shop, place_in(shop.folder / "counted"))
    struck = [*kills(calls, decoder_writes), *disk_faults(calls, decoder_writes), *made.result()]
    return [*struck, *stops(), *leftovers(), *design_faults(), *pairs()]
