"""Every SELECT of after-sale."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from siyu.kernel.db import Query, Scalar, Work
from siyu.kernel.errors import NotFound
from siyu.modules.aftersale.values import (
    OPEN,
    Case,
    CaseStep,
    Exempt,
    Exemption,
    Filter,
    KeptRule,
    LineOfOrder,
)

CASE = """
id, order_id, customer_id, store_id, kind, reason, words, lines, amount_minor, freight_minor, pays,
state, asked_at, due_at, return_to, back, replacement, refund_id, fit, ended_at
"""
_SELECT = f"select {CASE} from aftersale.case"
_WANTED = """
where tenant_id = $1 and ($2::uuid[] is null or store_id = any($2))
  and ($3::uuid is null or customer_id = $3) and ($4::text[] is null or state = any($4))
  and ($5::text is null or kind = $5) and ($6::uuid[] is null or order_id = any($6))
"""
_GET = Query(Case, f"{_SELECT} where tenant_id = $1 and id = any($2::uuid[])")
_LOCKED = Query(
    Case, f"{_SELECT} where tenant_id = $1 and id = any($2::uuid[]) order by id for update"
)
_OF = Query(
    Case,
    f"{_SELECT} where tenant_id = $1 and order_id = any($2::uuid[]) order by asked_at desc, id",
)
_PAID_BY = Query(Case, f"{_SELECT} where tenant_id = $1 and refund_id = any($2::uuid[])")
# What waits longest for somebody comes first, then the latest.
_LIST = Query(
    Case, f"{_SELECT} {_WANTED} order by due_at nulls last, asked_at desc, id limit $7 offset $8"
)
_COUNT = Scalar(f"select count(*) from (select 1 from aftersale.case {_WANTED} limit 10001) n")
_DUE = Query(
    Case,
    f"{_SELECT} where tenant_id = $1 and due_at <= $2 order by due_at, id limit $3",
)
_STEPS = Query(
    CaseStep,
    """
    select case_id, turn, state, at, by, why from aftersale.step
    where tenant_id = $1 and case_id = any($2::uuid[]) order by case_id, turn
    """,
)
_RULE = Query(
    KeptRule,
    """
    select answer_hours, send_back_hours, arrive_hours, fault_days, return_to, version, at, by
    from aftersale.rule where tenant_id = $1 order by version desc limit 1
    """,
)
_EXEMPTIONS = Query(
    Exemption,
    """
    select category_id, kind, at, by from aftersale.exemption
    where tenant_id = $1 and at <= $2 and (ended_at is null or ended_at > $2)
    order by at, category_id
    """,
)
_OPEN_LINES = Query(
    LineOfOrder,
    """
    select distinct c.order_id, (l.one ->> 'n')::int4 as n
    from aftersale.case c cross join lateral jsonb_array_elements(c.lines) as l (one)
    where c.tenant_id = $1 and c.ended_at is null
      and ($2::uuid[] is null or c.order_id = any($2))
    """,
)
_KNOWN = Scalar("select count(*) from aftersale.knowing where tenant_id = $1 and order_id = $2")


async def get_case(work: Work, case: UUID) -> Case:
    """NotFound if there is none."""
    found = await _GET.first(work, work.tenant, [case])
    if found is None:
        raise NotFound
    return found


async def lock_case(work: Work, case: UUID) -> Case:
    """The case, with its row locked; NotFound if there is none."""
    found = await _LOCKED.first(work, work.tenant, [case])
    if found is None:
        raise NotFound
    return found


async def cases_of(work: Work, orders: Sequence[UUID]) -> dict[UUID, list[Case]]:
    """By order, the latest first."""
    found: dict[UUID, list[Case]] = defaultdict(list)
    for one in await _OF.all(work, work.tenant, list(orders)) if orders else []:
        found[one.order_id].append(one)
    return found


async def cases_paid_by(work: Work, refunds: Sequence[UUID]) -> list[Case]:
    """Those that end with these refunds."""
    return await _PAID_BY.all(work, work.tenant, list(refunds)) if refunds else []


async def list_cases(
    work: Work, which: Filter, *, limit: int, offset: int = 0
) -> tuple[list[Case], int]:
    """A page of them, and how many there are, counted up to 10,001."""
    wanted = (
        None if which.stores is None else list(which.stores),
        which.customer,
        None if which.states is None else list(which.states),
        which.kind,
        None if which.orders is None else list(which.orders),
    )
    rows = await _LIST.all(work, work.tenant, *wanted, limit, offset)
    return rows, await _COUNT.get(work, work.tenant, *wanted)


async def due_cases(work: Work, now: datetime, *, limit: int) -> list[Case]:
    """Those of which nobody said anything in time, the longest waiting first."""
    return await _DUE.all(work, work.tenant, now, limit)


async def steps_of(work: Work, cases: Sequence[UUID]) -> dict[UUID, list[CaseStep]]:
    """By case, the first first."""
    found: dict[UUID, list[CaseStep]] = defaultdict(list)
    for one in await _STEPS.all(work, work.tenant, list(cases)) if cases else []:
        found[one.case_id].append(one)
    return found


async def open_pieces(work: Work, order: UUID) -> dict[int, int]:
    """Pieces of each line of an order that are in open cases and not in a refund yet."""
    found: dict[int, int] = defaultdict(int)
    for case in (await cases_of(work, [order]))[order]:
        if case.state in OPEN and case.refund_id is None:
            for line in case.lines:
                found[line.n] += line.quantity
    return found


async def open_lines(work: Work, orders: Sequence[UUID] | None = None) -> set[tuple[UUID, int]]:
    """Lines, by order and number, of which something is in a case that is not over.

    `orders`: of these alone.
    """
    among = None if orders is None else list(orders)
    return {(one.order_id, one.n) for one in await _OPEN_LINES.all(work, work.tenant, among)}


async def current_rule(work: Work) -> KeptRule:
    """The one that counts; where nobody wrote one, the usual."""
    return await _RULE.first(work, work.tenant) or KeptRule()


async def list_exemptions(work: Work) -> list[Exemption]:
    """Those that hold now."""
    return await _EXEMPTIONS.all(work, work.tenant, work.now)


async def exempt_at(work: Work, at: datetime) -> dict[UUID, Exempt]:
    """By category, as it stood at an instant."""
    return {one.category_id: one.kind for one in await _EXEMPTIONS.all(work, work.tenant, at)}


async def knows(work: Work, order: UUID) -> bool:
    """Whether she said before she paid that she knows of exempt goods."""
    return bool(await _KNOWN.get(work, work.tenant, order))
