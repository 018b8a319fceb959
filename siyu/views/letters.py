"""Letters and verdicts with the names of what they point at."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct, structs

from siyu.kernel.db import Query, Work
from siyu.kernel.errors import Language
from siyu.modules import content, customers, messaging
from siyu.views.prices import lowest_for
from siyu.views.refs import PersonRef, gather_refs
from siyu.views.words.verdicts import CHANNELS, PURPOSES, REASONS

PICTURES = "/api/storefront/pictures"


class CardShape(Struct, frozen=True, kw_only=True):
    """What a letter shows beside its words; without a title it is no longer to be had."""

    kind: messaging.CardKind
    id: UUID
    title: str | None
    picture_url: str | None
    price_from_minor: int | None


class LetterItem(Struct, frozen=True, kw_only=True):
    """A letter as its reader, or its writer, sees it."""

    id: UUID
    words: str
    purpose: str
    guide: PersonRef | None
    card: CardShape | None
    sent_at: datetime
    read_at: datetime | None
    opened_at: datetime | None


class WrittenItem(LetterItem, frozen=True, kw_only=True):
    """A letter that a guide wrote, and to whom."""

    customer: customers.CustomerRef | None


class VerdictItem(Struct, frozen=True, kw_only=True):
    """What the gate ruled; `sentence` is the reason in words, `until` when it may be otherwise."""

    id: UUID
    at: datetime
    purpose: str
    channel: str
    guide: PersonRef | None
    campaign: UUID | None
    allowed: bool
    waits: bool
    reason: str | None
    sentence: str | None
    until: datetime | None
    letter: UUID | None


class _Thing(Struct, frozen=True):
    id: UUID
    name: str
    picture: str | None
    price_minor: int | None


_PRODUCTS = Query(
    _Thing,
    """
    select p.id, p.name, p.picture,
           (select min(s.price_minor) from catalog.sku s
            where s.tenant_id = $1 and s.product_id = p.id and s.withdrawn_at is null)
             as price_minor
    from catalog.product p where p.tenant_id = $1 and p.id = any($2::uuid[])
    """,
)


async def letter_items(work: Work, letters: Sequence[messaging.Arrived]) -> list[LetterItem]:
    """As they are read: with guides' names, and cards at the price that is hers."""
    refs = await gather_refs(work, people={one.guide for one in letters})
    cards = await find_cards(work, [_card(one) for one in letters])
    shown = [(one.customer, one.card_id) for one in letters if one.card_kind == "product"]
    hers = await lowest_for(work, [(who, card) for who, card in shown if card is not None])
    return [
        LetterItem(
            id=one.id,
            words=one.words,
            purpose=one.purpose,
            guide=refs.person(one.guide),
            card=_at_her_price(cards.get(card), hers.get((one.customer, card.id)))
            if (card := _card(one))
            else None,
            sent_at=one.sent_at,
            read_at=one.read_at,
            opened_at=one.opened_at,
        )
        for one in letters
    ]


def _at_her_price(card: CardShape | None, minor: int | None) -> CardShape | None:
    if card is None or minor is None or card.title is None:
        return card
    return structs.replace(card, price_from_minor=minor)


async def written_items(work: Work, letters: Sequence[messaging.Arrived]) -> list[WrittenItem]:
    """As their writer sees them: with the names of their readers."""
    items = await letter_items(work, letters)
    people = await customers.refs(work, [one.customer for one in letters])
    return [
        WrittenItem(
            id=item.id,
            words=item.words,
            purpose=item.purpose,
            guide=item.guide,
            card=item.card,
            sent_at=item.sent_at,
            read_at=item.read_at,
            opened_at=item.opened_at,
            customer=people.get(one.customer),
        )
        for item, one in zip(items, letters, strict=True)
    ]


async def find_cards(
    work: Work, cards: Iterable[messaging.Card | None]
) -> dict[messaging.Card, CardShape]:
    wanted = {card for card in cards if card is not None}
    rows = await _PRODUCTS.all(work, work.tenant, [c.id for c in wanted]) if wanted else []
    things = {row.id: row for row in rows}
    articles = [card.id for card in wanted if card.kind == "article"]
    for article in await content.find_published(work, articles):
        things[article.id] = _Thing(article.id, article.title, article.cover, None)
    return {card: _shape(card, things.get(card.id)) for card in wanted}


async def verdict_items(
    work: Work, verdicts: Sequence[messaging.Verdict], language: Language
) -> list[VerdictItem]:
    refs = await gather_refs(work, people={one.guide for one in verdicts})
    return [
        VerdictItem(
            id=one.id,
            at=one.at,
            purpose=word(PURPOSES, one.purpose, language),
            channel=word(CHANNELS, one.channel, language),
            guide=refs.person(one.guide),
            campaign=one.campaign,
            allowed=one.allowed,
            waits=one.waits,
            reason=one.reason,
            sentence=sentence(one.reason, language),
            until=one.until,
            letter=one.letter,
        )
        for one in verdicts
    ]


def sentence(reason: messaging.Reason | None, language: Language) -> str | None:
    return None if reason is None else REASONS[reason][language == "en"]


def word(words: dict[str, tuple[str, str]], code: str, language: Language) -> str:
    return words.get(code, (code, code))[language == "en"]


def _card(letter: messaging.Arrived) -> messaging.Card | None:
    if letter.card_kind is None or letter.card_id is None:
        return None
    return messaging.Card(letter.card_kind, letter.card_id)


def _shape(card: messaging.Card, thing: _Thing | None) -> CardShape:
    return CardShape(
        kind=card.kind,
        id=card.id,
        title=thing.name if thing else None,
        picture_url=f"{PICTURES}/{thing.picture}" if thing and thing.picture else None,
        price_from_minor=thing.price_minor if thing else None,
    )
