"""`python -m tests.simulator SEED DAYS [ORDERS A DAY] [EVERY] [AT ONCE]`: lives, judges, counts.

EVERY: of the places of each flow one in so many is cut; 0 leaves them out, 1 is all. AT ONCE: so
many order in the same moment at most; with 1 the seed decides everything.
"""

import sys
import time
from datetime import datetime

import msgspec
import uvloop

from tests.house.database import START
from tests.simulator.ground import own_ground
from tests.simulator.run import AT_ONCE, Told, simulate

PER_DAY = 300


async def main(seed: int, days: int, per_day: int, every: int, at_once: int) -> int:
    async with own_ground(start=START) as ground:
        began = time.monotonic()
        told = await simulate(
            ground, seed=seed, days=days, per_day=per_day, every=every, at_once=at_once
        )
        took = time.monotonic() - began
    said(told, took)
    print(msgspec.json.encode(told.last_line()).decode())
    return 1 if told.violations or told.missing() else 0


def said(told: Told, took: float) -> None:
    orders, trade = told.counts["orders"], told.took[0]
    own = 1000 * time.process_time() / max(1, orders)
    print(f"seed {told.seed}, {orders} orders in {took:.1f} s, {orders / trade:.0f} a second"
          f" (seconds of trade, places, end, judgement: {told.took};"
          f" {own:.0f} ms of this process's own work for each)")  # fmt: skip
    for kind, number in sorted(told.counts.items()):
        print(f"{number:9,}  {kind}")
    for kind in told.missing():
        print(f"NEVER      {kind}")
    for one in told.violations[:20]:
        print(f"VIOLATION  {one}")


if __name__ == "__main__":
    asked = [int(one) for one in sys.argv[1:]]
    seed = asked[0] if asked else int(datetime.now().astimezone().timestamp())
    days = asked[1] if len(asked) > 1 else 3
    per_day = asked[2] if len(asked) > 2 else PER_DAY
    every = asked[3] if len(asked) > 3 else 1
    at_once = asked[4] if len(asked) > 4 else AT_ONCE
    sys.exit(uvloop.run(main(seed, days, per_day, every, at_once)))
