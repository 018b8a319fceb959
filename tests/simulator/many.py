"""`python -m tests.simulator.many FIRST-LAST DAYS ORDERS_A_DAY [EVERY]`: lives of these seeds, side
by side; the last line adds them up.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from collections import Counter
from typing import Any

import msgspec

SIDE_BY_SIDE = min(os.cpu_count() or 1, 4)


async def main(seeds: range, *more: str) -> int:
    room = asyncio.Semaphore(SIDE_BY_SIDE)
    failed: list[int] = []
    told: list[dict[str, Any]] = []

    async def one(seed: int) -> None:
        async with room:
            process = await create_subprocess_exec(
                sys.executable, "-m", "tests.simulator", str(seed), *more, stdout=PIPE
            )
            said, _ = await process.communicate()
        text = said.decode(errors="replace").rstrip()
        print(text, flush=True)
        if process.returncode:
            failed.append(seed)
        if text.rpartition("\n")[2].startswith("{"):
            told.append(msgspec.json.decode(text.rpartition("\n")[2]))

    await asyncio.gather(*(one(seed) for seed in seeds))
    print(msgspec.json.encode(_sum(told, failed, seeds)).decode())
    return 1 if failed else 0


def _sum(told: list[dict[str, Any]], failed: list[int], seeds: range) -> dict[str, object]:
    counts: Counter[str] = Counter()
    for one in told:
        counts.update(one["counts"])
    return {
        "seed": f"{seeds[0]}-{seeds[-1]}",
        "orders": sum(one["orders"] for one in told),
        "crashes": sum(one["crashes"] for one in told),
        "violations": sum(one["violations"] for one in told),
        "failed": sorted(failed),
        "counts": counts,
    }


if __name__ == "__main__":
    first, _, last = sys.argv[1].partition("-")
    sys.exit(asyncio.run(main(range(int(first), int(last or first) + 1), *sys.argv[2:])))
