"""Every SELECT of promotions."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules.promotions.errors import UnknownCoupon
from siyu.modules.promotions.values import Coupon, Figures, How, Owned, WalletState


class _Counted(Figures, frozen=True, kw_only=True):
    id: UUID


class _Has(msgspec.Struct, frozen=True):
    id: UUID
    times: int


COUPON = """
select c.id, c.code, v.version, v.name, v.kind, v.amount_minor, v.off_bp, v.most_minor,
       v.threshold_minor, v.valid_from, v.valid_until, v.valid_days, v.quota, v.per_person,
       v.stores, v.goods, v.categories, v.how, v.welcome, v.at as defined_at, c.closed_at,
       v.per_guide, v.guide_period
from promotions.coupon c join promotions.coupon_version v
  on v.tenant_id = c.tenant_id and v.coupon_id = c.id
"""
_NEWEST = f"{COUPON} and v.version = c.version where c.tenant_id = $1"
_OWNED = """
select w.id, w.coupon_id, w.version, w.customer_id, c.code, v.name, v.kind,
       v.amount_minor, v.off_bp, v.most_minor, v.threshold_minor, v.stores, v.goods, v.categories,
       w.claimed_at, w.source, w.valid_from, w.valid_until, w.used_at,
       w.used_by, w.returned_at, w.expired_at
from promotions.wallet w
join promotions.coupon c on c.tenant_id = w.tenant_id and c.id = w.coupon_id
join promotions.coupon_version v on v.tenant_id = w.tenant_id and v.coupon_id = w.coupon_id
  and v.version = w.version
"""
_STATE = """case $3 when 'used' then w.used_at is not null
      when 'expired' then w.used_at is null and w.valid_until <= $4
      when 'open' then w.used_at is null and w.valid_until > $4 else $4 is not null end"""
_SAID = "($2 = '' or c.code = $2 or strpos(lower(v.name), lower($2)) > 0)"

_COUPONS = Query(Coupon, f"{_NEWEST} and c.id = any($2::uuid[])")
_BY_CODE = Query(Coupon, f"{_NEWEST} and c.code = any($2::text[])")
_WELCOME = Query(
    Coupon,
    f"""
    {_NEWEST} and v.welcome and c.closed_at is null
      and (v.valid_until is null or v.valid_until > $2) order by c.code
    """,
)
_OFFERED = Query(
    Coupon,
    f"""
    {_NEWEST} and not v.welcome and v.how = $4 and c.closed_at is null
      and (v.valid_until is null or v.valid_until > $2) order by v.at desc, c.id limit $3
    """,
)
_FIGURES = Query(
    _Counted,
    """
    select count(w.id) as claimed, count(w.used_at) as used,
           count(w.returned_at) as returned, count(w.expired_at) as expired, c.id
    from unnest($2::uuid[]) c (id)
    left join promotions.wallet w on w.tenant_id = $1 and w.coupon_id = c.id
    group by c.id
    """,
)
_HAS = Query(
    _Has,
    """
    select coupon_id as id, count(*) as times from promotions.wallet
    where tenant_id = $1 and customer_id = $2 and coupon_id = any($3::uuid[]) group by coupon_id
    """,
)
_VERSIONS = Query(Coupon, f"{COUPON} where c.tenant_id = $1 and c.id = $2 order by v.version desc")
_LIST = Query(Coupon, f"{_NEWEST} and {_SAID} order by v.at desc, c.id limit $3 offset $4")
_COUNT = Scalar(
    f"""
    select count(*) from (
      select 1 from promotions.coupon c join promotions.coupon_version v
        on v.tenant_id = c.tenant_id and v.coupon_id = c.id and v.version = c.version
      where c.tenant_id = $1 and {_SAID} limit 10001) n
    """
)
_WALLETS = Query(Owned, f"{_OWNED} where w.tenant_id = $1 and w.id = any($2::uuid[])")
_LOCKED = Query(
    Owned,
    f"{_OWNED} where w.tenant_id = $1 and w.id = any($2::uuid[]) order by w.id for update of w",
)
_USED_BY = Query(Owned, f"{_OWNED} where w.tenant_id = $1 and w.used_by = any($2::uuid[])")
_MINE = Query(
    Owned,
    f"""
    {_OWNED} where w.tenant_id = $1 and w.customer_id = $2 and {_STATE}
    order by w.used_at is not null, w.valid_until <= $4, w.valid_until, w.id limit $5 offset $6
    """,
)
_OPEN = Query(
    Owned,
    f"""
    {_OWNED} where w.tenant_id = $1 and w.customer_id = $2 and w.used_at is null
      and w.valid_until > $3
    order by w.valid_until, w.id limit $4
    """,
)
_COUNT_MINE = Scalar(
    f"""
    select count(*) from (select 1 from promotions.wallet w
      where w.tenant_id = $1 and w.customer_id = $2 and {_STATE} limit 10001) n
    """
)


async def coupons_of(work: Work, ids: Sequence[UUID]) -> dict[UUID, Coupon]:
    """Their newest versions, by id; those that are not there are left out."""
    return {one.id: one for one in await _COUPONS.all(work, work.tenant, list(set(ids)))}


async def get_coupon(work: Work, coupon: UUID) -> Coupon:
    found = await coupons_of(work, [coupon])
    if coupon not in found:
        raise UnknownCoupon
    return found[coupon]


async def find_by_code(work: Work, codes: Sequence[str]) -> dict[str, Coupon]:
    return {one.code: one for one in await _BY_CODE.all(work, work.tenant, list(codes))}


async def list_versions(work: Work, coupon: UUID) -> list[Coupon]:
    """What a coupon ever said, the newest first."""
    return await _VERSIONS.all(work, work.tenant, coupon)


async def welcome_coupons(work: Work) -> list[Coupon]:
    """What a new customer is given now."""
    return await _WELCOME.all(work, work.tenant, work.now)


async def offered_coupons(work: Work, *, how: How = "claimed", limit: int = 50) -> list[Coupon]:
    """What anybody may have now who gets it this way, the latest first."""
    return await _OFFERED.all(work, work.tenant, work.now, limit, how)


async def figures(work: Work, coupons: Sequence[UUID]) -> dict[UUID, Figures]:
    """What became of each."""
    rows = await _FIGURES.all(work, work.tenant, list(set(coupons))) if coupons else []
    names = Figures.__struct_fields__
    return {row.id: Figures(**{n: getattr(row, n) for n in names}) for row in rows}


async def claims_of(work: Work, customer: UUID, coupons: Sequence[UUID]) -> dict[UUID, int]:
    """How often she claimed each of these; those she never did are left out."""
    rows = await _HAS.all(work, work.tenant, customer, list(set(coupons))) if coupons else []
    return {row.id: row.times for row in rows}


async def list_coupons(
    work: Work, *, text: str = "", limit: int, offset: int = 0
) -> tuple[list[Coupon], int]:
    """Newest versions, the latest first, by code or a piece of the name; and a capped count."""
    said = text.strip()
    rows = await _LIST.all(work, work.tenant, said, limit, offset)
    return rows, await _COUNT.get(work, work.tenant, said)


async def wallets_of(work: Work, ids: Sequence[UUID]) -> dict[UUID, Owned]:
    rows = await _WALLETS.all(work, work.tenant, list(set(ids))) if ids else []
    return {one.id: one for one in rows}


async def lock_wallets(work: Work, ids: Sequence[UUID]) -> dict[UUID, Owned]:
    """The same, and nobody else uses or gives them back until this work ends."""
    if not ids:
        return {}
    return {one.id: one for one in await _LOCKED.all(work, work.tenant, list(set(ids)))}


async def used_by(work: Work, orders: Sequence[UUID]) -> dict[UUID, Owned]:
    """What orders have taken, by order."""
    rows = await _USED_BY.all(work, work.tenant, list(set(orders)))
    return {one.used_by: one for one in rows if one.used_by is not None}


async def open_wallet(work: Work, customer: UUID, *, limit: int = 100) -> list[Owned]:
    """What she has not used and whose time is not over, what ends first on top."""
    return await _OPEN.all(work, work.tenant, customer, work.now, limit)


async def list_wallet(
    work: Work, customer: UUID, *, state: WalletState = "any", limit: int, offset: int = 0
) -> tuple[list[Owned], int]:
    """What she has, what ends first on top, what is over or used at the end; a capped count."""
    asked = (work.tenant, customer, state, work.now)
    rows = await _MINE.all(work, *asked, limit, offset)
    return rows, await _COUNT_MINE.get(work, *asked)
