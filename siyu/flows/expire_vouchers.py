"""Vouchers whose time is over: told of, and what was not used goes back by itself."""

from uuid import uuid5

from siyu.flows import refund_order
from siyu.kernel.db import Work
from siyu.modules import vouchers

WHY = "expired"


async def expire(work: Work) -> bool:
    """End one and ask its money back; whether there was one. Each in a work of its own, so that a
    refund that can't be had keeps no other waiting."""
    for one in await vouchers.expire(work, limit=1):
        await refund_order.ask_voucher(work, one, refund=uuid5(one.id, WHY), uses=None, why=WHY)
        return True
    return False
