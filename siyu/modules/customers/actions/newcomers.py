"""Welcoming strangers: a number, a key, an identity, a first belonging, a legacy consent."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from siyu.kernel import crypto
from siyu.kernel.db import Command, Scalar, Work
from siyu.modules.customers.actions import identify
from siyu.modules.customers.facts import CustomerMet
from siyu.modules.customers.rules import names
from siyu.modules.customers.rules.consents import SERVICE
from siyu.modules.customers.rules.meetings import Gathered, Key
from siyu.modules.customers.seals import Seals


class Newcomer(Struct, frozen=True, kw_only=True):
    customer: UUID
    member_no: int
    key: bytes
    gathered: Gathered


NUMBERS = Scalar(
    """
    insert into customers.member_counter as counter (tenant_id, last_no) values ($1, $2)
    on conflict (tenant_id) do update set last_no = counter.last_no + $2
    returning last_no
    """
)

ADD_CUSTOMERS = Command(
    """
    insert into customers.customer
      (tenant_id, id, member_no, name, pinyin, gender, birthday, source, met_at, store_id,
       guide_id, searched, grams)
    select $1, n.id, n.member_no, n.name, n.pinyin, n.gender, n.birthday, n.source, n.met_at,
           n.store_id, n.guide_id, n.searched,
           case when n.grams = '' then '{}' else string_to_array(n.grams, chr(10)) end
    from unnest($2::uuid[], $3::int4[], $4::text[], $5::text[], $6::text[], $7::date[],
                $8::text[], $9::timestamptz[], $10::uuid[], $11::uuid[], $12::text[], $13::text[])
      as n (id, member_no, name, pinyin, gender, birthday, source, met_at, store_id, guide_id,
            searched, grams)
    """
)

ADD_KEYS = Command(
    """
    insert into customers.person_key (tenant_id, customer_id, wrapped, made_at)
    select $1, k.customer_id, k.wrapped, $2
    from unnest($3::uuid[], $4::bytea[]) as k (customer_id, wrapped)
    """
)

ADD_BELONGINGS = Command(
    """
    insert into customers.belonging
      (tenant_id, id, customer_id, store_id, guide_id, rule, since, by)
    select $1, b.id, b.customer_id, b.store_id, b.guide_id, 'first_purchase', b.since, $2
    from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::timestamptz[])
      as b (id, customer_id, store_id, guide_id, since)
    """
)

ADD_LEGACY = Command(
    """
    insert into customers.consent
      (tenant_id, id, customer_id, turn, purpose, state, source, by, at)
    select $1, c.id, c.customer_id, 1, $2, 'legacy', c.source, $3, c.at
    from unnest($4::uuid[], $5::uuid[], $6::text[], $7::timestamptz[])
      as c (id, customer_id, source, at)
    """
)


async def welcome(
    work: Work, seals: Seals, strangers: Sequence[Gathered]
) -> tuple[dict[Key, Newcomer], list[Key]]:
    """Newcomers by key; and the keys at which another unit of work was first."""
    if not strangers:
        return {}, []
    persons = {one.key: (work.new_id(), crypto.new_key()) for one in strangers}
    claims = [(*persons[one.key], one.meet.identity, one.meet) for one in strangers]
    mine = await identify.claim(work, seals, claims)
    came = [one for one in strangers if one.key in mine]
    last = await NUMBERS.get(work, work.tenant, len(came)) if came else 0
    newcomers = [
        Newcomer(customer=customer, member_no=number, key=key, gathered=one)
        for number, one in enumerate(came, last - len(came) + 1)
        for customer, key in [persons[one.key]]
    ]
    if newcomers:
        await _add(work, seals, newcomers)
    beaten = [one.key for one in strangers if one.key not in mine]
    return {n.gathered.key: n for n in newcomers}, beaten


async def _add(work: Work, seals: Seals, newcomers: Sequence[Newcomer]) -> None:
    await ADD_CUSTOMERS.run(work, work.tenant, *_columns([_row(work, n) for n in newcomers]))
    wrapped = [(n.customer, seals.wrap(n.customer, n.key)) for n in newcomers]
    await ADD_KEYS.run(work, work.tenant, work.now, *_columns(wrapped))
    belongings = [row for n in newcomers if (row := _belonging(work, n))]
    if belongings:
        await ADD_BELONGINGS.run(work, work.tenant, str(work.actor), *_columns(belongings))
    unasked = [n for n in newcomers if not n.gathered.meet.asked]
    if unasked:
        legacy = [_legacy(work, n) for n in unasked]
        await ADD_LEGACY.run(work, work.tenant, SERVICE, str(work.actor), *_columns(legacy))
    for newcomer in newcomers:
        _tell(work, newcomer)
    persons = ((n.customer, n.key, n.gathered.meet) for n in newcomers)
    await identify.claim_further(work, seals, persons)


def _belonging(work: Work, newcomer: Newcomer) -> tuple[object, ...] | None:
    place = newcomer.gathered.place
    if place is None:
        return None
    return work.new_id(), newcomer.customer, place.store, place.guide, place.at


def _legacy(work: Work, newcomer: Newcomer) -> tuple[object, ...]:
    met = newcomer.gathered.meet
    return work.new_id(), newcomer.customer, met.source, met.at


def _row(work: Work, newcomer: Newcomer) -> tuple[object, ...]:
    met, place = newcomer.gathered.meet, newcomer.gathered.place
    named = names.Named.of(met.name, work.tenant)
    store, guide = (place.store, place.guide) if place else (None, None)
    who = (newcomer.customer, newcomer.member_no, named.name, named.pinyin, met.gender)
    found = (named.searched, "\n".join(named.grams))
    return (*who, met.birthday, met.source, met.at, store, guide, *found)


def _tell(work: Work, newcomer: Newcomer) -> None:
    met, place = newcomer.gathered.meet, newcomer.gathered.place
    store, guide = (place.store, place.guide) if place else (None, None)
    fact = CustomerMet(
        member_no=newcomer.member_no,
        source=met.source,
        kind=met.identity.kind,
        store=store,
        guide=guide,
    )
    work.tell(fact, subject=newcomer.customer, at=met.at)


def _columns(rows: Sequence[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]
