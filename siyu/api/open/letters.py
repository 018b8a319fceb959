"""Open API doors of letters: write through the gate, and see why somebody was not written to."""

from typing import Annotated
from uuid import UUID

from litestar import Response
from msgspec import Meta, Struct

from siyu.api import customer_doors as shared
from siyu.api.letter_shapes import CardGiven, Purpose, Words
from siyu.flows.send_letters import send_letters
from siyu.kernel.doors import Ask, Once, Page, Paging, door
from siyu.kernel.errors import KeyMissing, KeyReused
from siyu.modules import content, messaging
from siyu.views.letters import VerdictItem, verdict_items


class LetterGiven(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A letter to one customer, in a guide's name if one is given."""

    customer: UUID
    words: Words
    purpose: Purpose
    card: CardGiven | None = None
    guide: UUID | None = None


class LettersGiven(Struct, frozen=True, forbid_unknown_fields=True):
    letters: Annotated[list[LetterGiven], Meta(min_length=1, max_length=500)]


class Verdicts(Struct, frozen=True):
    """One for each letter, in order."""

    verdicts: list[VerdictItem]


@door.post(
    "/letters",
    permit="letters.send",
    status_code=201,
    errors=[messaging.NobodyThere, content.FirstFormula, KeyMissing, KeyReused],
)
async def write_letters(ask: Ask, once: Once, data: LettersGiven) -> Response[Verdicts]:
    """Write to customers; each verdict says whether it reached her, waits, or why not."""
    letters = [
        messaging.Letter(
            customer=one.customer,
            purpose=one.purpose,
            words=one.words,
            card=one.card.card() if one.card else None,
            guide=one.guide,
        )
        for one in data.letters
    ]
    async with once.work() as work:
        ruled = await send_letters(work, letters)
        told = await verdict_items(work, ruled, ask.language)
        return await once.answer(work, Verdicts(told))


@door.get("/customers/{id:uuid}/verdicts", permit="customers.read")
async def list_verdicts(ask: Ask, paging: Paging, id: UUID) -> Page[VerdictItem]:
    """What the gate ruled on messages to a customer, the latest first."""
    async with ask.look() as work:
        await shared.hold(ask, work, id)
        rows, count = await messaging.list_verdicts(
            work, id, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await verdict_items(work, rows, ask.language), count)


DOORS = [write_letters, list_verdicts]
