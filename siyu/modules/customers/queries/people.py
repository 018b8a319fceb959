"""Customers as their profile and their list of references show them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Work
from siyu.kernel.names import asked_grams, needle
from siyu.modules.customers.rules.identities import normal
from siyu.modules.customers.seals import Seals
from siyu.modules.customers.values import Belonging, Customer, CustomerRef, IdentityKind

FIELDS = "id, member_no, name, pinyin, remark, gender, birthday, source, met_at, store_id, guide_id"
BELONGING = "customer_id, turn, store_id, guide_id, rule, since, by, reason, ended_at, active_at"

GET = Query(
    Customer,
    f"""
    select {FIELDS} from customers.customer
    where tenant_id = $1 and id = $2 and forgotten_at is null
    """,
)

LOCK = Query(
    Customer,
    f"""
    select {FIELDS} from customers.customer
    where tenant_id = $1 and id = any($2::uuid[]) and forgotten_at is null
    order by id for update
    """,
)

REFS = Query(
    CustomerRef,
    """
    select id, name, member_no from customers.customer
    where tenant_id = $1 and id = any($2::uuid[])
    """,
)

BELONGINGS = Query(
    Belonging,
    f"""
    select {BELONGING} from customers.belonging
    where tenant_id = $1 and customer_id = any($2::uuid[]) and ended_at is null
    """,
)


class _Bonded(Struct, frozen=True):
    place: int
    guide_id: UUID | None


BONDED_AT = Query(
    _Bonded,
    """
    select distinct on (a.place) a.place::int4 as place, b.guide_id
    from unnest($2::uuid[], $3::timestamptz[]) with ordinality as a (customer_id, at, place)
    join customers.belonging b on b.tenant_id = $1 and b.customer_id = a.customer_id
      and b.since <= a.at and (b.ended_at is null or b.ended_at > a.at)
    order by a.place, b.turn desc
    """,
)

ALL_BELONGINGS = Query(
    Belonging,
    f"""
    select {BELONGING} from customers.belonging
    where tenant_id = $1 and customer_id = $2 order by turn desc limit 100
    """,
)


async def get_customer(work: Work, customer: UUID) -> Customer:
    """NotFound if there is none, or she was forgotten."""
    return await GET.one(work, work.tenant, customer)


async def lock_customers(work: Work, customers: Sequence[UUID]) -> dict[UUID, Customer]:
    """Nobody else changes them until the commit."""
    rows = await LOCK.all(work, work.tenant, list(customers))
    return {row.id: row for row in rows}


async def refs(work: Work, customers: Sequence[UUID]) -> dict[UUID, CustomerRef]:
    rows = await REFS.all(work, work.tenant, list(customers)) if customers else []
    return {row.id: row for row in rows}


async def find_belongings(work: Work, customers: Sequence[UUID]) -> dict[UUID, Belonging]:
    """Who looks after them now."""
    rows = await BELONGINGS.all(work, work.tenant, list(customers)) if customers else []
    return {row.customer_id: row for row in rows}


async def guides_at(work: Work, asked: Sequence[tuple[UUID, datetime]]) -> list[UUID | None]:
    """Who looked after each customer at that instant, in the order asked."""
    columns = [[customer for customer, _ in asked], [at for _, at in asked]]
    rows = await BONDED_AT.all(work, work.tenant, *columns) if asked else []
    found = {row.place: row.guide_id for row in rows}
    return [found.get(n) for n in range(1, len(asked) + 1)]


async def list_belongings(work: Work, customer: UUID) -> list[Belonging]:
    """The living one and those before it, latest first."""
    return await ALL_BELONGINGS.all(work, work.tenant, customer)


class Asked(Struct, frozen=True, kw_only=True):
    """A search as `customers.search` takes it; in the order of its parameters."""

    needle: str
    grams: list[str]
    member_no: int | None
    tail: bytes | None
    kinds: list[str]
    blinds: list[bytes]


WHOLE: tuple[IdentityKind, ...] = ("phone", "pos_card", "member_no", "email")
LARGEST_NO = 2**31 - 1


def asked(work: Work, question: str) -> Asked | None:
    """What a typed question may mean; None if it asks for nothing in particular.

    A piece of a name, pinyin or initials; a member number; the last four digits of a phone; a
    whole phone, card or e-mail.
    """
    sought = needle(question)
    if not sought:
        return None
    seals = Seals.of(work)
    whole = [(kind, value) for kind in WHOLE if (value := normal(kind, question))]
    digits = sought.isascii() and sought.isdigit()
    number = int(sought) if digits and len(sought) < 11 else 0
    return Asked(
        needle=sought,
        grams=asked_grams(sought, work.tenant),
        member_no=number if 0 < number <= LARGEST_NO else None,
        tail=seals.tail("phone", sought) if digits and len(sought) == 4 else None,
        kinds=[kind for kind, _ in whole],
        blinds=[seals.blind(kind, value) for kind, value in whole],
    )
