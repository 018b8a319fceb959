"""Why a place has what it has of a SKU: every move of its account, and how it went day by day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules import tenants
from siyu.views.refs import PersonRef, PlaceRef, gather_refs


class StockMove(Struct, frozen=True, kw_only=True):
    """What came (above zero) or went, and what was on hand after it.

    `reason` is the ledger's word. Who did it and with which remark are known where somebody of the
    staff wrote a document; `other` is the other place of a transfer.
    """

    at: datetime
    reason: str
    change: int
    after: int
    by: PersonRef | None
    remark: str
    other: PlaceRef | None
    document: UUID | None
    transfer: UUID | None
    order: UUID | None
    order_no: str | None


class StockDay(Struct, frozen=True, kw_only=True):
    """A day of the merchant's calendar: what came, what went, and what was there at its end."""

    day: date
    came: int
    went: int
    on_hand: int


class Standing(Struct, frozen=True, kw_only=True):
    """What a place has of a SKU, what unpaid orders hold of it, and what is on its way there."""

    on_hand: int
    held: int
    coming: int


class _Move(Struct, frozen=True):
    at: datetime
    reason: str
    change: int
    after: int
    by_id: UUID | None
    remark: str
    other: UUID | None
    document: UUID | None
    transfer: UUID | None
    order_id: UUID | None
    order_no: str | None


class _Day(Struct, frozen=True):
    day: date
    came: int
    went: int


# A hold moves nothing; what it took is told when it is settled.
_ACCOUNT = """
  select a.id, b.posted from ledger.account a
  join ledger.balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
  where a.tenant_id = $1 and a.kind = 'stock' and a.owner = $2 and a.place = $3
"""
_LINES = """
  select t.batch, t.turn, t.at, t.reason, t.ref, -t.amount as change, t.credit as across
  from ledger.transfer t
  where t.tenant_id = $1 and t.debit = (select id from account) and t.phase in ('post', 'settle')
  union all
  select t.batch, t.turn, t.at, t.reason, t.ref, t.amount, t.debit
  from ledger.transfer t
  where t.tenant_id = $1 and t.credit = (select id from account) and t.phase in ('post', 'settle')
"""
_MOVES = Query(
    _Move,
    f"""
    with account as ({_ACCOUNT}), line as ({_LINES})
    select m.at, m.reason, m.change, m.after,
           coalesce(d.by_id, case when m.change < 0 then r.sent_by else r.received_by end) as by_id,
           coalesce(d.reason, r.reason, '') as remark,
           case when r.from_id = $3 then r.to_id else r.from_id end as other,
           d.id as document, r.id as transfer, o.id as order_id, o.no as order_no
    from (
      select l.*, ((select posted from account) - coalesce(sum(l.change) over (
          order by l.batch desc, l.turn desc
          rows between unbounded preceding and 1 preceding), 0))::int8 as after
      from line l order by l.batch desc, l.turn desc limit $4 offset $5
    ) m
    left join inventory.document d on d.tenant_id = $1 and d.id = m.ref
    left join inventory.transfer r on r.tenant_id = $1 and r.id = m.ref
    left join orders.order o on o.tenant_id = $1 and o.id = m.ref
    order by m.batch desc, m.turn desc
    """,
)
_COUNT = Scalar(
    f"with account as ({_ACCOUNT}) select count(*) from (select 1 from ({_LINES}) l limit 10001) n"
)
_STANDING = Query(
    Standing,
    """
    select coalesce(b.posted, 0)::int8 as on_hand, coalesce(b.held, 0)::int8 as held, c.coming
    from (
      select coalesce(sum(i.sent), 0)::int8 as coming from inventory.transfer t
      join inventory.transfer_line i on i.tenant_id = t.tenant_id and i.transfer_id = t.id
        and i.sku_id = $2
      where t.tenant_id = $1 and t.to_id = $3 and t.received_at is null
    ) c
    left join ledger.account a
      on a.tenant_id = $1 and a.kind = 'stock' and a.owner = $2 and a.place = $3
    left join ledger.balance b on b.tenant_id = a.tenant_id and b.account_id = a.id
    """,
)
_DAYS = Query(
    _Day,
    f"""
    with account as ({_ACCOUNT}), line as ({_LINES})
    select (l.at at time zone $5)::date as day,
           coalesce(sum(l.change) filter (where l.change > 0), 0)::int8 as came,
           coalesce(-sum(l.change) filter (where l.change < 0), 0)::int8 as went
    from line l where l.at >= $4 group by 1
    """,
)


async def standing_at(work: Work, sku: UUID, store: UUID) -> Standing:
    """Nothing at all where it never was."""
    return await _STANDING.one(work, work.tenant, sku, store)


async def list_moves(
    work: Work, sku: UUID, store: UUID, *, limit: int, offset: int = 0
) -> tuple[list[StockMove], int]:
    """Every move of what the place has of the SKU, the latest first; and a capped count."""
    found = await _MOVES.all(work, work.tenant, sku, store, limit, offset)
    refs = await gather_refs(
        work, stores=[one.other for one in found], people=[one.by_id for one in found]
    )
    moves = [
        StockMove(
            at=one.at,
            reason=one.reason,
            change=one.change,
            after=one.after,
            by=refs.person(one.by_id),
            remark=one.remark,
            other=refs.store(one.other),
            document=one.document,
            transfer=one.transfer,
            order=one.order_id,
            order_no=one.order_no,
        )
        for one in found
    ]
    return moves, await _COUNT.get(work, work.tenant, sku, store)


async def course_of(work: Work, sku: UUID, store: UUID, days: int) -> list[StockDay]:
    """The last so many days, today the last of them."""
    merchant = await tenants.get_tenant(work)
    today = merchant.date_of(work.now)
    first = today - timedelta(days=days - 1)
    since = merchant.start_of(first)
    rows = await _DAYS.all(work, work.tenant, sku, store, since, merchant.timezone)
    now = await standing_at(work, sku, store)
    return _days(first, today, rows, now.on_hand)


def _days(first: date, today: date, rows: Sequence[_Day], on_hand: int) -> list[StockDay]:
    """Counted back from what is there now."""
    moved = {row.day: row for row in rows}
    found = []
    for back in range((today - first).days + 1):
        day = today - timedelta(days=back)
        row = moved.get(day, _Day(day, 0, 0))
        found.append(StockDay(day=day, came=row.came, went=row.went, on_hand=on_hand))
        on_hand += row.went - row.came
    return found[::-1]
