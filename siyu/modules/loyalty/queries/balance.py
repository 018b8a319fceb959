"""Stored value: offers, rules, top-ups, what is left of them, and what happened."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work
from siyu.kernel.lists import MAX_ROWS
from siyu.modules.loyalty.values.balance import (
    BalanceRule,
    Change,
    Left,
    Movement,
    Offer,
    Pay,
    Share,
    TopUp,
    TopUpRefund,
)


class Secret(msgspec.Struct, frozen=True):
    """A hashed pay password, and how often it was tried since it was right."""

    customer_id: UUID
    hashed: str
    tries: int
    tried_at: datetime | None


class Moved(msgspec.Struct, frozen=True):
    """What movements of one kind came to in a month of the merchant's, which begins on `month`."""

    month: date
    what: Change
    principal: int
    bonus: int


_OFFER = "select id, pay_minor, bonus_minor, made_at, ended_at from loyalty.balance_offer"
_TOP_UP = """
select id, customer_id, offer_id, pay_minor, bonus_minor, state, attempt_id, asked_at, paid_at,
  earns
from loyalty.top_up
"""
_PAY = """
select order_id, customer_id, principal, bonus, pieces, state, at from loyalty.balance_pay
"""
REFUND = """
id, top_up_id, customer_id, basis, pay_back_minor, principal, bonus, why, state, asked_at,
decided_at, decided_by, ended_at
"""
_REFUND = f"select {REFUND} from loyalty.top_up_refund"
_OFFERS = Query(Offer, f"{_OFFER} where tenant_id = $1 order by ended_at is not null, pay_minor")
_GET_OFFER = Query(Offer, f"{_OFFER} where tenant_id = $1 and id = $2")
_RULES = Query(
    BalanceRule,
    """
    select version, "order", ceiling_minor, earns, set_at, set_by from loyalty.balance_rule
    where tenant_id = $1 order by version desc limit 1000
    """,
)
_TOP_UPS = Query(TopUp, f"{_TOP_UP} where tenant_id = $1 and id = any($2::uuid[]) order by id")
LOCK_TOP_UPS = Query(
    TopUp, f"{_TOP_UP} where tenant_id = $1 and id = any($2::uuid[]) order by id for update"
)
_HERS = Query(
    TopUp,
    f"{_TOP_UP} where tenant_id = $1 and customer_id = $2 and state = $3 order by asked_at, id",
)
_LEFTS = Query(
    Left,
    """
    select t.id as top_up, t.paid_at as at, coalesce(sum(p.principal), 0)::int8 as principal,
           coalesce(sum(p.bonus), 0)::int8 as bonus
    from loyalty.top_up t
    left join loyalty.balance_movement m
      on m.tenant_id = t.tenant_id and m.customer_id = t.customer_id
    left join lateral jsonb_to_recordset(m.pieces) as p (top_up uuid, principal int8, bonus int8)
      on p.top_up = t.id
    where t.tenant_id = $1 and t.customer_id = $2 and t.state = 'paid'
    group by t.id, t.paid_at order by t.paid_at, t.id
    """,
)
_WHOSE = "from loyalty.balance_movement where tenant_id = $1 and customer_id = $2"
_MOVEMENTS = Query(
    Movement,
    f"""
    select id, customer_id, at, what, principal, bonus, pieces, ref, by {_WHOSE}
    order by at desc, id desc limit $3 offset $4
    """,
)
_COUNT = Scalar(f"select count(*) from (select {_WHOSE} limit {MAX_ROWS + 1}) counted")
_MONTHS = Query(
    Moved,
    """
    select date_trunc('month', at at time zone $2)::date as month, what,
           sum(principal)::int8 as principal, sum(bonus)::int8 as bonus
    from loyalty.balance_movement where tenant_id = $1 group by 1, 2 order by 1, 2
    """,
)
_PAYS = Query(Pay, f"{_PAY} where tenant_id = $1 and order_id = any($2::uuid[]) order by order_id")
_SHARE = "select refund_id, order_id, cash, principal, bonus, state from loyalty.balance_share"
_SHARES = Query(Share, f"{_SHARE} where tenant_id = $1 and refund_id = any($2::uuid[])")
_SHARES_OF = Query(
    Share,
    f"{_SHARE} where tenant_id = $1 and order_id = $2 and state <> 'void' order by refund_id",
)
_REFUNDS = Query(TopUpRefund, f"{_REFUND} where tenant_id = $1 and id = any($2::uuid[])")
_REFUNDS_OF = Query(
    TopUpRefund, f"{_REFUND} where tenant_id = $1 and customer_id = $2 order by asked_at desc, id"
)
_ASKED = Query(
    TopUpRefund,
    f"""
    {_REFUND} where tenant_id = $1 and ($2::text is null or state = $2)
    order by asked_at desc, id limit $3 offset $4
    """,
)
_COUNT_ASKED = Scalar(
    f"""
    select count(*) from (select from loyalty.top_up_refund
      where tenant_id = $1 and ($2::text is null or state = $2) limit {MAX_ROWS + 1}) counted
    """
)
_SECRET = Query(
    Secret,
    """
    select customer_id, hashed, tries, tried_at from loyalty.balance_password
    where tenant_id = $1 and customer_id = $2
    """,
)


async def list_offers(work: Work) -> list[Offer]:
    """The smallest first, those that have ended last."""
    return await _OFFERS.all(work, work.tenant)


async def get_offer(work: Work, offer: UUID) -> Offer:
    return await _GET_OFFER.one(work, work.tenant, offer)


async def list_balance_rules(work: Work) -> list[BalanceRule]:
    """Every version, the newest first."""
    return await _RULES.all(work, work.tenant)


async def find_top_ups(work: Work, ids: Sequence[UUID]) -> dict[UUID, TopUp]:
    rows = await _TOP_UPS.all(work, work.tenant, list(ids)) if ids else []
    return {row.id: row for row in rows}


async def top_ups_of(work: Work, customer: UUID, state: str = "paid") -> list[TopUp]:
    """Hers, the first first."""
    return await _HERS.all(work, work.tenant, customer, state)


async def lefts_of(work: Work, customer: UUID) -> list[Left]:
    """What is left of each top-up, the first bought first; rely on it under the lock only."""
    return await _LEFTS.all(work, work.tenant, customer)


async def list_movements(
    work: Work, customer: UUID, *, limit: int, offset: int = 0
) -> tuple[list[Movement], int]:
    """What happened to a balance, the latest first, and a capped count."""
    rows = await _MOVEMENTS.all(work, work.tenant, customer, limit, offset)
    return rows, await _COUNT.get(work, work.tenant, customer)


async def moved_by_month(work: Work, timezone: str) -> list[Moved]:
    """Every month in which something happened to balances; it reads them all."""
    return await _MONTHS.all(work, work.tenant, timezone)


async def pays_of(work: Work, orders: Sequence[UUID]) -> dict[UUID, Pay]:
    """What of balances pays, or paid, for these orders."""
    rows = await _PAYS.all(work, work.tenant, list(orders)) if orders else []
    return {row.order_id: row for row in rows}


async def shares_of(work: Work, refunds: Sequence[UUID]) -> dict[UUID, Share]:
    """By refund; one of an order that no balance paid for has none."""
    rows = await _SHARES.all(work, work.tenant, list(refunds)) if refunds else []
    return {row.refund_id: row for row in rows}


async def shares_of_order(work: Work, order: UUID) -> list[Share]:
    """Those that went back or are on their way."""
    return await _SHARES_OF.all(work, work.tenant, order)


async def find_top_up_refunds(work: Work, ids: Sequence[UUID]) -> dict[UUID, TopUpRefund]:
    rows = await _REFUNDS.all(work, work.tenant, list(ids)) if ids else []
    return {row.id: row for row in rows}


async def top_up_refunds_of(work: Work, customer: UUID) -> list[TopUpRefund]:
    """Hers, the latest first."""
    return await _REFUNDS_OF.all(work, work.tenant, customer)


async def list_top_up_refunds(
    work: Work, state: str | None, *, limit: int, offset: int = 0
) -> tuple[list[TopUpRefund], int]:
    """The latest first, and a capped count."""
    rows = await _ASKED.all(work, work.tenant, state, limit, offset)
    return rows, await _COUNT_ASKED.get(work, work.tenant, state)


async def find_secret(work: Work, customer: UUID) -> Secret | None:
    return await _SECRET.first(work, work.tenant, customer)
