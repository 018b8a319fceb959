"""Codes that customers type: whoever tries too many that there are not has to wait.

A refusal is given back instead of raised: whoever asks commits first, so that a wrong guess stays
counted, and raises then.
"""

from uuid import UUID

from siyu.kernel.db import Command, Scalar, Work
from siyu.kernel.errors import Refusal
from siyu.modules.promotions import queries, rules
from siyu.modules.promotions.errors import TooManyGuesses, UnknownCode
from siyu.modules.promotions.values import Coupon

_ONE_BY_ONE = Command("select pg_advisory_xact_lock(hashtextextended($1, $2))")
_GUESSES = Scalar(
    "select at from promotions.guess where tenant_id = $1 and customer_id = $2 order by at"
)
_GUESS = Command(
    "insert into promotions.guess (tenant_id, id, customer_id, at) values ($1, $2, $3, $4)"
)
_FORGET = Command(
    "delete from promotions.guess where tenant_id = $1 and customer_id = $2 and at <= $3"
)


async def find_typed(work: Work, customer: UUID, code: str) -> Coupon | Refusal:
    """The coupon that this code brings; capitals or not is the same. Commit in either case."""
    # Guesses made at once count one another: one person's are looked at one by one.
    await _ONE_BY_ONE.run(work, f"promotions/{customer}", work.tenant)
    await _FORGET.run(work, work.tenant, customer, work.now - rules.WITHIN)
    wait = rules.must_wait(await _GUESSES.column(work, work.tenant, customer), work.now)
    if wait is not None:
        return TooManyGuesses(after_s=int(wait.total_seconds()) + 1)
    typed = code.strip()
    known = await queries.find_by_code(work, [typed, typed.upper()])
    found = known.get(typed) or known.get(typed.upper())
    if found is None or found.how != "code" or found.welcome:
        await _GUESS.run(work, work.tenant, work.new_id(), customer, work.now)
        return UnknownCode()
    return found
