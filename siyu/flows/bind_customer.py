"""What happened, put before the rule book of bonds."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from siyu.kernel.db import Work
from siyu.kernel.facts.envelope import Told
from siyu.modules import channels, customers, staff, tenants


async def add_by_code(
    work: Work, customer: UUID, code: channels.Code
) -> customers.BondDecision | None:
    """She came by a code: its guide adds her, or its store, if the guide has left."""
    if code.store_id is None:
        return None
    guide = code.guide_id
    if guide is not None and (await staff.get_person(work, guide)).left_at is not None:
        guide = None
    event = customers.BondEvent(
        customer=customer, what="add", store=code.store_id, guide=guide, via=f"code:{code.slug}"
    )
    [made] = await customers.bind(work, [event])
    return made


async def take_purchases(work: Work, receipts: Sequence[Told[Any]]) -> None:
    """Sales at the tills; what only takes something back is no purchase."""
    events = [
        customers.BondEvent(
            customer=told.subject,
            what="purchase",
            store=told.fact.store,
            guide=told.fact.guide,
            at=told.fact.at,
            via="receipt",
        )
        for told in sorted(receipts, key=lambda told: told.at)
        if told.subject is not None and told.fact.opened and told.fact.kind == "sale"
    ]
    if events:
        await customers.bind(work, events)


async def take_orders(work: Work, paid: Sequence[Told[Any]]) -> None:
    """Orders are purchases too: of whoever shared the link she came by, else of nobody's doing.

    Her own guide is named where the order is of the guide's store, so that her bond stays alive.
    """
    sharers = await channels.sharers_of(work, [one.fact.via for one in paid if one.fact.via])
    here = await staff.find_in_service(work, list(sharers.values()))
    events = []
    for told in sorted(paid, key=lambda told: told.at):
        if told.subject is None:
            continue
        fact = told.fact
        if fact.via is not None:
            guide = sharer if (sharer := sharers.get(fact.via)) in here else None
        else:
            guide = fact.guide if fact.belonging_store == fact.selling_store else None
        event = customers.BondEvent(
            customer=told.subject,
            what="purchase",
            store=fact.selling_store,
            guide=guide,
            at=told.at,
            via="order",
        )
        events.append(event)
    if events:
        await customers.bind(work, events)


async def give(
    work: Work, people: Sequence[UUID], *, store: UUID, guide: UUID | None, reason: str
) -> int:
    """Give people into the hands of a store and a guide, by hand; how many there were."""
    await tenants.get_store(work, store)
    events = [
        customers.BondEvent(
            customer=customer, what="hand", store=store, guide=guide, words=reason, via="pool"
        )
        for customer in dict.fromkeys(people)
    ]
    made = await customers.bind(work, events)
    return len([one for one in made if one is not None])
