"""A writer that stops after one of its statements, to be killed there: url, tenant, SKU, store."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

from siyu.kernel.clock import SystemClock
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Works
from siyu.kernel.db.pool import open_pool
from siyu.kernel.ids import TenantId
from siyu.modules import ledger
from siyu.modules.ledger import Post, actions


def pause_after(name: str) -> None:
    step: Callable[..., Awaitable[Any]] = getattr(actions, name)

    async def paused(*args: Any) -> Any:
        await step(*args)
        sys.stdout.write("here\n")
        sys.stdout.flush()
        await asyncio.sleep(600)

    setattr(actions, name, paused)


async def main(url: str, tenant: str, sku: str, store: str, step: str) -> None:
    pause_after(step)
    stock = ledger.stock(UUID(sku), UUID(store))
    world = ledger.stock_world(UUID(sku), UUID(store))
    async with await open_pool(url, size=1) as pool:
        works = Works(pool, SystemClock(), Keyring(b"a writer that has nothing to seal"))
        async with works.open(TenantId(int(tenant))) as work:
            steps = [Post(stock, world, 1)]
            await ledger.apply(work, [ledger.post(uuid4(), steps, reason="sold")])


asyncio.run(main(*sys.argv[1:]))
