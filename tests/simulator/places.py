"""Every flow, cut before and after its n-th statement or commit, for n from the first to the last.

Each time somebody new does it, the wire is cut at that place, and whoever asked asks again; the
judge looks at the whole at the end. What comes by the calendar waits for a cut that lasts instead:
where nothing was committed, the same is there to be done again.
"""

import itertools
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from siyu.kernel.db.pool import AWAY
from siyu.kernel.errors import Trouble
from tests.simulator.life import Life
from tests.simulator.platform import Faults
from tests.simulator.wires import Side

SIDES: tuple[Side, ...] = ("before", "after")
MOST = 3_000
"""No flow has so many statements; one that never ends is a defect of its own."""
PLENTY = 2_000
KIND = Faults(lost=0, late=0, doubled=0, after_time=0, deaf=0, refund_fails=0)


class Flow(NamedTuple):
    """What is there before it, what is done, and whether a cut leaves the same to be done."""

    name: str
    prepare: Callable[[Life], Awaitable[Any]]
    act: Callable[[Life, Any], Awaitable[None]]
    lasting: bool = False


async def everywhere(life: Life, every: int, flows: Sequence[Flow]) -> None:
    """Each flow; `every` 1 is all places, 7 every seventh, beginning at one that the seed says."""
    cuts, faults = life.cuts, life.shop.platform.faults
    life.cuts, life.shop.platform.faults, life.shop.platform.calm = 0, KIND, True
    for store in life.shop.stores:
        for sku in life.shop.goods:
            await life.shop.receives(store, sku, PLENTY)
    for flow in flows:
        count = (
            await _lasting(life, flow, every) if flow.lasting else await _anew(life, flow, every)
        )
        life.count(f"places of {flow.name}", count)
        life.count("places", count)
    life.cuts, life.shop.platform.faults, life.shop.platform.calm = cuts, faults, False


async def _anew(life: Life, flow: Flow, every: int) -> int:
    """How many places there were."""
    found = 0
    for side in SIDES:
        for at in itertools.count(1 + life.seed % every, every):
            subject = await flow.prepare(life)
            fuse = life.shop.wires.put_in(flow.name, at, side)
            await flow.act(life, subject)
            life.take_out(flow.name)
            if not fuse.cut:
                break
            found += 1
            if at > MOST:
                life.violation(f"{flow.name} has no end")
                return found
    return found


async def _lasting(life: Life, flow: Flow, every: int) -> int:
    found = 0
    for side in SIDES:
        subject = await flow.prepare(life)
        for at in range(1, MOST, every):
            fuse = life.shop.wires.put_in(flow.name, at, side)
            try:
                await flow.act(life, subject)
            except (*AWAY, Trouble):
                pass
            life.take_out(flow.name)
            if not fuse.cut:
                break
            found += 1
            if fuse.cut == "after a commit":
                subject = await flow.prepare(life)
    return found
