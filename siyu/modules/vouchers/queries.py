"""Every SELECT of vouchers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules.vouchers.values import Filter, Promise, Redemption, Voucher

VOUCHER = """id, order_id, n, piece, customer_id, store_id, sku_id, name, uses, used, back,
      paid_minor, stores, tail, issued_at, valid_until, expired_at, voided_at, void_why"""
_FROM = f"select {VOUCHER} from vouchers.voucher where tenant_id = $1"
_WANTED = """
  ($2::uuid is null or customer_id = $2) and ($3::uuid is null or order_id = $3)
  and ($4 = '' or tail = $4)
  and case $5::text when 'void' then voided_at is not null
    when 'used' then voided_at is null and used + back = uses and used > 0
    when 'given_back' then voided_at is null and back = uses
    when 'expired' then voided_at is null and used + back < uses and valid_until <= $6
    when 'open' then voided_at is null and used + back < uses and valid_until > $6
    else $6 is not null end
  and ($7::uuid[] is null or store_id = any($7))
"""


class _Line(msgspec.Struct, frozen=True):
    order_id: UUID
    n: int


GET = Query(Voucher, f"{_FROM} and id = $2")
BY_CODE = Query(Voucher, f"{_FROM} and blind = $2")
_BY_ID = Query(Voucher, f"{_FROM} and id = any($2::uuid[])")
_OF_ORDERS = Query(Voucher, f"{_FROM} and order_id = any($2::uuid[]) order by order_id, n, piece")
LOCKED = Query(Voucher, f"{_FROM} and order_id = $2 and n = any($3::int2[]) order by id for update")
DUE = Query(
    Voucher,
    f"""
    {_FROM} and valid_until <= $2 and expired_at is null and voided_at is null
      and used + back < uses
    order by valid_until, id limit $3
    """,
)
_LIST = Query(Voucher, f"{_FROM} and {_WANTED} order by issued_at desc, id desc limit $8 offset $9")
_COUNT = Scalar(
    f"""
    select count(*) from (select 1 from vouchers.voucher where tenant_id = $1 and {_WANTED}
      limit 10001) n
    """
)
_REDEMPTIONS = Query(
    Redemption,
    """
    select id, voucher_id, uses, at, store_id, by_id from vouchers.redemption
    where tenant_id = $1 and voucher_id = any($2::uuid[]) order by at desc, id desc
    """,
)
PROMISES = Query(
    Promise,
    """
    select order_id as "order", n, customer_id as customer, store_id as store, sku_id as sku, name,
           pieces, payable_minor, uses, days, until, stores
    from vouchers.promise where tenant_id = $1 and order_id = any($2::uuid[]) order by order_id, n
    """,
)
_LINES = Query(
    _Line,
    "select order_id, n from vouchers.promise where tenant_id = $1 and order_id = any($2::uuid[])",
)


async def get_voucher(work: Work, voucher: UUID) -> Voucher:
    return await GET.one(work, work.tenant, voucher)


async def vouchers_of(work: Work, orders: Sequence[UUID]) -> list[Voucher]:
    """What these orders became, by line and piece."""
    return await _OF_ORDERS.all(work, work.tenant, list(set(orders))) if orders else []


async def by_ids(work: Work, ids: Sequence[UUID]) -> dict[UUID, Voucher]:
    return {one.id: one for one in await _BY_ID.all(work, work.tenant, list(set(ids)))}


async def list_vouchers(
    work: Work, which: Filter, *, limit: int, offset: int = 0
) -> tuple[list[Voucher], int]:
    """The latest first; and a capped count."""
    now: datetime = work.now
    stores = None if which.stores is None else list(which.stores)
    asked = (work.tenant, which.customer, which.order, which.tail, which.state, now, stores)
    rows = await _LIST.all(work, *asked, limit, offset)
    return rows, await _COUNT.get(work, *asked)


async def list_redemptions(work: Work, vouchers: Sequence[UUID]) -> list[Redemption]:
    """What was used of these, the latest first."""
    return await _REDEMPTIONS.all(work, work.tenant, list(vouchers)) if vouchers else []


async def promised_lines(work: Work, orders: Sequence[UUID]) -> dict[UUID, set[int]]:
    """Which lines of these orders are vouchers; orders without any are left out."""
    found: dict[UUID, set[int]] = {}
    for row in await _LINES.all(work, work.tenant, list(set(orders))) if orders else []:
        found.setdefault(row.order_id, set()).add(row.n)
    return found
