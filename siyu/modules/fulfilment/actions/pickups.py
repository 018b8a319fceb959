"""Verbs of pickups. A code opens once, at the right store, by one conditional update.

Looking and redeeming give a refusal back instead of raising it: whoever asks commits first, so
that a wrong guess stays counted, and raises then.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Query, Scalar, Work
from siyu.kernel.errors import Refusal
from siyu.modules.fulfilment import rules, seals
from siyu.modules.fulfilment.errors import (
    OtherStore,
    RedeemedBefore,
    TooManyGuesses,
    UnknownCode,
    Voided,
)
from siyu.modules.fulfilment.facts import PickupReady, PickupRedeemed, PickupVoided
from siyu.modules.fulfilment.queries import pickups as queries
from siyu.modules.fulfilment.values import By, Make, Pickup, Shown


class _Sealed(msgspec.Struct, frozen=True):
    id: UUID
    sealed: bytes


_OF_P = ", ".join(f"p.{name.strip()}" for name in queries.PICKUP.split(","))

_ADD = Query(
    Pickup,
    f"""
    insert into fulfilment.pickup
      (tenant_id, id, order_id, customer_id, store_id, sealed, blind, tail, ready_at)
    select $1, p.id, p.order_id, p.customer_id, p.store_id, p.sealed, p.blind, p.tail, $2
    from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::bytea[], $8::bytea[],
                $9::text[]) as p (id, order_id, customer_id, store_id, sealed, blind, tail)
    on conflict do nothing
    returning {queries.PICKUP}
    """,
)
_SEALED = Query(
    _Sealed,
    "select id, sealed from fulfilment.pickup where tenant_id = $1 and id = any($2::uuid[])",
)
_REDEEM = Query(
    Pickup,
    f"""
    update fulfilment.pickup set redeemed_at = $4, redeemed_by = $5, redeemed_store = $3
    where tenant_id = $1 and id = $2 and store_id = $3
      and redeemed_at is null and voided_at is null
    returning {queries.PICKUP}
    """,
)
_VOID = Query(
    Pickup,
    f"""
    update fulfilment.pickup set voided_at = $3, void_why = $4
    where tenant_id = $1 and order_id = any($2::uuid[])
      and redeemed_at is null and voided_at is null
    returning {queries.PICKUP}
    """,
)
_REOPEN = Query(
    Pickup,
    f"""
    update fulfilment.pickup p
    set voided_at = null, void_why = null, ready_at = $2, sealed = n.sealed, blind = n.blind,
        tail = n.tail
    from unnest($3::uuid[], $4::bytea[], $5::bytea[], $6::text[]) as n (id, sealed, blind, tail)
    where p.tenant_id = $1 and p.id = n.id and p.voided_at is not null
      and not exists (select 1 from fulfilment.pickup o where o.tenant_id = $1
        and o.blind = n.blind and o.redeemed_at is null and o.voided_at is null)
    returning {_OF_P}
    """,
)
_ONE_BY_ONE = Command("select pg_advisory_xact_lock(hashtextextended($1, $2))")
_GUESSES = Scalar(
    "select at from fulfilment.guess where tenant_id = $1 and person_id = $2 order by at"
)
_GUESS = Command(
    "insert into fulfilment.guess (tenant_id, id, person_id, at) values ($1, $2, $3, $4)"
)
_FORGET = Command(
    "delete from fulfilment.guess where tenant_id = $1 and person_id = $2 and at <= $3"
)


async def make(work: Work, makes: Sequence[Make]) -> list[Shown]:
    """A code for each order, in order; an order that has one keeps it."""
    wanted = {m.order: m for m in sorted(makes, key=lambda m: m.order)}
    while wanted:
        for pickup in await _add(work, list(wanted.values())):
            told = PickupReady(pickup=pickup.id, order=pickup.order_id, store=pickup.store_id)
            work.tell(told, subject=pickup.customer_id)
        # Left over is only whose eight digits are somebody's already.
        known = await queries.pickups_of(work, list(wanted))
        wanted = {order: m for order, m in wanted.items() if order not in known}
    shown = await codes_of(work, [m.order for m in makes])
    return [shown[m.order] for m in makes]


async def codes_of(work: Work, orders: Sequence[UUID]) -> dict[UUID, Shown]:
    """Pickups with their codes in clear, for her whose orders these are."""
    pickups = await queries.pickups_of(work, orders)
    rows = await _SEALED.all(work, work.tenant, [p.id for p in pickups.values()])
    codes = {row.id: seals.opened(work, row.id, row.sealed) for row in rows}
    return {order: Shown(pickup=p, code=codes[p.id]) for order, p in pickups.items()}


async def look(work: Work, code: str, by: By) -> Pickup | Refusal:
    """What a code would fetch here, or why it fetches nothing. Commit in either case."""
    waits = await _wait(work, by.person)
    if waits is not None:
        return waits
    digits = rules.plain(code)
    found = None
    if digits is not None:
        found = await queries.BY_CODE.first(work, work.tenant, seals.blind(work, digits))
    if found is None:
        await _GUESS.run(work, work.tenant, work.new_id(), by.person, work.now)
        return UnknownCode()
    return _refusal(found, by.store) or found


async def redeem(work: Work, code: str, by: By) -> Pickup | Refusal:
    """Hand over what a code fetches: once, and only here. Commit in either case.

    Of two at once one wins, by the condition of the update; the other is told why.
    """
    found = await look(work, code, by)
    if isinstance(found, Refusal):
        return found
    redeemed = await _REDEEM.first(work, work.tenant, found.id, by.store, work.now, by.person)
    if redeemed is None:
        now = await queries.pickups_of(work, [found.order_id])
        return _refusal(now[found.order_id], by.store) or RedeemedBefore()
    told = PickupRedeemed(pickup=redeemed.id, order=redeemed.order_id, store=by.store, by=by.person)
    work.tell(told, subject=redeemed.customer_id)
    work.audit("fulfilment.redeem", "pickup", redeemed.id, after={"store": by.store})
    return redeemed


async def reopen(work: Work, orders: Sequence[UUID]) -> list[Pickup]:
    """What was void may be fetched after all, by new digits; those that were."""
    known = await queries.pickups_of(work, orders)
    waiting = sorted(one.id for one in known.values() if one.voided_at is not None)
    opened: list[Pickup] = []
    while waiting:
        codes = [_digits() for _ in waiting]
        columns = [
            waiting,
            [seals.sealed(work, id_, code) for id_, code in zip(waiting, codes, strict=True)],
            [seals.blind(work, code) for code in codes],
            [code[-rules.TAIL :] for code in codes],
        ]
        opened += await _REOPEN.all(work, work.tenant, work.now, *columns)
        still = await queries.pickups_of(work, orders)
        waiting = sorted(one.id for one in still.values() if one.voided_at is not None)
    for pickup in opened:
        told = PickupReady(pickup=pickup.id, order=pickup.order_id, store=pickup.store_id)
        work.tell(told, subject=pickup.customer_id)
    return opened


async def void(work: Work, orders: Sequence[UUID], *, why: str) -> list[Pickup]:
    """Let these not be fetched any more; what was fetched stays so. Those that it ended."""
    ended = await _VOID.all(work, work.tenant, sorted(orders), work.now, why)
    for pickup in ended:
        told = PickupVoided(pickup=pickup.id, order=pickup.order_id, store=pickup.store_id)
        work.tell(told, subject=pickup.customer_id)
    return ended


async def _add(work: Work, makes: Sequence[Make]) -> list[Pickup]:
    ids = [work.new_id() for _ in makes]
    codes = [_digits() for _ in makes]
    columns = [
        ids,
        [m.order for m in makes],
        [m.customer for m in makes],
        [m.store for m in makes],
        [seals.sealed(work, id_, code) for id_, code in zip(ids, codes, strict=True)],
        [seals.blind(work, code) for code in codes],
        [code[-rules.TAIL :] for code in codes],
    ]
    return await _ADD.all(work, work.tenant, work.now, *columns)


def _digits() -> str:
    return f"{secrets.randbelow(10**rules.DIGITS):0{rules.DIGITS}d}"


def _refusal(pickup: Pickup, store: UUID) -> Refusal | None:
    if pickup.voided_at is not None:
        return Voided()
    if pickup.store_id != store:
        return OtherStore(pickup.store_id)
    return RedeemedBefore() if pickup.redeemed_at is not None else None


async def _wait(work: Work, person: UUID) -> TooManyGuesses | None:
    """Guesses made at once count one another: one person's are looked at one by one."""
    await _ONE_BY_ONE.run(work, f"fulfilment/{person}", work.tenant)
    oldest: datetime = work.now - rules.WITHIN
    await _FORGET.run(work, work.tenant, person, oldest)
    guesses = await _GUESSES.column(work, work.tenant, person)
    wait = rules.must_wait(guesses, work.now)
    return None if wait is None else TooManyGuesses(after_s=int(wait.total_seconds()) + 1)
