"""Goods come in, or are counted: inventory writes the document, the ledger moves the stock."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from siyu.kernel.db import Work
from siyu.modules import catalog, deals, inventory, ledger, tenants

Lines = Sequence[tuple[UUID, int]]


async def receive(
    work: Work, document: UUID, store: UUID, lines: Lines, *, reason: str = ""
) -> UUID:
    """Goods come into a store; the same document again changes nothing."""
    await _must_be_known(work, store, lines)
    if await inventory.find_written(work, document, "received", store, lines):
        return document
    moves = [
        ledger.Post(ledger.stock_world(sku, store), ledger.stock(sku, store), quantity)
        for sku, quantity in lines
    ]
    chain = ledger.post(document, moves, reason="received", ref=document)
    ledger.must_be_granted(await ledger.apply(work, [chain]))
    written = inventory.Receipt(id=document, store=store, lines=tuple(lines), reason=reason)
    await inventory.receive(work, written)
    return document


async def count(work: Work, document: UUID, store: UUID, lines: Lines, *, reason: str = "") -> UUID:
    """The books follow the shelf; CountBelowHeld when unpaid orders hold more than was found.

    What is put aside for sales lies in the store too, so it is counted with the rest.
    """
    skus = await _must_be_known(work, store, lines)
    if await inventory.find_written(work, document, "counted", store, lines):
        return document
    aside = await deals.pools_at(work, store, [sku for sku, _ in lines])
    shelves = [ledger.stock(sku, store) for sku, _ in lines]
    locked = await ledger.lock(work, shelves + [ledger.pool(good, store) for _, good in aside])
    balances, pools = locked[: len(lines)], locked[len(lines) :]
    kept: Counter[UUID] = Counter()
    for (sku, _), balance in zip(aside, pools, strict=True):
        kept[sku] += balance.posted
    for (sku, found), balance in zip(lines, balances, strict=True):
        if found < (held := balance.held + kept[sku]):
            raise inventory.CountBelowHeld(sku=skus[sku].code, counted=found, held=held)
    differences = [
        (sku, found - balance.posted - kept[sku])
        for (sku, found), balance in zip(lines, balances, strict=True)
    ]
    if moves := [_moved(sku, store, by) for sku, by in differences if by]:
        chain = ledger.post(document, moves, reason="counted", ref=document)
        ledger.must_be_granted(await ledger.apply(work, [chain]))
    found = tuple(
        (sku, quantity, balance.posted + kept[sku])
        for (sku, quantity), balance in zip(lines, balances, strict=True)
    )
    await inventory.count(
        work, inventory.Count(id=document, store=store, lines=found, reason=reason)
    )
    return document


def _moved(sku: UUID, store: UUID, by: int) -> ledger.Post:
    stock, world = ledger.stock(sku, store), ledger.stock_world(sku, store)
    return ledger.Post(world, stock, by) if by > 0 else ledger.Post(stock, world, -by)


async def _must_be_known(work: Work, store: UUID, lines: Lines) -> dict[UUID, catalog.SkuRef]:
    await tenants.get_store(work, store)
    skus = await catalog.sku_refs(work, [sku for sku, _ in lines])
    for sku, times in Counter(sku for sku, _ in lines).items():
        if sku not in skus:
            raise inventory.UnknownSku(sku=sku)
        if times > 1:
            raise inventory.SkuTwice(sku=skus[sku].code)
    return skus
