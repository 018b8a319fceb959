"""Customers as lists and pages show them: the person, and the sums over what she bought."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Scalar, Work
from siyu.kernel.lists import MAX_ROWS
from siyu.modules import customers
from siyu.views.refs import PersonRef, PlaceRef, Refs, gather_refs

Sort = Literal["met", "last", "spent"]


class Which(Struct, frozen=True, kw_only=True):
    """Which customers; `stores` and `own` are the asker's scope, the rest is what was asked."""

    q: str = ""
    stores: list[UUID] | None = None
    own: UUID | None = None
    store: UUID | None = None
    guide: UUID | None = None
    source: str | None = None
    sort: Sort = "met"


class CustomerItem(Struct, frozen=True, kw_only=True):
    """A customer in a list."""

    id: UUID
    member_no: int
    name: str | None
    phone_masked: str | None
    store: PlaceRef | None
    guide: PersonRef | None
    source: str
    met_at: datetime
    receipts: int
    spent_minor: int
    last_purchase_at: datetime | None


class Figures(Struct, frozen=True, kw_only=True):
    """Sums over her receipts and paid orders; `r`, `f` and `m` are scores from 1 to 5 of all."""

    receipts: int
    returns: int
    spent_minor: int
    average_minor: int | None
    first_purchase_at: datetime | None
    last_purchase_at: datetime | None
    r: int | None = None
    f: int | None = None
    m: int | None = None


class BelongingShape(Struct, frozen=True, kw_only=True):
    store: PlaceRef | None
    guide: PersonRef | None
    rule: str
    since: datetime


class IdentityShape(Struct, frozen=True, kw_only=True):
    kind: str
    masked: str
    source: str
    since: datetime


class ConsentShape(Struct, frozen=True, kw_only=True):
    purpose: str
    channel: str | None
    state: str
    source: str
    at: datetime


class CustomerDetail(CustomerItem, frozen=True, kw_only=True):
    """All that the merchant knows of a customer, her identities masked."""

    pinyin: str
    remark: str
    gender: customers.Gender | None
    birthday: date | None
    identities: list[IdentityShape]
    belonging: BelongingShape | None
    consents: list[ConsentShape]
    figures: Figures


class Row(Struct, frozen=True, kw_only=True):
    id: UUID
    member_no: int
    name: str | None
    source: str
    met_at: datetime
    store_id: UUID | None
    guide_id: UUID | None
    receipts: int
    spent_minor: int
    last_at: datetime | None


class Sums(Struct, frozen=True, kw_only=True):
    receipts: int
    returns: int
    spent_minor: int
    first_at: datetime | None
    last_at: datetime | None


_FIELDS = """
    select c.id, c.member_no, c.name, c.source, c.met_at, c.store_id, c.guide_id,
           coalesce(f.receipts, 0) as receipts, coalesce(f.spent_minor, 0) as spent_minor, f.last_at
"""
_WHERE = """
    where c.tenant_id = $1 and c.forgotten_at is null
      and ($2::uuid[] is null or c.store_id = any($2)) and ($3::uuid is null or c.guide_id = $3)
      and ($4::text is null or c.source = $4)
"""
_FIGURES = "tills.customer_figures f on f.tenant_id = $1 and f.customer_id = c.id"
_BUYERS = f"""
    from tills.customer_figures f
    join customers.customer c on c.tenant_id = $1 and c.id = f.customer_id
    {_WHERE} and f.tenant_id = $1
"""
_FOUND = """
    from customers.search($5, $6, $7, $8, $9, $10, $2, $3, $11) as hit (id)
    join customers.customer c on c.tenant_id = $1 and c.id = hit.id
"""

BY_MET = Query(
    Row,
    f"""
    {_FIELDS} from customers.customer c left join {_FIGURES} {_WHERE}
    order by c.met_at desc, c.id desc limit $5 offset $6
    """,
)
BY_LAST = Query(
    Row, f"{_FIELDS} {_BUYERS} order by f.last_at desc, f.customer_id limit $5 offset $6"
)
BY_SPENT = Query(
    Row, f"{_FIELDS} {_BUYERS} order by f.spent_minor desc, f.customer_id limit $5 offset $6"
)
OTHERS = Query(
    Row,
    f"""
    {_FIELDS} from customers.customer c left join {_FIGURES} {_WHERE} and f.customer_id is null
    order by c.met_at desc, c.id desc limit $5 offset $6
    """,
)
FOUND = Query(
    Row,
    f"""
    {_FIELDS} {_FOUND} left join {_FIGURES} {_WHERE}
    order by case $12 when 'last' then extract(epoch from f.last_at)
                      when 'spent' then f.spent_minor
                      else extract(epoch from c.met_at) end desc nulls last, c.id desc
    limit $13 offset $14
    """,
)
COUNT = Scalar(
    f"""
    select count(*) from (select from customers.customer c {_WHERE} limit {MAX_ROWS + 1}) counted
    """
)
COUNT_BUYERS = Scalar(f"select count(*) from (select {_BUYERS} limit {MAX_ROWS + 1}) counted")
COUNT_FOUND = Scalar(f"select count(*) {_FOUND} {_WHERE}")
SUMS = Query(
    Sums,
    """
    select receipts, returns, spent_minor, first_at, last_at from tills.customer_figures
    where tenant_id = $1 and customer_id = $2
    """,
)
_NOTHING = Sums(receipts=0, returns=0, spent_minor=0, first_at=None, last_at=None)


async def list_customers(
    work: Work, which: Which, *, limit: int, offset: int
) -> tuple[list[CustomerItem], int]:
    """A page and how many there are, counted no further than 10,001.

    Sorted by purchases, those who never bought come last.
    """
    scope = _scope(which)
    if scope is None:
        return [], 0
    asked = customers.asked(work, which.q)
    if asked is not None:
        arguments = (work.tenant, *scope, *_found(asked))
        rows = await FOUND.all(work, *arguments, which.sort, limit, offset)
        count = await COUNT_FOUND.get(work, *arguments)
    else:
        rows = await _sorted(work, which.sort, (work.tenant, *scope), limit, offset)
        count = await COUNT.get(work, work.tenant, *scope)
    return await _items(work, rows), count


def _scope(which: Which) -> tuple[list[UUID] | None, UUID | None, str | None] | None:
    """What both the scope and the filters leave; None if that is nothing."""
    stores, guide = which.stores, which.own or which.guide
    if which.store is not None:
        if stores is not None and which.store not in stores:
            return None
        stores = [which.store]
    if which.own and which.guide and which.own != which.guide:
        return None
    return stores, guide, which.source or None


def _found(asked: customers.Asked) -> tuple[object, ...]:
    words = (asked.needle, asked.grams, asked.member_no, asked.tail)
    return (*words, asked.kinds, asked.blinds, MAX_ROWS + 1)


async def _sorted(
    work: Work, sort: Sort, arguments: Sequence[object], limit: int, offset: int
) -> list[Row]:
    if sort == "met":
        return await BY_MET.all(work, *arguments, limit, offset)
    query = BY_LAST if sort == "last" else BY_SPENT
    rows = await query.all(work, *arguments, limit, offset)
    if len(rows) < limit:
        buyers = await COUNT_BUYERS.get(work, *arguments)
        rest = limit - len(rows), max(0, offset - buyers)
        rows += await OTHERS.all(work, *arguments, *rest)
    return rows


async def get_customer(work: Work, customer: UUID) -> CustomerDetail:
    """The whole page of a customer; NotFound if there is none."""
    person = await customers.get_customer(work, customer)
    sums = await SUMS.first(work, work.tenant, customer) or _NOTHING
    belonging = (await customers.find_belongings(work, [customer])).get(customer)
    names = await gather_refs(work, stores={person.store_id}, people={person.guide_id})
    phones = await customers.masked_phones(work, [customer])
    identities = await customers.list_identities(work, customer)
    consents = await customers.list_consents(work, customer)
    return CustomerDetail(
        id=person.id,
        member_no=person.member_no,
        name=person.name,
        phone_masked=phones.get(customer),
        store=names.store(person.store_id),
        guide=names.person(person.guide_id),
        source=person.source,
        met_at=person.met_at,
        receipts=sums.receipts,
        spent_minor=sums.spent_minor,
        last_purchase_at=sums.last_at,
        pinyin=person.pinyin,
        remark=person.remark,
        gender=person.gender,
        birthday=person.birthday,
        identities=[_identity(one) for one in identities],
        belonging=_belonging(belonging, names),
        consents=[_consent(one) for one in consents],
        figures=_figures(sums),
    )


async def _items(work: Work, rows: Sequence[Row]) -> list[CustomerItem]:
    stores, guides = {r.store_id for r in rows}, {r.guide_id for r in rows}
    names = await gather_refs(work, stores=stores, people=guides)
    phones = await customers.masked_phones(work, [r.id for r in rows])
    return [
        CustomerItem(
            id=r.id,
            member_no=r.member_no,
            name=r.name,
            phone_masked=phones.get(r.id),
            store=names.store(r.store_id),
            guide=names.person(r.guide_id),
            source=r.source,
            met_at=r.met_at,
            receipts=r.receipts,
            spent_minor=r.spent_minor,
            last_purchase_at=r.last_at,
        )
        for r in rows
    ]


def _figures(sums: Sums) -> Figures:
    return Figures(
        receipts=sums.receipts,
        returns=sums.returns,
        spent_minor=sums.spent_minor,
        average_minor=sums.spent_minor // sums.receipts if sums.receipts else None,
        first_purchase_at=sums.first_at,
        last_purchase_at=sums.last_at,
    )


def _belonging(belonging: customers.Belonging | None, names: Refs) -> BelongingShape | None:
    if belonging is None:
        return None
    return BelongingShape(
        store=names.store(belonging.store_id),
        guide=names.person(belonging.guide_id),
        rule=belonging.rule,
        since=belonging.since,
    )


def _identity(one: customers.KnownBy) -> IdentityShape:
    return IdentityShape(kind=one.kind, masked=one.masked, source=one.source, since=one.since)


def _consent(one: customers.Consent) -> ConsentShape:
    return ConsentShape(
        purpose=one.purpose, channel=one.channel, state=one.state, source=one.source, at=one.at
    )
