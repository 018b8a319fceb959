"""Making codes, closing them, and saying what they cost."""

import secrets
from datetime import date
from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.modules.channels.errors import ClosedAlready, EndsBeforeStart
from siyu.modules.channels.facts import CodeClosed, CodeMade, CostSet
from siyu.modules.channels.queries import get_code
from siyu.modules.channels.rules import SLUG_LENGTH, SLUG_LETTERS, first_of_month
from siyu.modules.channels.values import Code, MakeCode

ADD = Command(
    """
    insert into channels.code
      (tenant_id, id, slug, name, kind, store_id, guide_id, source, domain, offer, welcome,
       starts_on, ends_on, made_at, made_by)
    values ($1, $2, $3, $4, 'link', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
    """
)
CLOSE = Command(
    """
    update channels.code set closed_at = $3, closed_by = $4
    where tenant_id = $1 and id = $2 and closed_at is null
    """
)
SET_COST = Command(
    """
    insert into channels.cost (tenant_id, code_id, month, amount_minor, set_at, set_by)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (tenant_id, code_id, month) do update
    set amount_minor = excluded.amount_minor, set_at = excluded.set_at, set_by = excluded.set_by
    """
)
DROP_COST = Command(
    "delete from channels.cost where tenant_id = $1 and code_id = $2 and month = $3"
)


async def make_code(work: Work, new: MakeCode, *, today: date) -> Code:
    """A code with a slug of its own; its cost counts for the month in which it starts."""
    if new.starts_on and new.ends_on and new.ends_on < new.starts_on:
        raise EndsBeforeStart
    id_ = work.new_id()
    where = (new.store, new.guide, new.source, new.domain)
    when = (new.starts_on, new.ends_on, work.now, str(work.actor))
    told = (new.offer, new.welcome)
    await ADD.run(work, work.tenant, id_, new_slug(), new.name, *where, *told, *when)
    work.audit("channels.make_code", "code", id_, after={"name": new.name, "guide": new.guide})
    fact = CodeMade(
        code=id_, store=new.store, guide=new.guide, source=new.source, domain=new.domain
    )
    work.tell(fact)
    if new.cost_minor is not None:
        await set_cost(work, id_, new.starts_on or today, new.cost_minor)
    return await get_code(work, id_)


async def close_code(work: Work, code: UUID) -> None:
    """Let it lead nowhere from now on; what came by it stays counted."""
    await get_code(work, code)
    if not await CLOSE.run(work, work.tenant, code, work.now, str(work.actor)):
        raise ClosedAlready
    work.audit("channels.close_code", "code", code)
    work.tell(CodeClosed(code=code))


async def set_cost(work: Work, code: UUID, day: date, amount_minor: int | None) -> None:
    """What the code cost in the month of that day; None takes it back."""
    await get_code(work, code)
    month = first_of_month(day)
    if amount_minor is None:
        await DROP_COST.run(work, work.tenant, code, month)
    else:
        who = (work.now, str(work.actor))
        await SET_COST.run(work, work.tenant, code, month, amount_minor, *who)
    after = {"month": month.isoformat(), "amount_minor": amount_minor}
    work.audit("channels.set_cost", "code", code, after=after)
    work.tell(CostSet(code=code, month=month, amount_minor=amount_minor))


def new_slug() -> str:
    return "".join(secrets.choice(SLUG_LETTERS) for _ in range(SLUG_LENGTH))
