"""Goods move between places: they leave when sent, are nobody's on the way, and come in as counted.

What did not arrive leaves the books with the reason that was stated.
"""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID, uuid5

from siyu.kernel.db import Work
from siyu.modules import catalog, inventory, ledger, tenants

_ARRIVALS = UUID("5bb1f6a5-54f4-5d55-8d8c-0a4f4d0f6f7e")


async def send(work: Work, sending: inventory.Sending) -> UUID:
    """They leave the one place; the same transfer again changes nothing."""
    await _must_be_known(work, sending)
    if await inventory.find_sent(work, sending):
        return sending.id
    moves = [
        ledger.Post(ledger.stock(sku, sending.source), ledger.transit(sku, sending.id), many)
        for sku, many in sending.lines
    ]
    chain = ledger.post(sending.id, moves, reason="sent", ref=sending.id)
    ledger.must_be_granted(await ledger.apply(work, [chain]))
    await inventory.send(work, sending)
    return sending.id


async def receive(work: Work, transfer: UUID, found: Mapping[UUID, int], *, why: str = "") -> None:
    """So many of each arrived, none of what is not named; the same again changes nothing."""
    said, lines = await inventory.get_transfer(work, transfer)
    if unknown := set(found) - {line.sku for line in lines}:
        raise inventory.NotSent(sku=await _code(work, min(unknown)))
    for line in lines:
        if found.get(line.sku, 0) > line.sent:
            raise inventory.MoreThanSent(sku=await _code(work, line.sku), sent=line.sent)
    counted = tuple((line.sku, line.sent, found.get(line.sku, 0)) for line in lines)
    if said.received_at is not None:
        if [line.received for line in lines] != [many for _, _, many in counted]:
            raise inventory.TransferEnded
        return
    if not why.strip() and any(many < sent for _, sent, many in counted):
        raise inventory.MissingWhy
    moves = [
        ledger.Post(ledger.transit(sku, transfer), where, many)
        for sku, sent, arrived in counted
        for where, many in (
            (ledger.stock(sku, said.to_id), arrived),
            (ledger.stock_world(sku, said.to_id), sent - arrived),
        )
        if many
    ]
    chain = ledger.post(uuid5(_ARRIVALS, str(transfer)), moves, reason="arrived", ref=transfer)
    outcome = await ledger.apply(work, [chain])
    if any(isinstance(one, ledger.Differs | ledger.Repeated) for one in outcome):
        raise inventory.TransferEnded
    ledger.must_be_granted(outcome)
    await inventory.arrive(work, said, inventory.Arrival(lines=counted, why=why.strip()))


async def _must_be_known(work: Work, sending: inventory.Sending) -> None:
    if sending.source == sending.target:
        raise inventory.SamePlace
    for place in (sending.source, sending.target):
        await tenants.get_store(work, place)
    skus = await catalog.sku_refs(work, [sku for sku, _ in sending.lines])
    for sku, times in Counter(sku for sku, _ in sending.lines).items():
        if sku not in skus:
            raise inventory.UnknownSku(sku=sku)
        if times > 1:
            raise inventory.SkuTwice(sku=skus[sku].code)


async def _code(work: Work, sku: UUID) -> str:
    refs = await catalog.sku_refs(work, [sku])
    return refs[sku].code if sku in refs else str(sku)
