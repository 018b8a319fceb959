"""Verbs of distribution, each taking a list. What they answer is to be booked in the same work.

The row is locked (or made) first and booked then: of two who pay, return or thaw at once, the
second sees what the first left. Accounts of commission have no bounds, so nobody waits in them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID, uuid5

import msgspec

from siyu.kernel.db import Command, Query, Work
from siyu.modules.distribution import queries, rules
from siyu.modules.distribution.errors import PlanChanged
from siyu.modules.distribution.facts import ClawedBack, Earned, EarnedLine, PlanSet, Thawed
from siyu.modules.distribution.values import (
    Earn,
    Earning,
    NewPlan,
    Part,
    Plan,
    Return,
    Share,
    Taken,
)


class _Order(msgspec.Struct, frozen=True):
    order_id: UUID


_SET = Command(
    """
    insert into distribution.plan_version
      (tenant_id, version, since, after_sale_days, ceiling_bp, rates, set_at, set_by)
    values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8) on conflict do nothing
    """
)
_SPLIT = Query(
    _Order,
    """
    insert into distribution.split (tenant_id, order_id, customer_id, at, guide_id, reason, via_id,
      plan, base_minor, shared_minor)
    select $1, s.* from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::uuid[], $6::text[],
      $7::uuid[], $8::int4[], $9::int8[], $10::int8[]) as s
    order by 2 on conflict do nothing returning order_id
    """,
)
_EARN = Command(
    """
    insert into distribution.earning (tenant_id, state, id, order_id, n, sku_id, product_id,
      category_id, role, tier, earner_id, store_id, payer_store_id, reason, via_id, plan,
      base_minor, rate_bp, amount_minor, kept_minor, earned_at, hold_id)
    select $1, 'pending', e.* from unnest($2::uuid[], $3::uuid[], $4::int2[], $5::uuid[],
      $6::uuid[], $7::uuid[], $8::text[], $9::int2[], $10::uuid[], $11::uuid[], $12::uuid[],
      $13::text[], $14::uuid[], $15::int4[], $16::int8[], $17::int4[], $18::int8[], $19::int8[],
      $20::timestamptz[], $21::uuid[]) as e
    """
)
_REDEEM = Command(
    """
    update distribution.earning e set thaws_at = r.at + make_interval(days => p.after_sale_days)
    from unnest($2::uuid[], $3::timestamptz[]) as r (order_id, at), distribution.plan_version p
    where e.tenant_id = $1 and e.order_id = r.order_id and e.state = 'pending'
      and e.thaws_at is null and p.tenant_id = $1 and p.version = e.plan
    """
)
_THAW = Query(
    Earning,
    f"""
    update distribution.earning e set state = 'thawed', thawed_at = $2
    from (select id as due from distribution.earning
          where tenant_id = $1 and state = 'pending' and thaws_at <= $2
            and not exists (select from unnest($4::uuid[], $5::int4[]) as w (order_id, n)
              where w.order_id = distribution.earning.order_id and w.n = distribution.earning.n)
          order by thaws_at, id limit $3 for update skip locked) due
    where e.tenant_id = $1 and e.id = due.due
    returning {queries.EARNING}
    """,
)
_RETURN = Command(
    """
    update distribution.earning e set returned_minor = r.returned, kept_minor = r.kept,
      clawed_minor = r.clawed, state = r.state, hold_id = r.hold
    from unnest($2::uuid[], $3::int8[], $4::int8[], $5::int8[], $6::text[], $7::uuid[])
      as r (id, returned, kept, clawed, state, hold)
    where e.tenant_id = $1 and e.id = r.id
    """
)
_CLAW_BACK = Command(
    """
    insert into distribution.claw_back (tenant_id, at, earning_id, refund_id, base_minor,
      void_minor, debt_minor)
    select $1, $2, c.*
    from unnest($3::uuid[], $4::uuid[], $5::int8[], $6::int8[], $7::int8[]) as c
    """
)


async def set_plan(work: Work, new: NewPlan, *, seen: int | None = None) -> Plan:
    """The next version; `seen` is the newest one that whoever sets it knew of."""
    if (wrong := rules.refusal(new, work.now)) is not None:
        raise wrong
    version = max((plan.version for plan in await queries.list_plans(work)), default=0)
    rates = msgspec.json.encode(new.rates).decode()
    said = (new.since, new.after_sale_days, new.ceiling_bp, rates, work.now, str(work.actor))
    if seen is not None and seen != version:
        raise PlanChanged(version=version)
    if not await _SET.run(work, work.tenant, version + 1, *said):
        raise PlanChanged(version=version + 1)
    told = PlanSet(
        plan=version + 1,
        since=new.since,
        after_sale_days=new.after_sale_days,
        ceiling_bp=new.ceiling_bp,
    )
    work.tell(told)
    after = msgspec.to_builtins(new) | {"version": version + 1}
    work.audit("distribution.set_plan", "plan", None, after=after)
    return (await queries.list_plans(work))[0]


async def earn(work: Work, earns: Sequence[Earn]) -> list[Earning]:
    """Write how orders are shared; the new earnings, each to be held under its `hold_id`.

    An order is shared once: one that was before is left as it is.
    """
    first = {one.order: one for one in reversed(earns)}
    rows = [_split(one) for one in first.values()]
    fresh = await _SPLIT.all(work, work.tenant, *_columns(rows, 9)) if rows else []
    made = [
        _earning(first[row.order_id], share)
        for row in fresh
        for share in first[row.order_id].shares
    ]
    if made:
        await _EARN.run(work, work.tenant, *_columns([_row(one) for one in made], 20))
    for _, group in groupby(made, lambda e: (e.order_id, e.role)):
        _tell_earned(work, list(group))
    return made


async def redeemed(work: Work, orders: Mapping[UUID, datetime]) -> None:
    """The goods are in her hands since then: what is pending thaws so many days later."""
    if orders:
        await _REDEEM.run(work, work.tenant, list(orders), list(orders.values()))


async def thaw(
    work: Work, *, limit: int = 500, waits: Collection[tuple[UUID, int]] = ()
) -> list[Earning]:
    """Those whose time is over, to be settled; what somebody is returning just now waits.

    So do the lines in `waits`, by order and number, whatever their time.
    """
    held = ([order for order, _ in waits], [n for _, n in waits])
    rows = await _THAW.all(work, work.tenant, work.now, limit, *held)
    found = sorted(rows, key=lambda e: (e.order_id, e.earner_id, e.role, e.n))
    for key, group in groupby(found, lambda e: (e.order_id, e.earner_id, e.role, e.store_id)):
        order, earner, role, store = key
        amount = sum(one.kept_minor for one in group)
        told = Thawed(order=order, earner=earner, role=role, store=store, amount_minor=amount)
        work.tell(told)
    return list(found)


async def take_back(work: Work, returns: Sequence[Return]) -> list[Taken]:
    """What refunds take from earnings, in their order; each refund takes once."""
    orders = list({one.order for one in returns})
    locked = await queries.LOCK.all(work, work.tenant, orders) if orders else []
    if not locked:
        return []
    refunds = [one.refund for one in returns]
    before = await queries.CLAWED_BY.all(work, work.tenant, refunds)
    done = {(row.earning_id, row.refund_id) for row in before}
    stand = {one.id: one for one in locked}
    taken: list[Taken] = []
    for one in returns:
        taken += _taken(stand, one, done)
    changed = {one.earning for one in taken}
    rows = [_after(stand[id_]) for id_ in sorted(changed)]
    if rows:
        await _RETURN.run(work, work.tenant, *_columns(rows, 6))
        claws = [(t.earning, t.refund, t.base_minor, t.void_minor, t.debt_minor) for t in taken]
        await _CLAW_BACK.run(work, work.tenant, work.now, *_columns(claws, 5))
    _tell_taken(work, stand, taken)
    return taken


def _taken(stand: dict[UUID, Earning], of: Return, done: set[tuple[UUID, UUID]]) -> Iterable[Taken]:
    parts = {part.n: part.amount_minor for part in of.parts}
    for id_, earning in list(stand.items()):
        if earning.order_id != of.order or earning.n not in parts or (id_, of.refund) in done:
            continue
        done.add((id_, of.refund))
        part = Part(n=earning.n, amount_minor=parts[earning.n])
        stand[id_], taken = rules.take_back(earning, of.refund, part)
        yield taken


def _tell_earned(work: Work, made: Sequence[Earning]) -> None:
    first = made[0]
    lines = tuple(
        EarnedLine(e.n, e.sku_id, e.product_id, e.base_minor, e.rate_bp, e.amount_minor)
        for e in made
    )
    told = Earned(
        order=first.order_id,
        earner=first.earner_id,
        role=first.role,
        store=first.store_id,
        reason=first.reason,
        plan=first.plan,
        base_minor=sum(e.base_minor for e in made),
        amount_minor=sum(e.amount_minor for e in made),
        lines=lines,
    )
    work.tell(told, at=first.earned_at)


def _tell_taken(work: Work, stand: Mapping[UUID, Earning], taken: Iterable[Taken]) -> None:
    by = sorted(taken, key=lambda t: (t.refund, t.order, t.earner, t.role))
    for key, group in groupby(by, key=lambda t: (t.refund, t.order, t.earner, t.role)):
        refund, order, earner, role = key
        some = list(group)
        void = sum(one.void_minor for one in some)
        debt = sum(one.debt_minor for one in some)
        if void or debt:
            told = ClawedBack(
                order=order,
                refund=refund,
                earner=earner,
                role=role,
                store=stand[some[0].earning].store_id,
                amount_minor=void + debt,
                void_minor=void,
                debt_minor=debt,
            )
            work.tell(told)


def _split(one: Earn) -> tuple[object, ...]:
    shared = sum(share.amount_minor for share in one.shares)
    return (
        one.order, one.customer, one.at, one.guide, one.reason, one.via, one.plan, one.base_minor,
        shared,
    )  # fmt: skip


def _earning(of: Earn, share: Share) -> Earning:
    if of.plan is None or of.store is None:
        raise ValueError("shares come of a plan, and whoever has them works somewhere")
    id_ = uuid5(of.order, f"{share.role}/{share.n}")
    sold = of.sold[share.n]
    return Earning(
        id=id_,
        order_id=of.order,
        n=share.n,
        sku_id=sold.sku,
        product_id=sold.product,
        category_id=share.category,
        role=share.role,
        tier=share.tier,
        earner_id=share.earner,
        store_id=of.store,
        payer_store_id=of.selling_store if share.payer == "store" else None,
        reason=of.reason,
        via_id=of.via if of.reason == "link" else None,
        plan=of.plan,
        base_minor=share.base_minor,
        rate_bp=share.rate_bp,
        amount_minor=share.amount_minor,
        returned_minor=0,
        kept_minor=share.amount_minor,
        clawed_minor=0,
        state="pending",
        earned_at=of.at,
        thaws_at=None,
        thawed_at=None,
        hold_id=id_,
    )


def _row(e: Earning) -> tuple[object, ...]:
    return (
        e.id, e.order_id, e.n, e.sku_id, e.product_id, e.category_id, e.role, e.tier, e.earner_id,
        e.store_id, e.payer_store_id, e.reason, e.via_id, e.plan, e.base_minor, e.rate_bp,
        e.amount_minor, e.kept_minor, e.earned_at, e.hold_id,
    )  # fmt: skip


def _after(e: Earning) -> tuple[object, ...]:
    return e.id, e.returned_minor, e.kept_minor, e.clawed_minor, e.state, e.hold_id


def _columns(rows: Sequence[tuple[object, ...]], width: int) -> list[list[object]]:
    return [[row[i] for row in rows] for i in range(width)]
