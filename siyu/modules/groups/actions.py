"""Verbs of group buys. Seats, caps and stock are booked in the ledger before."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Query, Work
from siyu.modules.groups import queries, rules
from siyu.modules.groups.errors import ChangedMeanwhile, NotDraft
from siyu.modules.groups.facts import GroupFailed, GroupFilled, GroupJoined, GroupStarted
from siyu.modules.groups.values import (
    UNPAID_FOR,
    Group,
    GroupState,
    Offer,
    OfferState,
    Seat,
    SeatState,
    Sit,
    Terms,
)


class _Id(msgspec.Struct, frozen=True):
    id: UUID


_ADD = Command(
    """
    insert into groups.offer (tenant_id, id, version, state, name, sku_id, price_minor, size, hours,
      since, until, cap, newcomers, stores, made_at, made_by)
    values ($1, $2, 1, 'draft', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
    """
)
_CHANGE = Query(
    _Id,
    """
    update groups.offer set version = version + 1, name = $4, sku_id = $5, price_minor = $6,
      size = $7, hours = $8, since = $9, until = $10, cap = $11, newcomers = $12, stores = $13
    where tenant_id = $1 and id = $2 and version = $3 and state = 'draft' returning id
    """,
)
_SET = Query(
    _Id,
    """
    update groups.offer set state = $3
    where tenant_id = $1 and id = $2 and version = $4 and state = $5 returning id
    """,
)
_BEGIN = Command(
    """
    insert into groups.group (tenant_id, id, offer_id, store_id, starter_id, size, state, begun_at,
      until)
    select $1, g.id, g.offer_id, g.store_id, g.starter_id, g.size, 'begun', $2, g.until
    from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::int4[], $8::timestamptz[])
      as g (id, offer_id, store_id, starter_id, size, until)
    on conflict do nothing
    """
)
_SIT = Command(
    """
    insert into groups.seat (tenant_id, order_id, group_id, offer_id, customer_id, pieces, cap,
      starts, state, at)
    select $1, s.*, 'held', $2
    from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::int4[], $8::int4[], $9::bool[])
      as s
    on conflict do nothing
    """
)
_MOVE = Query(
    Seat,
    f"""
    update groups.seat set state = $3
    where tenant_id = $1 and order_id = any($2::uuid[]) and state = any($4::text[])
    returning {queries.SEAT}
    """,
)
_TURN = Command(
    """
    update groups.group set state = $3, until = $4, ended_at = $5
    where tenant_id = $1 and id = $2
    """
)


async def draft_offer(work: Work, terms: Terms) -> Offer:
    """A draft: nobody sees it."""
    id_ = work.new_id()
    await _ADD.run(work, work.tenant, id_, *_row(terms), work.now, str(work.actor))
    work.audit("groups.save", "group_buy", id_, after={"name": terms.name})
    return await queries.get_offer(work, id_)


async def change_offer(work: Work, offer: UUID, version: int, terms: Terms) -> Offer:
    """Another wording of a draft; `version` is the one that was edited."""
    if (await queries.get_offer(work, offer)).state != "draft":
        raise NotDraft
    if not await _CHANGE.all(work, work.tenant, offer, version, *_row(terms)):
        raise ChangedMeanwhile
    work.audit("groups.save", "group_buy", offer, after={"name": terms.name})
    return await queries.get_offer(work, offer)


async def move_offer(work: Work, offer: Offer, state: OfferState) -> Offer:
    """Open a draft, or close it: groups that were started go on. The same again is nothing new."""
    if offer.state in {state, "closed"}:
        return offer
    if not await _SET.all(work, work.tenant, offer.id, state, offer.version, offer.state):
        raise ChangedMeanwhile
    work.audit("groups.move", "group_buy", offer.id, after={"state": state})
    return await queries.get_offer(work, offer.id)


async def sit(work: Work, sits: Sequence[Sit]) -> None:
    """Write down the seats that these orders took, and the groups that they started."""
    if not sits:
        return
    begun = [
        (s.group, s.offer.id, s.store, s.customer, s.offer.size, work.now + UNPAID_FOR)
        for s in sits
        if s.starts
    ]
    if begun:
        await _BEGIN.run(work, work.tenant, work.now, *map(list, zip(*begun, strict=True)))
    seats = [
        (s.order, s.group, s.offer.id, s.customer, s.pieces, s.offer.cap, s.starts) for s in sits
    ]
    await _SIT.run(work, work.tenant, work.now, *map(list, zip(*seats, strict=True)))


async def pay(work: Work, orders: Iterable[UUID]) -> list[Group]:
    """These orders were paid: their seats too. The groups that are full by it."""
    seats = await _moved(work, orders, "paid", ("held", "gone"))
    if not seats:
        return []
    groups = await queries.LOCKED.all(work, work.tenant, list({s.group_id for s in seats}))
    offers = await queries.offers_of(work, [one.offer_id for one in groups])
    all_seats = await queries.seats_in(work, [one.id for one in groups])
    full = []
    for group in groups:
        offer = offers[group.offer_id]
        mine = [one for one in all_seats[group.id] if one.state == "paid"]
        _tell_paid(work, [one for one in seats if one.group_id == group.id], offer)
        state = rules.after_payment(group, len(mine), work.now)
        if state == group.state:
            continue
        opens = group.state == "begun"
        until = work.now + timedelta(hours=offer.hours) if opens else group.until
        ended = work.now if state == "full" else None
        await _TURN.run(work, work.tenant, group.id, state, until, ended)
        if state == "full":
            full.append(group)
            _tell(work, GroupFilled, mine, offer)
    return full


async def leave(work: Work, orders: Iterable[UUID]) -> None:
    """These orders came to nothing: their seats are gone, and groups they were to start void."""
    seats = await _moved(work, orders, "gone", ("held",))
    for seat in sorted((one for one in seats if one.starts), key=lambda one: one.group_id):
        [group] = await queries.LOCKED.all(work, work.tenant, [seat.group_id])
        if group.state == "begun":
            await _end(work, group, "void")


async def fail(work: Work, group: Group) -> bool:
    """Whether this ended it: its time is over, and seats are empty."""
    [held] = await queries.LOCKED.all(work, work.tenant, [group.id])
    if held.state != "open" or held.until > work.now:
        return False
    await _end(work, held, "failed")
    offer = await queries.get_offer(work, held.offer_id)
    seats = (await queries.seats_in(work, [held.id]))[held.id]
    _tell(work, GroupFailed, [one for one in seats if one.state == "paid"], offer)
    return True


async def give_back(work: Work, orders: Iterable[UUID]) -> list[Seat]:
    """Their money is on its way back; those of which that was not known."""
    return await _moved(work, orders, "back", ("paid",))


async def _moved(
    work: Work, orders: Iterable[UUID], to: SeatState, was: Sequence[SeatState]
) -> list[Seat]:
    wanted = sorted(set(orders))
    return await _MOVE.all(work, work.tenant, wanted, to, list(was)) if wanted else []


async def _end(work: Work, group: Group, state: GroupState) -> None:
    await _TURN.run(work, work.tenant, group.id, state, group.until, work.now)


def _tell_paid(work: Work, seats: Sequence[Seat], offer: Offer) -> None:
    _tell(work, GroupStarted, [one for one in seats if one.starts], offer)
    _tell(work, GroupJoined, [one for one in seats if not one.starts], offer)


def _tell(
    work: Work,
    fact: type[GroupStarted | GroupJoined | GroupFilled | GroupFailed],
    seats: Sequence[Seat],
    offer: Offer,
) -> None:
    for one in seats:
        told = fact(group=one.group_id, offer=offer.id, order=one.order_id, sku=offer.sku)
        work.tell(told, subject=one.customer_id)


def _row(terms: Terms) -> tuple[object, ...]:
    stores = None if terms.stores is None else list(terms.stores)
    about = (terms.name, terms.sku, terms.price_minor, terms.size, terms.hours)
    return (*about, terms.since, terms.until, terms.cap, terms.newcomers, stores)
