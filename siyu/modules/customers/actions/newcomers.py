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

# One statement for the tables of a newcomer, so that what they share travels once. Whoever was
# never asked starts with a legacy consent to be served.
ADD = Command(
    """
    with newcomer as materialized (
      select * from unnest(
        $6::uuid[], $7::int4[], $8::bytea[], $9::text[], $10::timestamptz[], $11::bool[],
        $12::uuid[], $13::uuid[], $14::timestamptz[], $15::text[], $16::text[], $17::date[],
        $18::text[], $19::text[], $20::text[])
      as n (customer_id, member_no, wrapped, source, met_at, asked, store_id, guide_id, bought_at,
            name, gender, birthday, pinyin, searched, grams)
    ), key as (
      insert into customers.person_key (tenant_id, customer_id, wrapped, made_at)
      select $1, customer_id, wrapped, $2 from newcomer
    ), belonging as (
      insert into customers.belonging
        (tenant_id, customer_id, turn, store_id, guide_id, rule, since, by)
      select $1, customer_id, 1, store_id, guide_id, $4, bought_at, $3
      from newcomer where store_id is not null
    ), consent as (
      insert into customers.consent
        (tenant_id, customer_id, turn, purpose, state, source, by, at)
      select $1, customer_id, 1, $5, 'legacy', source, $3, met_at from newcomer where not asked
    )
    insert into customers.customer
      (tenant_id, id, member_no, name, pinyin, gender, birthday, source, met_at, store_id,
       guide_id, searched, grams)
    select $1, customer_id, member_no, name, pinyin, gender, birthday, source, met_at, store_id,
           guide_id, searched,
           case when grams = '' then '{}' else string_to_array(grams, chr(10)) end
    from newcomer
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
    rows = [_row(work, seals, newcomer) for newcomer in newcomers]
    columns = [list(column) for column in zip(*rows, strict=True)]
    who = (work.tenant, work.now, str(work.actor))
    await ADD.run(work, *who, "first_purchase", SERVICE, *columns)
    for newcomer in newcomers:
        _tell(work, newcomer)
    persons = ((n.customer, n.key, n.gathered.meet) for n in newcomers)
    await identify.claim_further(work, seals, persons)


def _row(work: Work, seals: Seals, newcomer: Newcomer) -> tuple[object, ...]:
    met, place = newcomer.gathered.meet, newcomer.gathered.place
    named = names.Named.of(met.name, work.tenant)
    wrapped = seals.wrap(newcomer.customer, newcomer.key)
    bought = (place.store, place.guide, place.at) if place else (None, None, None)
    found = (named.pinyin, named.searched, "\n".join(named.grams))
    who = (newcomer.customer, newcomer.member_no, wrapped)
    return (
        *who,
        met.source,
        met.at,
        met.asked,
        *bought,
        named.name,
        met.gender,
        met.birthday,
        *found,
    )


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
