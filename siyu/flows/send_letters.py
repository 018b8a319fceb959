"""Letters to people, through the gate: what it has to know is gathered here, rooms being blind."""

from collections.abc import Sequence

from siyu.kernel.db import Work, Works
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.modules import catalog, customers, messaging, staff, tenants
from siyu.modules.messaging.send import send

CHUNK = 500


async def send_letters(work: Work, letters: Sequence[messaging.Letter]) -> list[messaging.Verdict]:
    """A verdict for each, in order; a card that leads nowhere is NotFound.

    One reader or guide who isn't the merchant's refuses them all: NobodyThere.
    """
    await must_lead_somewhere(work, {one.card for one in letters if one.card is not None})
    known = await gather(work, letters)
    guides = await staff.names(work, [one.guide for one in letters if one.guide is not None])
    for number, one in enumerate(letters, 1):
        if one.customer not in known.people or (one.guide is not None and one.guide not in guides):
            raise messaging.NobodyThere(number=number)
    return await send(work, letters, known)


async def gather(work: Work, letters: Sequence[messaging.Letter]) -> messaging.Known:
    """What the gate has to know of the people and guides of some letters."""
    people = await customers.find_recipients(work, list({one.customer for one in letters}))
    guides = {one.guide for one in letters if one.guide is not None}
    return messaging.Known(
        timezone=(await tenants.get_tenant(work)).timezone,
        people={
            id_: messaging.Person(erased=one.forgotten, said=one.said)
            for id_, one in people.items()
        },
        in_service=await staff.find_in_service(work, list(guides)),
    )


async def must_lead_somewhere(work: Work, cards: set[messaging.Card]) -> None:
    for card in cards:
        if card.kind != "product":
            raise NotFound
        await catalog.get_product(work, card.id)


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
