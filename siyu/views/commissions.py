"""Earnings as they are shown: with names, the formula in words, and when they thaw."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Work
from siyu.kernel.errors import Language, NotFound
from siyu.modules import aftersale, catalog, distribution, ledger, tenants
from siyu.modules.distribution import Earning
from siyu.views.refs import PersonRef, PlaceRef, gather_refs, staff_of
from siyu.views.words import earnings as words

Shown = Literal["pending", "thawed", "clawed_back", "void"]
"""`clawed_back`: thawed, and something was taken back since."""


class EarningItem(Struct, frozen=True, kw_only=True):
    """What somebody earned of a line; `amount_minor` when it was paid, `kept_minor` now."""

    id: UUID
    order: UUID
    order_no: str
    line: int
    goods: str
    earner: PersonRef | None
    role: distribution.Role
    place: str
    store: PlaceRef | None
    reason: distribution.Reason
    why: str
    plan: int
    base_minor: int
    rate_bp: int
    amount_minor: int
    kept_minor: int
    clawed_back_minor: int
    state: Shown
    formula: str
    after_returns: str | None
    earned_at: datetime
    thaws_at: datetime | None
    thawed_at: datetime | None
    in_case: bool
    """It waits for an after-sale case of its line, also past `thaws_at`."""


class TakenItem(Struct, frozen=True, kw_only=True):
    """What a refund took: of what was on hold, or as a debt of what had thawed."""

    refund: UUID
    line: int
    role: distribution.Role
    at: datetime
    returned_minor: int
    void_minor: int
    debt_minor: int


class PlaceItem(Struct, frozen=True, kw_only=True):
    """A place of the table: who pays, how much at most, and whether anybody has it yet."""

    role: distribution.Role
    place: str
    payer: distribution.Payer
    payer_word: str
    most_bp: int
    opened: bool


class OrderCommission(Struct, frozen=True, kw_only=True):
    """An order with everything that was earned of it, or why nothing was."""

    order: UUID
    order_no: str
    paid_at: datetime
    guide: PersonRef | None
    reason: distribution.Reason
    why: str
    plan: int | None
    ceiling_bp: int | None
    after_sale_days: int | None
    base_minor: int
    shared_minor: int
    earnings: list[EarningItem]
    taken: list[TakenItem]
    places: list[PlaceItem]


class EarnerMonth(Struct, frozen=True, kw_only=True):
    """Somebody's month. `balance_minor` is theirs now, over all months; below zero it is a debt."""

    earner: PersonRef | None
    earner_id: UUID
    earned_minor: int
    pending_minor: int
    thawed_minor: int
    void_minor: int
    clawed_back_minor: int
    balance_minor: int


class MyMonth(Struct, frozen=True, kw_only=True):
    """A guide's month: what was earned in it and waits, thawed in it, was taken back in it.

    `waiting_minor` and `balance_minor` are of all months: what she waits for, and what is hers.
    """

    month: date
    earned_minor: int
    pending_minor: int
    thawed_minor: int
    void_minor: int
    clawed_back_minor: int
    waiting_minor: int
    next_thaw_at: datetime | None
    balance_minor: int


class PlanRate(Struct, frozen=True, kw_only=True):
    """A rate with its category's name; without one it is the place's general rate."""

    role: distribution.Role
    place: str
    category: UUID | None
    category_name: str | None
    rate_bp: int


class PlanItem(Struct, frozen=True, kw_only=True):
    """A version of the plan; `counts`: orders paid now are shared by it."""

    version: int
    since: datetime
    since_on: date
    after_sale_days: int
    ceiling_bp: int
    rates: list[PlanRate]
    set_at: datetime
    set_by: PersonRef | None
    counts: bool


class PlansShape(Struct, frozen=True, kw_only=True):
    """The table of places and every version of the plan, the newest first; the next one begins
    on `today` or later."""

    today: date
    places: list[PlaceItem]
    most_bp: int
    plans: list[PlanItem]


TOP_UP = ("储值充值", "Top-up")
"""What was sold where it was no goods."""


class _No(Struct, frozen=True):
    id: UUID
    no: str


_NUMBERS = Query(
    _No, "select id, no from orders.order where tenant_id = $1 and id = any($2::uuid[])"
)


async def month_of(work: Work, month: date | None) -> tuple[date, datetime, datetime]:
    """A month's first day with its first instant and that of the next; without one, the present."""
    merchant = await tenants.get_tenant(work)
    first = (month or merchant.date_of(work.now)).replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return first, merchant.start_of(first), merchant.start_of(following)


async def earning_items(
    work: Work, rows: Sequence[Earning], language: Language
) -> list[EarningItem]:
    refs = await gather_refs(
        work,
        stores={r.store_id for r in rows},
        people={r.earner_id for r in rows},
        skus={r.sku_id for r in rows},
    )
    numbers = await _numbers(work, [r.order_id for r in rows])
    cases = await aftersale.open_lines(work, [r.order_id for r in rows if r.state == "pending"])
    say = words.saying(language, (await tenants.get_tenant(work)).money)
    return [
        EarningItem(
            id=r.id,
            order=r.order_id,
            order_no=numbers.get(r.order_id, ""),
            line=r.n,
            goods=refs.skus.get(r.sku_id) or say.pick(*TOP_UP),
            earner=refs.person(r.earner_id),
            role=r.role,
            place=say.word(words.PLACES, r.role),
            store=refs.store(r.store_id),
            reason=r.reason,
            why=say.word(words.REASONS, r.reason),
            plan=r.plan,
            base_minor=r.base_minor,
            rate_bp=r.rate_bp,
            amount_minor=r.amount_minor,
            kept_minor=r.kept_minor,
            clawed_back_minor=r.clawed_minor,
            state="clawed_back" if r.clawed_minor else r.state,
            formula=words.formula(r, say),
            after_returns=words.after_returns(r, say),
            earned_at=r.earned_at,
            thaws_at=r.thaws_at,
            thawed_at=r.thawed_at,
            in_case=r.state == "pending" and (r.order_id, r.n) in cases,
        )
        for r in rows
    ]


async def order_commission(
    work: Work, order: UUID, language: Language, places: frozenset[UUID] | None
) -> OrderCommission:
    """The order for whoever may see one of these stores; NotFound where nobody of theirs earned."""
    split = await distribution.get_split(work, order)
    rows = await distribution.earnings_of(work, order)
    if places is not None:
        rows = [one for one in rows if one.store_id in places]
        if not rows:
            raise NotFound
    plans = {plan.version: plan for plan in await distribution.list_plans(work)}
    plan = plans.get(split.plan) if split.plan else None
    refs = await gather_refs(work, people={split.guide_id})
    say = words.saying(language, (await tenants.get_tenant(work)).money)
    return OrderCommission(
        order=order,
        order_no=(await _numbers(work, [order])).get(order, ""),
        paid_at=split.at,
        guide=refs.person(split.guide_id),
        reason=split.reason,
        why=say.pick(*_why(split)),
        plan=split.plan,
        ceiling_bp=plan.ceiling_bp if plan else None,
        after_sale_days=plan.after_sale_days if plan else None,
        base_minor=split.base_minor,
        shared_minor=split.shared_minor,
        earnings=await earning_items(work, rows, language),
        taken=await _taken(work, rows),
        places=place_items(language),
    )


def place_items(language: Language) -> list[PlaceItem]:
    """The table of who may earn, from the first place to the last."""
    en = language == "en"
    return [
        PlaceItem(
            role=one.role,
            place=words.PLACES[one.role][en],
            payer=one.payer,
            payer_word=words.PAYERS[one.payer][en],
            most_bp=one.most_bp,
            opened=one.opened,
        )
        for one in distribution.PLACES
    ]


async def earner_months(
    work: Work, month: date | None, places: Sequence[UUID] | None, *, limit: int = 1000
) -> list[EarnerMonth]:
    """Everybody's month, whoever earned most first; who earned only before keeps her balance."""
    _, since, until = await month_of(work, month)
    rows = await distribution.sums(work, since, until, stores=places, limit=limit)
    refs = await gather_refs(work, people={row.earner_id for row in rows})
    accounts = [ledger.commission(row.earner_id) for row in rows]
    balances = await ledger.balances_of(work, accounts) if accounts else []
    return [
        EarnerMonth(
            earner=refs.person(row.earner_id),
            earner_id=row.earner_id,
            earned_minor=row.earned_minor,
            pending_minor=row.pending_minor,
            thawed_minor=row.thawed_minor,
            void_minor=row.void_minor,
            clawed_back_minor=row.clawed_minor,
            balance_minor=balance.posted,
        )
        for row, balance in zip(rows, balances, strict=True)
    ]


async def my_month(work: Work, earner: UUID, month: date | None) -> MyMonth:
    first, since, until = await month_of(work, month)
    found = await distribution.sums(work, since, until, earner=earner)
    waiting, next_thaw_at = await distribution.pending_of(work, earner)
    [balance] = await ledger.balances_of(work, [ledger.commission(earner)])
    row = found[0] if found else None
    return MyMonth(
        month=first,
        earned_minor=row.earned_minor if row else 0,
        pending_minor=row.pending_minor if row else 0,
        thawed_minor=row.thawed_minor if row else 0,
        void_minor=row.void_minor if row else 0,
        clawed_back_minor=row.clawed_minor if row else 0,
        waiting_minor=waiting,
        next_thaw_at=next_thaw_at,
        balance_minor=balance.posted,
    )


async def plans_shape(work: Work, language: Language) -> PlansShape:
    plans = await distribution.list_plans(work)
    merchant = await tenants.get_tenant(work)
    counting = distribution.plan_at(plans, work.now)
    setters = {one.version: staff_of(one.set_by) for one in plans}
    refs = await gather_refs(work, people=setters.values())
    named = {one.id: one.name for one in await catalog.list_categories(work)}
    say = words.saying(language, merchant.money)
    return PlansShape(
        today=merchant.date_of(work.now),
        places=place_items(language),
        most_bp=distribution.ALL_BP,
        plans=[
            PlanItem(
                version=one.version,
                since=one.since,
                since_on=merchant.date_of(one.since),
                after_sale_days=one.after_sale_days,
                ceiling_bp=one.ceiling_bp,
                rates=[
                    PlanRate(
                        role=rate.role,
                        place=say.word(words.PLACES, rate.role),
                        category=rate.category,
                        category_name=named.get(rate.category) if rate.category else None,
                        rate_bp=rate.rate_bp,
                    )
                    for rate in one.rates
                ],
                set_at=one.set_at,
                set_by=refs.person(setters[one.version]),
                counts=counting is not None and one.version == counting.version,
            )
            for one in plans
        ],
    )


async def _taken(work: Work, rows: Sequence[Earning]) -> list[TakenItem]:
    known = {row.id: row for row in rows}
    return [
        TakenItem(
            refund=one.refund_id,
            line=known[one.earning_id].n,
            role=known[one.earning_id].role,
            at=one.at,
            returned_minor=one.base_minor,
            void_minor=one.void_minor,
            debt_minor=one.debt_minor,
        )
        for one in await distribution.claw_backs_of(work, list(known))
    ]


def _why(split: distribution.Split) -> tuple[str, str]:
    if split.guide_id is not None and split.plan is None:
        return words.UNPLANNED
    if split.guide_id is not None and not split.shared_minor:
        return words.UNRATED
    return words.REASONS[split.reason]


async def _numbers(work: Work, orders: Sequence[UUID]) -> dict[UUID, str]:
    rows = await _NUMBERS.all(work, work.tenant, list(set(orders))) if orders else []
    return {row.id: row.no for row in rows}
