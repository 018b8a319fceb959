"""Verbs of promotions, each taking a list."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Query, Work
from siyu.kernel.errors import Refusal
from siyu.modules.promotions import queries, rules
from siyu.modules.promotions.errors import ClaimClosed, ClaimEnded, UnknownCoupon
from siyu.modules.promotions.facts import (
    CouponClaimed,
    CouponClosed,
    CouponDefined,
    CouponExpired,
    CouponReturned,
    CouponUsed,
)
from siyu.modules.promotions.values import Claim, Coupon, Owned, Terms, Use


class _Defined(msgspec.Struct, frozen=True):
    id: UUID
    version: int


class _Id(msgspec.Struct, frozen=True):
    id: UUID


class _Moved(msgspec.Struct, frozen=True):
    """A row that an order took, or gave back."""

    id: UUID
    coupon_id: UUID
    customer_id: UUID
    order: UUID


class _Ended(msgspec.Struct, frozen=True):
    id: UUID
    coupon_id: UUID
    customer_id: UUID


# Of two who define one code at once, the later makes the next version.
_DEFINE = Query(
    _Defined,
    """
    insert into promotions.coupon as c (tenant_id, id, code, version) values ($1, $2, $3, 1)
    on conflict (tenant_id, id) do update set version = c.version + 1
    returning id, version
    """,
)
_VERSION = Command(
    """
    insert into promotions.coupon_version
      (tenant_id, coupon_id, version, name, kind, amount_minor, off_bp, most_minor,
       threshold_minor, valid_from, valid_until, valid_days, quota, per_person, stores, goods,
       categories, how, welcome, at, by_id, per_guide, guide_period)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
            $20, $21, $22, $23)
    """
)
_CLOSE = Command(
    """
    update promotions.coupon set closed_at = $3
    where tenant_id = $1 and id = $2 and closed_at is null
    """
)
_CLAIM = Query(
    _Id,
    """
    insert into promotions.wallet (tenant_id, id, coupon_id, version, customer_id, claimed_at,
      source, valid_from, valid_until)
    select $1, w.id, w.coupon_id, w.version, w.customer_id, $2, w.source, w.since, w.until
    from unnest($3::uuid[], $4::uuid[], $5::int4[], $6::uuid[], $7::text[], $8::timestamptz[],
                $9::timestamptz[])
      as w (id, coupon_id, version, customer_id, source, since, until)
    on conflict (tenant_id, id) do nothing
    returning id
    """,
)
_USE = Query(
    _Moved,
    """
    update promotions.wallet w set used_at = $2, used_by = u.order_id
    from unnest($3::uuid[], $4::uuid[], $5::uuid[]) as u (wallet_id, customer_id, order_id)
    where w.tenant_id = $1 and w.id = u.wallet_id and w.customer_id = u.customer_id
      and w.used_at is null and w.expired_at is null
    returning w.id, w.coupon_id, w.customer_id, w.used_by as "order"
    """,
)
_GIVE_BACK = Query(
    _Moved,
    """
    update promotions.wallet w set used_at = null, used_by = null, returned_at = $2
    from (select id, used_by from promotions.wallet
          where tenant_id = $1 and used_by = any($3::uuid[]) order by id for update) was
    where w.tenant_id = $1 and w.id = was.id
    returning w.id, w.coupon_id, w.customer_id, was.used_by as "order"
    """,
)
_EXPIRE = Query(
    _Ended,
    """
    update promotions.wallet w set expired_at = $2
    from (select id from promotions.wallet
          where tenant_id = $1 and valid_until <= $2 and used_at is null and expired_at is null
          order by valid_until limit $3 for update skip locked) due
    where w.tenant_id = $1 and w.id = due.id
    returning w.id, w.coupon_id, w.customer_id
    """,
)


async def close_coupon(work: Work, coupon: UUID) -> Coupon:
    """Nobody claims it from now on; twice is once."""
    known = await queries.get_coupon(work, coupon)
    if await _CLOSE.run(work, work.tenant, coupon, work.now):
        work.tell(CouponClosed(coupon=coupon))
        work.audit("promotions.close", "coupon", coupon, after={"code": known.code})
    return await queries.get_coupon(work, coupon)


async def define(work: Work, code: str, terms: Terms) -> Coupon:
    """A new coupon, or the next version of the one that has this code."""
    rules.must_be_sound(terms)
    made = await _DEFINE.one(work, work.tenant, rules.coupon_id(code), code)
    await _VERSION.run(
        work,
        work.tenant,
        made.id,
        made.version,
        terms.name,
        terms.kind,
        terms.amount_minor,
        terms.off_bp,
        terms.most_minor,
        terms.threshold_minor,
        terms.valid_from,
        terms.valid_until,
        terms.valid_days,
        terms.quota,
        terms.per_person,
        _listed(terms.stores),
        _listed(terms.goods),
        _listed(terms.categories),
        terms.how,
        terms.welcome,
        work.now,
        work.actor.id,
        terms.per_guide,
        terms.guide_period,
    )
    work.tell(
        CouponDefined(
            coupon=made.id,
            code=code,
            version=made.version,
            kind=terms.kind,
            amount_minor=terms.amount_minor,
            off_bp=terms.off_bp,
            threshold_minor=terms.threshold_minor,
        )
    )
    work.audit("promotions.define", "coupon", made.id, after={"version": made.version})
    return await queries.get_coupon(work, made.id)


def claim_refusal(coupon: Coupon | None, now: datetime, until: str) -> Refusal | None:
    """Why it can't be had any more, whatever its quota says."""
    if coupon is None:
        return UnknownCoupon()
    if coupon.closed_at is not None:
        return ClaimClosed()
    over = coupon.valid_until is not None and coupon.valid_until <= now
    return ClaimEnded(until=until) if over else None


async def claim(work: Work, claims: Sequence[tuple[Claim, Coupon]]) -> list[Owned]:
    """A row for each, in order, under the version given; the same claim again is its first row."""
    if not claims:
        return []
    spans = [
        rules.validity(work.now, coupon.valid_from, coupon.valid_until, coupon.valid_days)
        for _, coupon in claims
    ]
    new = await _CLAIM.all(
        work,
        work.tenant,
        work.now,
        [claim.id for claim, _ in claims],
        [coupon.id for _, coupon in claims],
        [coupon.version for _, coupon in claims],
        [claim.customer for claim, _ in claims],
        [claim.source for claim, _ in claims],
        [since for since, _ in spans],
        [until for _, until in spans],
    )
    rows = await queries.wallets_of(work, [claim.id for claim, _ in claims])
    for id_ in (row.id for row in new):
        _tell_claimed(work, rows[id_])
    return [rows[claim.id] for claim, _ in claims]


async def use(work: Work, uses: Sequence[Use]) -> list[bool]:
    """Whether each order got its coupon, in order; of two that want the same, the first."""
    first: dict[UUID, Use] = {}
    for one in uses:
        first.setdefault(one.wallet, one)
    asked = sorted(first.values(), key=lambda one: one.wallet)
    columns = [[a.wallet for a in asked], [a.customer for a in asked], [a.order for a in asked]]
    rows = await _USE.all(work, work.tenant, work.now, *columns) if asked else []
    for row in rows:
        told = CouponUsed(wallet=row.id, coupon=row.coupon_id, order=row.order)
        work.tell(told, subject=row.customer_id)
    taken = {(row.id, row.order) for row in rows}
    return [(one.wallet, one.order) in taken for one in uses]


async def give_back(work: Work, orders: Sequence[UUID]) -> int:
    """What these orders took is in its wallets again; how many there were."""
    rows = await _GIVE_BACK.all(work, work.tenant, work.now, list(orders)) if orders else []
    for row in rows:
        told = CouponReturned(wallet=row.id, coupon=row.coupon_id, order=row.order)
        work.tell(told, subject=row.customer_id)
    return len(rows)


async def expire(work: Work, *, limit: int = 500) -> int:
    """Tell of those whose time is over; how many. By the clock they were of no use already."""
    rows = await _EXPIRE.all(work, work.tenant, work.now, limit)
    for row in rows:
        work.tell(CouponExpired(wallet=row.id, coupon=row.coupon_id), subject=row.customer_id)
    return len(rows)


def _listed(ids: Sequence[UUID] | None) -> list[UUID] | None:
    return None if ids is None else list(ids)


def _tell_claimed(work: Work, row: Owned) -> None:
    told = CouponClaimed(
        wallet=row.id,
        coupon=row.coupon_id,
        version=row.version,
        source=row.source,
        kind=row.kind,
        amount_minor=row.amount_minor,
        off_bp=row.off_bp,
    )
    work.tell(told, subject=row.customer_id)
