"""What moves on the shelf for an exchange: kept aside when agreed to, given when hers is back.

Goods of a return are booked by their refund.
"""

from uuid import UUID, uuid5

from siyu.kernel.db import Work
from siyu.modules import aftersale, ledger, orders, tenants

REASON = "exchange"


async def store_address(work: Work, store: UUID) -> aftersale.ReturnTo | None:
    """Where the store stands, if nobody said anything else; it has no phone of its own."""
    found = await tenants.get_store(work, store)
    if not found.address.strip():
        return None
    return aftersale.ReturnTo(name=found.name, phone="", address=f"{found.city}{found.address}")


async def keep(work: Work, case: aftersale.Case) -> None:
    """The same goods are kept aside for her; ReplacementShort if the store has too few."""
    moves = [
        ledger.Post(
            ledger.stock(sku, case.store_id), ledger.stock_world(sku, case.store_id), pieces
        )
        for sku, pieces in await _goods(work, case)
    ]
    chain = ledger.hold(_kept(case), moves, expires_at=None, reason=REASON, ref=case.order_id)
    [outcome] = await ledger.apply(work, [chain])
    if isinstance(outcome, ledger.Short):
        raise aftersale.ReplacementShort
    ledger.must_be_granted([outcome])


async def let_go(work: Work, case: aftersale.Case) -> None:
    """A case that ends without it needs them no more."""
    if case.kind != "exchange" or case.state == "asked":
        return
    name = uuid5(case.id, "let go")
    chain = ledger.void(name, _kept(case), reason=REASON, ref=case.order_id)
    ledger.must_be_granted(await ledger.apply(work, [chain]))


async def give(work: Work, case: aftersale.Case) -> None:
    """They have left the store."""
    name = uuid5(case.id, "given")
    chain = ledger.settle(name, _kept(case), reason=REASON, ref=case.order_id)
    ledger.must_be_granted(await ledger.apply(work, [chain]))


async def come_back(work: Work, case: aftersale.Case) -> None:
    """What she gave back lies on the shelf again, if it is fit for it."""
    if not case.fit:
        return
    moves = [
        ledger.Post(
            ledger.stock_world(sku, case.store_id), ledger.stock(sku, case.store_id), pieces
        )
        for sku, pieces in await _goods(work, case)
    ]
    chain = ledger.post(uuid5(case.id, "came back"), moves, reason=REASON, ref=case.order_id)
    ledger.must_be_granted(await ledger.apply(work, [chain]))


def _kept(case: aftersale.Case) -> UUID:
    return uuid5(case.id, "kept")


async def _goods(work: Work, case: aftersale.Case) -> list[tuple[UUID, int]]:
    """Each SKU once: a gift may be of the same as what was bought."""
    lines = (await orders.lines_of(work, [case.order_id]))[case.order_id]
    found: dict[UUID, int] = {}
    for line in lines:
        if pieces := case.quantities.get(line.n, 0):
            found[line.sku] = found.get(line.sku, 0) + pieces
    return list(found.items())
