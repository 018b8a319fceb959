"""What PostgreSQL knows of a season, in plain lists."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from siyu.kernel.db import Query, Work
from siyu.modules import channels
from siyu.modules.insight import Period
from siyu.modules.insight.ways import COMES
from tests.house.season import Season

ZONE = ZoneInfo("Asia/Shanghai")


class Sold(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a receipt, of a paid order, or of a refund (`returns` says of what)."""

    sale: UUID
    channel: str
    store: UUID
    guide: UUID | None
    customer: UUID | None
    belonging_store: UUID | None = None
    belonging_guide: UUID | None = None
    at: datetime
    quantity: int
    amount_minor: int
    is_return: bool
    returns: UUID | None

    @property
    def day(self) -> date:
        return self.at.astimezone(ZONE).date()


_TILLS = Query(
    Sold,
    """
    select r.id as sale, 'store' as channel, r.store_id as store, r.guide_id as guide,
           r.customer_id as customer, null::uuid as belonging_store,
           null::uuid as belonging_guide, r.at, (l.quantity_milli / 1000)::int as quantity,
           l.amount_minor, l.kind = 'return' as is_return, l.returns_receipt_id as returns
    from tills.line l join tills.receipt r on r.tenant_id = $1 and r.id = l.receipt_id
    where l.tenant_id = $1
    """,
)
_ORDERS = Query(
    Sold,
    """
    select o.id as sale, 'mall' as channel, o.selling_store_id as store, o.guide_id as guide,
           o.customer_id as customer, o.belonging_store_id as belonging_store,
           o.guide_id as belonging_guide, s.at, l.quantity, l.payable_minor as amount_minor,
           false as is_return, null::uuid as returns
    from orders.order o
    join orders.step s on s.tenant_id = $1 and s.of = o.id and s.state = 'paid'
    join orders.line l on l.tenant_id = $1 and l.order_id = o.id
    where o.tenant_id = $1
    """,
)
_REFUNDS = Query(
    Sold,
    """
    select f.id as sale, 'mall' as channel, o.selling_store_id as store, o.guide_id as guide,
           o.customer_id as customer, o.belonging_store_id as belonging_store,
           o.guide_id as belonging_guide, f.ended_at as at, -(p->>'quantity')::int as quantity,
           -(p->>'amount_minor')::int8 as amount_minor, true as is_return, o.id as returns
    from orders.refund f join orders.order o on o.tenant_id = $1 and o.id = f.order_id
    cross join jsonb_array_elements(f.parts) p
    where f.tenant_id = $1 and f.state = 'paid_back'
    """,
)


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    code_id: UUID
    visitor: UUID
    at: datetime
    customer_id: UUID | None
    joined_at: datetime | None
    met_at: datetime | None
    bound_at: datetime | None


_VISITS = Query(
    Visit,
    """
    select code_id, visitor, at, customer_id, joined_at, met_at, bound_at from channels.visit
    where tenant_id = $1 order by joined_at
    """,
)


class Belonged(msgspec.Struct, frozen=True, kw_only=True):
    customer_id: UUID
    turn: int
    store_id: UUID
    guide_id: UUID | None
    since: datetime


_BELONGINGS = Query(
    Belonged,
    """
    select customer_id, turn, store_id, guide_id, since from customers.belonging
    where tenant_id = $1 order by turn
    """,
)


class Person(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    store_id: UUID | None
    met_at: datetime
    forgotten_at: datetime | None


_PEOPLE = Query(
    Person, "select id, store_id, met_at, forgotten_at from customers.customer where tenant_id = $1"
)


class Did(msgspec.Struct, frozen=True, kw_only=True):
    customer: UUID
    at: datetime
    of: UUID | None = None


_LETTERS = Query(
    Did,
    """
    select customer_id as customer, sent_at as at, campaign_id as of from messaging.letter
    where tenant_id = $1
    """,
)
_CAME = Query(
    Did,
    """
    select subject as customer, at, null::uuid as of from facts.fact
    where tenant_id = $1 and name = any($2::text[])
    """,
)


class Record(msgspec.Struct, kw_only=True):
    """What PostgreSQL knows of the season."""

    season: Season
    sold: list[Sold]
    visits: list[Visit]
    belonged: dict[UUID, list[Belonged]]
    people: dict[UUID, Person]
    letters: list[Did]
    came: dict[UUID, list[datetime]]
    codes: dict[UUID, channels.Code]

    def belonging(self, customer: UUID | None, at: datetime) -> Belonged | None:
        """The last turn of those that had begun."""
        turns = self.belonged.get(customer, []) if customer else []
        return next((one for one in reversed(turns) if one.since <= at), None)

    def own(self, line: Sold) -> tuple[UUID | None, UUID | None]:
        if line.channel == "mall":
            return line.belonging_store, line.belonging_guide
        hers = self.belonging(line.customer, line.at)
        return (hers.store_id, hers.guide_id) if hers else (None, None)

    def within(self, period: Period) -> list[Sold]:
        days = [one for one in self.sold if period.first <= one.day <= period.last]
        return [one for one in days if period.until is None or one.at < period.until]


async def read(work: Work, season: Season) -> Record:
    tenant = work.tenant
    belonged = defaultdict(list)
    for one in await _BELONGINGS.all(work, tenant):
        belonged[one.customer_id].append(one)
    sold = [line for query in (_TILLS, _ORDERS, _REFUNDS) for line in await query.all(work, tenant)]
    came = defaultdict(list)
    for did in await _CAME.all(work, tenant, list(COMES)):
        came[did.customer].append(did.at)
    for line in sold:
        if line.channel == "store" and not line.is_return and line.customer:
            came[line.customer].append(line.at)
    return Record(
        season=season,
        sold=sold,
        visits=await _VISITS.all(work, tenant),
        belonged=belonged,
        people={one.id: one for one in await _PEOPLE.all(work, tenant)},
        letters=await _LETTERS.all(work, tenant),
        came=came,
        codes={one.id: await channels.get_code(work, one.id) for one in season.codes},
    )
