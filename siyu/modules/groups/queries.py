"""Every SELECT of group buys."""

from collections.abc import Iterable, Sequence
from typing import Literal
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules.groups.errors import UnknownGroup, UnknownOffer
from siyu.modules.groups.values import Group, Offer, Seat

Which = Literal["any", "draft", "open", "closed"]


class _Id(msgspec.Struct, frozen=True):
    id: UUID


OFFER = """
id, version, state, name, sku_id as sku, price_minor, size, hours, since, until, cap, newcomers,
stores, made_at
"""
GROUP = "id, offer_id, store_id, starter_id, size, state, begun_at, until, ended_at"
SEAT = "order_id, group_id, offer_id, customer_id, pieces, cap, starts, state, at"
_WANTED = "where tenant_id = $1 and ($2 = 'any' or state = $2)"
_OFFERS = Query(
    Offer, f"select {OFFER} from groups.offer where tenant_id = $1 and id = any($2::uuid[])"
)
_LIST = Query(
    Offer,
    f"select {OFFER} from groups.offer {_WANTED} order by made_at desc, id limit $3 offset $4",
)
_COUNT = Scalar(f"select count(*) from (select 1 from groups.offer {_WANTED} limit 10001) n")
_RUNNING = Query(
    Offer,
    f"""
    select {OFFER} from groups.offer
    where tenant_id = $1 and state = 'open' and ($2::uuid[] is null or sku_id = any($2::uuid[]))
      and since <= $3 and until > $3
    order by price_minor, id limit $4
    """,
)
_GROUPS = Query(
    Group, f"select {GROUP} from groups.group where tenant_id = $1 and id = any($2::uuid[])"
)
LOCKED = Query(
    Group,
    f"""
    select {GROUP} from groups.group where tenant_id = $1 and id = any($2::uuid[])
    order by id for update
    """,
)
_OPEN = Query(
    Group,
    f"""
    select {GROUP} from groups.group
    where tenant_id = $1 and offer_id = $2 and state = 'open' and until > $3
    order by until limit $4
    """,
)
_OF_OFFER = Query(
    Group,
    f"""
    select {GROUP} from groups.group where tenant_id = $1 and offer_id = $2 and state <> 'void'
    order by begun_at desc, id limit $3 offset $4
    """,
)
_DUE = Query(
    _Id,
    """
    select id from groups.group where tenant_id = $1 and state = 'open' and until <= $2
    order by until limit $3
    """,
)
_SEATS = Query(
    Seat, f"select {SEAT} from groups.seat where tenant_id = $1 and order_id = any($2::uuid[])"
)
_SEATS_IN = Query(
    Seat,
    f"""
    select {SEAT} from groups.seat where tenant_id = $1 and group_id = any($2::uuid[])
    order by group_id, at, order_id
    """,
)
_OWED = Query(
    Seat,
    f"""
    select {SEAT} from groups.seat s where tenant_id = $1 and state = 'paid' and exists (
      select from groups.group g
      where g.tenant_id = $1 and g.id = s.group_id and g.state = 'failed')
    order by at, order_id limit $2
    """,
)


async def get_offer(work: Work, offer: UUID) -> Offer:
    found = await offers_of(work, [offer])
    if offer not in found:
        raise UnknownOffer
    return found[offer]


async def offers_of(work: Work, ids: Iterable[UUID]) -> dict[UUID, Offer]:
    wanted = list(set(ids))
    rows = await _OFFERS.all(work, work.tenant, wanted) if wanted else []
    return {row.id: row for row in rows}


async def list_offers(
    work: Work, *, which: Which = "any", limit: int, offset: int = 0
) -> tuple[list[Offer], int]:
    """The last made first; and a capped count."""
    rows = await _LIST.all(work, work.tenant, which, limit, offset)
    return rows, await _COUNT.get(work, work.tenant, which)


async def running_offers(work: Work, skus: Iterable[UUID] | None, limit: int) -> list[Offer]:
    """Offers (of these SKUs) under which a group can be started now, the cheapest first."""
    wanted = None if skus is None else list(set(skus))
    return await _RUNNING.all(work, work.tenant, wanted, work.now, limit)


async def get_group(work: Work, group: UUID) -> Group:
    found = await groups_of(work, [group])
    if group not in found:
        raise UnknownGroup
    return found[group]


async def groups_of(work: Work, ids: Iterable[UUID]) -> dict[UUID, Group]:
    wanted = list(set(ids))
    rows = await _GROUPS.all(work, work.tenant, wanted) if wanted else []
    return {row.id: row for row in rows}


async def open_groups(work: Work, offer: UUID, limit: int = 20) -> list[Group]:
    """Groups that others may join, the first to end first."""
    return await _OPEN.all(work, work.tenant, offer, work.now, limit)


async def groups_under(work: Work, offer: UUID, *, limit: int, offset: int = 0) -> list[Group]:
    """Every group of an offer that was paid for once, the latest first."""
    return await _OF_OFFER.all(work, work.tenant, offer, limit, offset)


async def due(work: Work, limit: int) -> list[UUID]:
    """Groups whose time is over with seats empty."""
    return [row.id for row in await _DUE.all(work, work.tenant, work.now, limit)]


async def seats_of(work: Work, orders: Iterable[UUID]) -> dict[UUID, Seat]:
    """The seat of each of these orders; those that have none are left out."""
    wanted = list(set(orders))
    rows = await _SEATS.all(work, work.tenant, wanted) if wanted else []
    return {row.order_id: row for row in rows}


async def seats_in(work: Work, groups: Sequence[UUID]) -> dict[UUID, list[Seat]]:
    """Every seat ever taken in each of these groups, in order."""
    found: dict[UUID, list[Seat]] = {id_: [] for id_ in groups}
    for seat in await _SEATS_IN.all(work, work.tenant, list(found)) if found else []:
        found[seat.group_id].append(seat)
    return found


async def owed(work: Work, limit: int) -> list[Seat]:
    """Paid seats of groups that failed: their money is still here."""
    return await _OWED.all(work, work.tenant, limit)


async def waiting(work: Work, orders: Iterable[UUID]) -> frozenset[UUID]:
    """Those of them whose group is not full: nothing of them is handed over."""
    seats = await seats_of(work, orders)
    groups = await groups_of(work, [one.group_id for one in seats.values()])
    return frozenset(
        order for order, seat in seats.items() if groups[seat.group_id].state != "full"
    )
