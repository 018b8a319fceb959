"""Vouchers are issued when they are paid, and used at a store.

Refusals are given back instead of raised: whoever asks commits first, so that a wrong guess stays
counted, and raises then.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from siyu.kernel.db import Work
from siyu.kernel.errors import Refusal
from siyu.kernel.facts.envelope import Told
from siyu.modules import groups, orders, tenants, vouchers


async def take_paid(work: Work, told: Sequence[Told[Any]]) -> None:
    """Orders that were paid; the same fact again issues nothing more."""
    await issue_paid(work, [one.fact.order for one in told])


async def issue_paid(work: Work, ids: Sequence[UUID]) -> None:
    """For each that has vouchers to come, unless its group is still to be filled."""
    if await vouchers.promised_lines(work, ids):
        still = await groups.waiting(work, ids)
        await orders.lock_orders(work, ids)
        await vouchers.issue(work, [id_ for id_ in ids if id_ not in still])


async def look(work: Work, code: str, by: vouchers.By) -> vouchers.Voucher | Refusal:
    """What could be used here, or why it can't."""
    return await _said(work, await vouchers.look(work, code, by))


async def redeem(work: Work, use: vouchers.Use, by: vouchers.By) -> vouchers.Voucher | Refusal:
    """Use it. The order is locked before its voucher, as a refund does it."""
    seen = await vouchers.look(work, use.code, by, uses=0)
    if isinstance(seen, Refusal):
        # Perhaps it is this very redemption that used it up.
        if not isinstance(seen, vouchers.AllUsed):
            return await _said(work, seen)
    else:
        await orders.lock_orders(work, [seen.order_id])
    done = await vouchers.redeem(work, use, by)
    if not isinstance(done, Refusal):
        await redeem_if_done(work, done.order_id)
    return await _said(work, done)


async def redeem_if_done(work: Work, order: UUID) -> None:
    """An order of vouchers alone is in her hands once nothing is left to use of any of them."""
    lines = (await orders.lines_of(work, [order]))[order]
    promised = (await vouchers.promised_lines(work, [order])).get(order, set())
    every = await vouchers.vouchers_of(work, [order])
    done = all(one.left == 0 for one in every) and any(one.used for one in every)
    if done and {line.n for line in lines} == promised:
        await orders.redeem(work, [order])


async def _said(work: Work, found: vouchers.Voucher | Refusal) -> vouchers.Voucher | Refusal:
    """Whoever came to the wrong store is told the right ones by their names."""
    if not isinstance(found, vouchers.OtherStore):
        return found
    stores = await tenants.store_refs(work, found.at)
    return vouchers.OtherStore(found.at, "、".join(one.name for one in stores.values()))
