"""Letters to people, through the gate: what it has to know is gathered here, rooms being blind."""

from collections.abc import Iterable, Sequence

from siyu.kernel.db import Work, Works
from siyu.kernel.ids import TenantId
from siyu.modules import catalog, content, customers, messaging, staff, tenants
from siyu.modules.messaging.send import send

CHUNK = 500

Said = tuple[str, str, messaging.Card | None]
"""A purpose, words, and what is shown beside them."""


async def send_letters(work: Work, letters: Sequence[messaging.Letter]) -> list[messaging.Verdict]:
    """A verdict for each, in order; a card that leads nowhere is NotFound.

    FirstFormula for an offer of what may be sold and not be praised. One reader or guide who isn't
    the merchant's refuses them all: NobodyThere.
    """
    await must_be_sayable(work, {(one.purpose, one.words, one.card) for one in letters})
    known = await gather(work, letters)
    guides = await staff.names(work, [one.guide for one in letters if one.guide is not None])
    for number, one in enumerate(letters, 1):
        if one.customer not in known.people or (one.guide is not None and one.guide not in guides):
            raise messaging.NobodyThere(number=number)
    return await send(work, letters, known)


async def gather(work: Work, letters: Sequence[messaging.Letter]) -> messaging.Known:
    """What the gate has to know of the people and guides of some letters."""
    people = await customers.find_recipients(work, list({one.customer for one in letters}))
    return await known_of(work, people.values(), letters)


async def known_of(
    work: Work, people: Iterable[customers.Recipient], letters: Iterable[messaging.Letter]
) -> messaging.Known:
    """The same, of people who were looked up already."""
    guides = {one.guide for one in letters if one.guide is not None}
    return messaging.Known(
        timezone=(await tenants.get_tenant(work)).timezone,
        people={p.id: messaging.Person(erased=p.forgotten, said=p.said) for p in people},
        in_service=await staff.find_in_service(work, list(guides)),
    )


async def must_be_sayable(work: Work, said: set[Said]) -> None:
    """NotFound for a card that leads nowhere; FirstFormula for advertising what may not be."""
    names = {card: await _names(work, card) for _, _, card in said if card is not None}
    for purpose, words, card in said:
        if purpose == messaging.MARKETING:
            content.must_not_be_first_formula([words, *(names[card] if card else [])])


async def _names(work: Work, card: messaging.Card) -> list[str]:
    """An article that is out was looked at when it came out."""
    if card.kind == "article":
        await content.get_published(work, card.id)
        return []
    product, skus = await catalog.get_product(work, card.id)
    return [product.name, *(f"{product.name} {sku.name}" for sku in skus)]


async def send_waiting(works: Works, tenant: TenantId) -> int:
    """Ask again about letters whose quiet hours are over, a chunk at a time; how many."""
    asked = 0
    while True:
        async with works.open(tenant) as work:
            due = await messaging.take_due(work, CHUNK)
            if due:
                await send(work, due, await gather(work, due))
        asked += len(due)
        if len(due) < CHUNK:
            return asked
