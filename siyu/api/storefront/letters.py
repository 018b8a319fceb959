"""Storefront doors of letters: a customer's own."""

from uuid import UUID

from msgspec import Struct

from siyu.kernel.doors import SIGNED_IN, Ask, Page, Paging, door
from siyu.modules import messaging
from siyu.views.letters import LetterItem, letter_items


class Unread(Struct, frozen=True):
    """Letters she has not read; a hundred stands for more."""

    count: int


@door.get("/letters", permit=SIGNED_IN)
async def list_my_letters(ask: Ask, paging: Paging) -> Page[LetterItem]:
    """Her letters, the latest first."""
    async with ask.look() as work:
        rows, count = await messaging.list_letters(
            work, ask.id, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await letter_items(work, rows), count)


@door.get("/letters/unread", permit=SIGNED_IN)
async def count_my_unread(ask: Ask) -> Unread:
    """How many letters wait to be read."""
    async with ask.look() as work:
        return Unread(await messaging.count_unread(work, ask.id))


@door.put("/letters/{id:uuid}/reading", permit=SIGNED_IN)
async def read_letter(ask: Ask, id: UUID) -> LetterItem:
    """She has it before her eyes; the first time is kept."""
    async with ask.work() as work:
        found = await messaging.read_letter(work, ask.id, id)
        return (await letter_items(work, [found]))[0]


@door.put("/letters/{id:uuid}/opening", permit=SIGNED_IN)
async def open_card(ask: Ask, id: UUID) -> LetterItem:
    """She follows the letter's card; the first time is kept."""
    async with ask.work() as work:
        found = await messaging.open_card(work, ask.id, id)
        return (await letter_items(work, [found]))[0]


DOORS = [list_my_letters, count_my_unread, read_letter, open_card]
