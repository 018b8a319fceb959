"""What a person does with a letter, and what is left of it when she is forgotten."""

from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Command, Query, Work
from siyu.kernel.errors import NotFound
from siyu.modules.messaging.facts import CardOpened, LetterRead
from siyu.modules.messaging.letters import Arrived
from siyu.modules.messaging.queries.letters import ARRIVED, get_letter


class _Marked(Struct, frozen=True):
    id: UUID


_READ = Query(
    _Marked,
    """
    update messaging.letter set read_at = $4
    where tenant_id = $1 and id = $2 and customer_id = $3 and read_at is null returning id
    """,
)
_OPEN = Query(
    Arrived,
    f"""
    update messaging.letter set opened_at = $4
    where tenant_id = $1 and id = $2 and customer_id = $3 and opened_at is null
      and card_id is not null
    returning {ARRIVED}
    """,
)
_EMPTY = Command("update messaging.letter set words = '' where tenant_id = $1 and customer_id = $2")
_DROP = Command("delete from messaging.waiting where tenant_id = $1 and customer_id = $2")


async def read_letter(work: Work, customer: UUID, letter: UUID) -> Arrived:
    """Mark a letter of hers as read; the first time is told."""
    if await _READ.first(work, work.tenant, letter, customer, work.now):
        found = await get_letter(work, customer, letter)
        fact = LetterRead(letter=letter, guide=found.guide, campaign=found.campaign)
        work.tell(fact, subject=customer)
    return await get_letter(work, customer, letter)


async def open_card(work: Work, customer: UUID, letter: UUID) -> Arrived:
    """She followed the card, which she can't have without reading; NotFound without a card."""
    found = await read_letter(work, customer, letter)
    if found.card_kind is None or found.card_id is None:
        raise NotFound
    if await _OPEN.first(work, work.tenant, letter, customer, work.now):
        fact = CardOpened(
            letter=letter,
            card=found.card_kind,
            target=found.card_id,
            guide=found.guide,
            campaign=found.campaign,
        )
        work.tell(fact, subject=customer)
    return await get_letter(work, customer, letter)


async def forget_letters(work: Work, customer: UUID) -> None:
    """Empty what was written to her and drop what waits; that something was sent stays."""
    await _EMPTY.run(work, work.tenant, customer)
    await _DROP.run(work, work.tenant, customer)
