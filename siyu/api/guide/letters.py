"""Guide desk doors of letters: write to one of my customers, through the gate."""

from uuid import UUID

from msgspec import Struct

from siyu.api import customer_doors as shared
from siyu.api.letter_shapes import CardGiven, Purpose, Words
from siyu.flows.send_letters import send_letters
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.modules import content, messaging
from siyu.views.letters import VerdictItem, WrittenItem, verdict_items, written_items


class LetterGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A letter to one customer; *marketing* needs her consent and keeps the quiet hours."""

    customer: UUID
    words: Words
    purpose: Purpose = "service"
    card: CardGiven | None = None


@door.get("/letters", permit="customers.read")
async def list_written(ask: Ask, paging: Paging) -> Page[WrittenItem]:
    """What I wrote by hand, the latest first, and whether it was read."""
    async with ask.look() as work:
        rows, count = await messaging.list_written(
            work, ask.id, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await written_items(work, rows), count)


@door.post("/letters", permit="customers.write", errors=[content.FirstFormula])
async def write_letter(ask: Ask, data: LetterGiven) -> VerdictItem:
    """Write to one of my customers; the verdict says whether it reached her, or why not."""
    letter = messaging.Letter(
        customer=data.customer,
        purpose=data.purpose,
        words=data.words,
        card=data.card.card() if data.card else None,
        guide=ask.id,
    )
    async with ask.work() as work:
        await shared.hold(ask, work, data.customer)
        verdicts = await send_letters(work, [letter])
        return (await verdict_items(work, verdicts, ask.language))[0]


DOORS = [list_written, write_letter]
