"""The one way to a person: every letter passes the gate, and every ruling stays as a row.

Only flows may import this file (an import contract holds it): they gather what the gate has to
know of people and guides, because rooms do not see each other.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from siyu.kernel.db import Command, Query, Work
from siyu.modules.messaging.actions.waiting import SEND_WAITING
from siyu.modules.messaging.facts import LetterSent, LetterWithheld
from siyu.modules.messaging.letters import Known, Letter, Person, Policy, Verdict
from siyu.modules.messaging.queries.letters import find_final
from siyu.modules.messaging.queries.policy import get_policy
from siyu.modules.messaging.rules.gate import (
    MARKETING,
    WEEK,
    Asked,
    Ruling,
    Standing,
    judge,
)


class _Past(Struct, frozen=True):
    customer_id: UUID
    digest: bytes
    purpose: str
    sent_at: datetime


_MAKE_PERSONS = Command(
    """
    insert into messaging.person (tenant_id, customer_id)
    select $1, unnest($2::uuid[]) on conflict do nothing
    """
)
_LOCK_PERSONS = Command(
    """
    select from messaging.person where tenant_id = $1 and customer_id = any($2::uuid[])
    order by customer_id for update
    """
)
_PAST = Query(
    _Past,
    """
    select customer_id, digest, purpose, sent_at from messaging.letter
    where tenant_id = $1 and customer_id = any($2::uuid[]) and sent_at > $3
    """,
)
_ADD_LETTERS = Command(
    """
    insert into messaging.letter
      (tenant_id, id, customer_id, guide_id, campaign_id, purpose, words, digest, card_kind,
       card_id, sent_at)
    select $1, l.*, $2 from unnest(
      $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::bytea[],
      $10::text[], $11::uuid[]) l
    """
)
_ADD_VERDICTS = Command(
    """
    insert into messaging.verdict
      (tenant_id, id, customer_id, guide_id, campaign_id, purpose, channel, allowed, waits, reason,
       until, letter_id, at)
    select $1, v.*, $2 from unnest(
      $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::bool[],
      $10::bool[], $11::text[], $12::timestamptz[], $13::uuid[]) v
    """
)
_ADD_WAITING = Command(
    """
    insert into messaging.waiting (tenant_id, id, until, customer_id, campaign_id, letter)
    select $1, w.id, w.until, w.customer, w.campaign, w.letter::jsonb
    from unnest($2::uuid[], $3::timestamptz[], $4::uuid[], $5::uuid[], $6::text[])
      w (id, until, customer, campaign, letter)
    """
)


async def send(work: Work, letters: Sequence[Letter], known: Known) -> list[Verdict]:
    """A verdict for each letter, in order; those allowed have reached their person.

    A letter of a campaign that was ruled on before keeps that verdict, and nothing is sent again.
    """
    customers = sorted({letter.customer for letter in letters})
    await _MAKE_PERSONS.run(work, work.tenant, customers)
    await _LOCK_PERSONS.run(work, work.tenant, customers)
    before = await find_final(work, letters)
    new = [letter for letter in letters if (letter.campaign, letter.customer) not in before]
    rulings = await _rulings(work, new, known)
    made = [_verdict(work, letter, r) for letter, r in zip(new, rulings, strict=True)]
    await _keep(work, list(zip(new, made, strict=True)))
    fresh = iter(made)
    return [before.get((one.campaign, one.customer)) or next(fresh) for one in letters]


async def preview(work: Work, letters: Sequence[Letter], known: Known) -> list[Ruling]:
    """What the very same gate would rule now; nothing is written and nobody is locked."""
    return await _rulings(work, letters, known)


async def _rulings(work: Work, letters: Sequence[Letter], known: Known) -> list[Ruling]:
    policy = await get_policy(work)
    past = await _find_past(work, policy, {letter.customer for letter in letters})
    asked = [_asked(letter, known, past[letter.customer], work.now) for letter in letters]
    return judge(policy, ZoneInfo(known.timezone), work.now, asked)


async def _find_past(
    work: Work, policy: Policy, customers: Iterable[UUID]
) -> Mapping[UUID, list[_Past]]:
    since = work.now - max(WEEK, timedelta(days=policy.same_words_days))
    found: dict[UUID, list[_Past]] = defaultdict(list)
    for row in await _PAST.all(work, work.tenant, list(customers), since):
        found[row.customer_id].append(row)
    return found


def _asked(letter: Letter, known: Known, past: Sequence[_Past], now: datetime) -> Asked:
    person = known.people.get(letter.customer, Person(erased=True))
    words = digest(letter)
    standing = Standing(
        erased=person.erased,
        said=person.said,
        marketed=tuple(
            p.sent_at for p in past if p.purpose == MARKETING and p.sent_at > now - WEEK
        ),
        said_at=max((p.sent_at for p in past if p.digest == words), default=None),
        guide_gone=letter.guide is not None and letter.guide not in known.in_service,
    )
    return Asked(letter, words, standing)


def digest(letter: Letter) -> bytes:
    """Equal for letters that say and show the same, whatever blanks stand around the words."""
    said = msgspec.json.encode((" ".join(letter.words.split()), letter.card))
    return hashlib.blake2b(said, digest_size=16).digest()


def _verdict(work: Work, letter: Letter, ruling: Ruling) -> Verdict:
    return Verdict(
        id=work.new_id(),
        customer=letter.customer,
        purpose=letter.purpose,
        channel=letter.channel,
        guide=letter.guide,
        campaign=letter.campaign,
        allowed=ruling.allowed,
        waits=ruling.waits,
        reason=ruling.reason,
        until=ruling.until,
        at=work.now,
        letter=work.new_id() if ruling.allowed else None,
    )


async def _keep(work: Work, ruled: Sequence[tuple[Letter, Verdict]]) -> None:
    """Letters, verdicts and what waits, each by one statement; facts; a job for the morning."""
    sent = [(letter, v) for letter, v in ruled if v.allowed]
    held = [(letter, v) for letter, v in ruled if v.waits]
    if sent:
        await _ADD_LETTERS.run(work, work.tenant, work.now, *_columns(map(_letter_row, sent)))
    if ruled:
        rows = (_verdict_row(v) for _, v in ruled)
        await _ADD_VERDICTS.run(work, work.tenant, work.now, *_columns(rows))
    if held:
        await _ADD_WAITING.run(work, work.tenant, *_columns(map(_waiting_row, held)))
    for until in {v.until for _, v in held}:
        work.enqueue(SEND_WAITING, {}, run_at=until, once=f"{until:%Y%m%d%H%M}")
    for letter, v in ruled:
        work.tell(_fact(letter, v), subject=letter.customer)


def _letter_row(one: tuple[Letter, Verdict]) -> tuple[object, ...]:
    letter, v = one
    card = (letter.card.kind, letter.card.id) if letter.card else (None, None)
    whose = (v.letter, letter.customer, letter.guide, letter.campaign)
    return (*whose, letter.purpose, letter.words, digest(letter), *card)


def _verdict_row(v: Verdict) -> tuple[object, ...]:
    whose = (v.id, v.customer, v.guide, v.campaign, v.purpose, v.channel)
    return (*whose, v.allowed, v.waits, v.reason, v.until, v.letter)


def _waiting_row(one: tuple[Letter, Verdict]) -> tuple[object, ...]:
    letter, v = one
    text = msgspec.json.encode(letter).decode()
    return (v.id, v.until, letter.customer, letter.campaign, text)


def _columns(rows: Iterable[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _fact(letter: Letter, v: Verdict) -> LetterSent | LetterWithheld:
    if v.letter is not None:
        return LetterSent(
            letter=v.letter,
            purpose=v.purpose,
            channel=v.channel,
            guide=v.guide,
            campaign=v.campaign,
            card=letter.card.kind if letter.card else None,
        )
    return LetterWithheld(
        purpose=v.purpose,
        channel=v.channel,
        reason=v.reason or "",
        waits=v.waits,
        until=v.until,
        guide=v.guide,
        campaign=v.campaign,
    )
