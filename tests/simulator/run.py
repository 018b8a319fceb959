"""One simulation from beginning to end."""

import time
from collections import Counter
from itertools import pairwise

import structlog
from msgspec import Struct

from siyu.kernel.config import Settings
from siyu.kernel.ids import TenantId
from tests.simulator import goods_places, trade_places
from tests.simulator.acts import ACTS
from tests.simulator.buying import burst
from tests.simulator.ground import Ground
from tests.simulator.judge import judge
from tests.simulator.kinds import MUST
from tests.simulator.life import Life
from tests.simulator.places import everywhere
from tests.simulator.platform import Faults, Platform
from tests.simulator.shop import open_shop

QUIET = 50
FLOWS = (*trade_places.FLOWS, *goods_places.FLOWS)
AT_ONCE = 60


class Told(Struct):
    """What a life came to."""

    seed: int
    counts: Counter[str]
    violations: list[str]
    took: list[float]
    """Seconds of trade, of cuts place by place, of the end, and of the judgement."""

    def missing(self) -> list[str]:
        """What should have happened and never did."""
        return [kind for kind in MUST if not self.counts[kind]]

    def last_line(self) -> dict[str, object]:
        cuts = sum(n for kind, n in self.counts.items() if kind.startswith("cut "))
        shown = {kind: self.counts[kind] for kind in MUST}
        return {
            "seed": self.seed,
            "orders": self.counts["orders"],
            "crashes": cuts,
            "violations": len(self.violations),
            "counts": shown,
        }


async def simulate(
    ground: Ground,
    *,
    seed: int,
    days: int,
    per_day: int,
    tenant: TenantId | None = None,
    people: int | None = None,
    at_once: int = AT_ONCE,
    cuts: float = 0.06,
    every: int = 0,
    faults: Faults = Faults(),
) -> Told:
    """So many days of trade, wires cut at each place of every flow in turn, and the verdict.

    `every` is how many places one of them is cut at; 0 leaves that out. `at_once`: so many order in
    the same moment at most; of 1 a seed is the same life again to the last answer.
    """
    # What is cut is logged with all its surroundings, which takes longer than the trade.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(QUIET))
    platform = Platform(ground.clock, seed, faults)
    shop = await open_shop(
        ground.database,
        ground.keyring,
        ground.clock,
        tenant or TenantId(1),
        seed=seed,
        platform=platform,
        settings=Settings(data=ground.folder, sandbox=True),
        people=people or max(30, per_day // 10),
    )
    life = Life(shop, seed, cuts=cuts, at_once=at_once)
    times = [time.monotonic()]
    await life.lives(days, per_day=per_day, buy=burst, acts=ACTS)
    times.append(time.monotonic())
    if every:
        await everywhere(life, every, FLOWS)
    times.append(time.monotonic())
    await life.ends()
    times.append(time.monotonic())
    await judge(life)
    times.append(time.monotonic())
    took = [round(after - before, 1) for before, after in pairwise(times)]
    return Told(seed, life.counts, life.violations, took)
