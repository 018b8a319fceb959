"""Every SELECT of payments."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules.payments.rules import id_of
from siyu.modules.payments.values import Attempt, Filter, Quarantined, Refund, Step

ATTEMPT = """id, order_id, customer_id, amount_minor, currency, about, return_to, vendor, account,
      state, pay_by, prepay, pay_path, payable_until, vendor_no, asked_at, close_asked_at, ended_at,
      asks"""
_REFUND = """
    select r.id, r.attempt_id, a.order_id, a.customer_id, r.amount_minor,
           a.amount_minor as paid_minor, a.currency, a.vendor, a.account, r.why, r.state,
           r.vendor_no, r.failure, r.asked_at, r.ended_at, r.asks
    from payments.refund r
    join payments.attempt a on a.tenant_id = r.tenant_id and a.id = r.attempt_id
    where r.tenant_id = $1
"""
_WHICH = """
    where tenant_id = $1 and ($2::text is null or state = $2)
      and ($3::uuid is null or order_id = $3)
      and ($4::text is null or vendor_no = $4 or id = $5::uuid)
"""

GET = Query(Attempt, f"select {ATTEMPT} from payments.attempt where tenant_id = $1 and id = $2")
LOCK = Query(
    Attempt,
    f"""
    select {ATTEMPT} from payments.attempt where tenant_id = $1 and id = any($2::uuid[])
    order by id for update
    """,
)
# The one that counts: paid before living, living before ended, the latest among those.
OF_ORDERS = Query(
    Attempt,
    f"""
    select distinct on (order_id) {ATTEMPT} from payments.attempt
    where tenant_id = $1 and order_id = any($2::uuid[])
    order by order_id, state = 'paid' desc, state in ('asked', 'prepared') desc, asked_at desc,
      id desc
    """,
)
_LIST = Query(
    Attempt,
    f"""
    select {ATTEMPT} from payments.attempt {_WHICH}
    order by asked_at desc, id desc limit $6 offset $7
    """,
)
_COUNT = Scalar(
    f"select count(*) from (select 1 from payments.attempt {_WHICH} limit 10001) as counted"
)
_DUE = Query(
    Attempt,
    f"""
    select {ATTEMPT} from payments.attempt where tenant_id = $1 and next_at <= $2
    order by next_at limit $3
    """,
)
_STEPS = Query(
    Step,
    """
    select turn, state, at, by, why from payments.step where tenant_id = $1 and of = $2
    order by turn
    """,
)
GET_REFUND = Query(Refund, f"{_REFUND} and r.id = $2")
REFUNDS = Query(Refund, f"{_REFUND} and r.id = any($2::uuid[]) order by r.id")
REFUNDS_OF = Query(
    Refund, f"{_REFUND} and r.attempt_id = any($2::uuid[]) order by r.asked_at, r.id"
)
LOCK_REFUNDS = Query(Refund, f"{_REFUND} and r.id = any($2::uuid[]) order by r.id for update of r")
_DUE_REFUNDS = Query(Refund, f"{_REFUND} and r.next_at <= $2 order by r.next_at limit $3")
_QUARANTINE = Query(
    Quarantined,
    """
    select id, kind, vendor, account, number, vendor_no, amount_minor, currency, said_at, reason,
           attempt_id, first_at, last_at, times
    from payments.quarantine where tenant_id = $1
    order by last_at desc, id desc limit $2 offset $3
    """,
)
_QUARANTINED = Scalar(
    "select count(*) from (select 1 from payments.quarantine where tenant_id = $1 limit 10001) n"
)


async def get_attempt(work: Work, attempt: UUID) -> Attempt:
    return await GET.one(work, work.tenant, attempt)


async def attempts_of(work: Work, orders: Sequence[UUID]) -> dict[UUID, Attempt]:
    """Of each order the attempt that counts: the paid one, else the living, else the last."""
    found = await OF_ORDERS.all(work, work.tenant, list(set(orders)))
    return {attempt.order_id: attempt for attempt in found}


async def list_attempts(
    work: Work, which: Filter, *, limit: int, offset: int = 0
) -> tuple[list[Attempt], int]:
    """Attempts, the latest first, and a capped count."""
    number = which.number or None
    asked = (which.state, which.order, number, id_of(number) if number else None)
    rows = await _LIST.all(work, work.tenant, *asked, limit, offset)
    return rows, await _COUNT.get(work, work.tenant, *asked)


async def due(work: Work, now: datetime, *, limit: int = 500) -> list[Attempt]:
    """Attempts that the vendor has to be asked about, the longest waiting first."""
    return await _DUE.all(work, work.tenant, now, limit)


async def due_refunds(work: Work, now: datetime, *, limit: int = 500) -> list[Refund]:
    """Refunds that the vendor has to be asked about, the longest waiting first."""
    return await _DUE_REFUNDS.all(work, work.tenant, now, limit)


async def list_steps(work: Work, of: UUID) -> list[Step]:
    """Every change of state of an attempt or a refund, the first one first."""
    return await _STEPS.all(work, work.tenant, of)


async def get_refund(work: Work, refund: UUID) -> Refund:
    return await GET_REFUND.one(work, work.tenant, refund)


async def list_refunds(work: Work, attempt: UUID) -> list[Refund]:
    """The refunds of an attempt, in the order they were asked for."""
    return await REFUNDS_OF.all(work, work.tenant, [attempt])


async def list_quarantine(
    work: Work, *, limit: int, offset: int = 0
) -> tuple[list[Quarantined], int]:
    """Notices that fit nothing, the latest first, and a capped count."""
    rows = await _QUARANTINE.all(work, work.tenant, limit, offset)
    return rows, await _QUARANTINED.get(work, work.tenant)
