"""Welcoming strangers: a number, a key, an identity, a first belonging, a legacy consent."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct, structs

from siyu.kernel import crypto, names
from siyu.kernel.db import Command, Scalar, Work
from siyu.modules.customers.actions import identify
from siyu.modules.customers.facts import CustomerMet
from siyu.modules.customers.queries.bonds import current_book
from siyu.modules.customers.rows import BelongingRow, ConsentRow, CustomerRow, KeyRow
from siyu.modules.customers.rules.consents import SERVICE
from siyu.modules.customers.rules.meetings import Gathered, Key
from siyu.modules.customers.seals import Seals
from siyu.modules.customers.values import Meet, Rule


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

_ADD = Command(
    "insert into customers.customer select * from unnest($1::customers.customer[])",
    takes=CustomerRow,
)
_ADD_KEYS = Command(
    "insert into customers.person_key select * from unnest($1::customers.person_key[])",
    takes=KeyRow,
)
_ADD_BELONGINGS = Command(
    "insert into customers.belonging select * from unnest($1::customers.belonging[])",
    takes=BelongingRow,
)
_ADD_CONSENTS = Command(
    "insert into customers.consent select * from unnest($1::customers.consent[])",
    takes=ConsentRow,
)


async def welcome(
    work: Work, seals: Seals, strangers: Sequence[Gathered]
) -> tuple[dict[Key, Newcomer], list[Key]]:
    """Newcomers by key; and the keys at which another unit of work was first."""
    if not strangers:
        return {}, []
    _, book = await current_book(work)
    rule: Rule = "released" if book.rule == "by_hand" else "first_purchase"
    if rule == "released":
        strangers = [_waiting(one) for one in strangers]
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
        await _add(work, seals, newcomers, rule)
    beaten = [one.key for one in strangers if one.key not in mine]
    return {n.gathered.key: n for n in newcomers}, beaten


def _waiting(one: Gathered) -> Gathered:
    """Where people decide, a purchase only says in which store's pool she waits."""
    place = one.place and structs.replace(one.place, guide=None)
    return structs.replace(one, place=place)


async def _add(work: Work, seals: Seals, newcomers: Sequence[Newcomer], rule: Rule) -> None:
    await _ADD.post(work, (_customer(work, n) for n in newcomers))
    await _ADD_KEYS.post(work, (_key(work, seals, n) for n in newcomers))
    pairs = ((n, n.gathered.place) for n in newcomers)
    await _ADD_BELONGINGS.post(work, (_belonging(work, n, p, rule) for n, p in pairs if p))
    # Whoever was never asked starts with a legacy consent to be served.
    never_asked = (_consent(work, n) for n in newcomers if not n.gathered.meet.asked)
    await _ADD_CONSENTS.post(work, never_asked)
    for newcomer in newcomers:
        _tell(work, newcomer)
    persons = ((n.customer, n.key, n.gathered.meet) for n in newcomers)
    await identify.claim_further(work, seals, persons)


def _customer(work: Work, newcomer: Newcomer) -> CustomerRow:
    met, place = newcomer.gathered.meet, newcomer.gathered.place
    named = names.Named.of(met.name, work.tenant)
    return CustomerRow(
        work.tenant,
        newcomer.customer,
        newcomer.member_no,
        named.name,
        named.pinyin,
        "",
        met.gender,
        met.birthday,
        met.source,
        met.at,
        place.store if place else None,
        place.guide if place else None,
        named.searched,
        named.grams,
        None,
    )


def _key(work: Work, seals: Seals, newcomer: Newcomer) -> KeyRow:
    wrapped = seals.wrap(newcomer.customer, newcomer.key)
    return KeyRow(work.tenant, newcomer.customer, wrapped, work.now)


def _belonging(work: Work, newcomer: Newcomer, place: Meet, rule: Rule) -> BelongingRow:
    assert place.store is not None
    who = (work.tenant, newcomer.customer, 1)
    return BelongingRow(*who, place.store, place.guide, rule, place.at, str(work.actor))


def _consent(work: Work, newcomer: Newcomer) -> ConsentRow:
    met, who = newcomer.gathered.meet, (work.tenant, newcomer.customer, 1)
    said = (SERVICE, None, "legacy", met.source, None, None, None)
    return ConsentRow(*who, *said, str(work.actor), met.at)


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
