"""Group buys are drafted, opened and closed; what was started goes on by itself."""

from datetime import datetime
from uuid import UUID

from siyu.kernel.blocks import Words
from siyu.kernel.db import Work
from siyu.kernel.errors import Invalid
from siyu.modules import catalog, groups, tenants

_SPAN = Words("结束要晚于开始，并且写明时区。", "It ends after it begins, both with their offset.")


async def draft(work: Work, terms: groups.Terms) -> groups.Offer:
    await _must_be_sound(work, terms)
    return await groups.draft_offer(work, terms)


async def change(work: Work, offer: UUID, version: int, terms: groups.Terms) -> groups.Offer:
    await _must_be_sound(work, terms)
    return await groups.change_offer(work, offer, version, terms)


async def move(work: Work, id_: UUID, state: groups.OfferState) -> groups.Offer:
    """Open it (NotCheaper if nobody would save), or close it: nobody starts another group."""
    offer = await groups.get_offer(work, id_)
    if state == "open" and offer.state == "draft":
        found = (await catalog.offers(work, [offer.sku]))[offer.sku]
        if offer.price_minor >= found.price_minor:
            price = (await tenants.get_tenant(work)).money.text(found.price_minor)
            name = f"{found.name} {found.sku_name}".strip()
            raise groups.NotCheaper(name=name, price=price)
    return await groups.move_offer(work, offer, state)


async def _must_be_sound(work: Work, terms: groups.Terms) -> None:
    ends: list[datetime] = [terms.since, terms.until]
    if any(at.tzinfo is None for at in ends) or ends[0] >= ends[1]:
        language = (await tenants.get_tenant(work)).language
        raise Invalid([{"path": "until", "message": _SPAN.pick(language)}])
    await catalog.get_sku(work, terms.sku)
    for store in terms.stores or ():
        await tenants.get_store(work, store)
