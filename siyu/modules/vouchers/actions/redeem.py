"""Uses are made at a store, each once, by one conditional update.

Looking and redeeming give a refusal back instead of raising it: whoever asks commits first, so
that a wrong guess stays counted, and raises then.
"""

from datetime import datetime
from uuid import UUID, uuid5

from siyu.kernel.db import Command, Query, Scalar, Work
from siyu.kernel.errors import Refusal
from siyu.modules.vouchers import queries, rules, seals
from siyu.modules.vouchers.errors import KeyTaken, TooManyGuesses, UnknownCode
from siyu.modules.vouchers.facts import VoucherRedeemed
from siyu.modules.vouchers.values import By, Use, Voucher

_USE = Query(
    Voucher,
    f"""
    update vouchers.voucher set used = used + $3
    where tenant_id = $1 and id = $2 and used + back + $3 <= uses and valid_until > $4
      and voided_at is null and (stores is null or $5 = any(stores))
    returning {queries.VOUCHER}
    """,
)
_NOTE = Command(
    """
    insert into vouchers.redemption (tenant_id, id, voucher_id, uses, at, store_id, by_id)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
    """
)
_NOTED = Scalar("select uses from vouchers.redemption where tenant_id = $1 and id = $2")
_UNNOTE = Command("delete from vouchers.redemption where tenant_id = $1 and id = $2")
_ONE_BY_ONE = Command("select pg_advisory_xact_lock(hashtextextended($1, $2))")
_GUESSES = Scalar(
    "select at from vouchers.guess where tenant_id = $1 and person_id = $2 order by at"
)
_GUESS = Command(
    "insert into vouchers.guess (tenant_id, id, person_id, at) values ($1, $2, $3, $4)"
)
_FORGET = Command("delete from vouchers.guess where tenant_id = $1 and person_id = $2 and at <= $3")


async def look(work: Work, code: str, by: By, *, uses: int = 1) -> Voucher | Refusal:
    """The voucher of a code, if so many uses can be made of it here. Commit in either case."""
    found = await _found(work, code, by)
    if isinstance(found, Refusal):
        return found
    return rules.refusal(found, by.store, uses, work.now) or found


async def redeem(work: Work, use: Use, by: By) -> Voucher | Refusal:
    """Make uses of it; the same key again is the same redemption, or none at all when it asks for
    another number of uses. Commit in either case.

    Of two at once who want the last use one wins, by the condition of the update.
    """
    found = await _found(work, use.code, by)
    if isinstance(found, Refusal):
        return found
    id_ = uuid5(found.id, use.key)
    # Whoever sends the same key at the same time waits here, and then finds it noted.
    noted = await _NOTE.run(
        work, work.tenant, id_, found.id, use.uses, work.now, by.store, by.person
    )
    if not noted:
        before = await _NOTED.get(work, work.tenant, id_)
        same = before == use.uses
        return await queries.get_voucher(work, found.id) if same else KeyTaken(uses=before)
    made = await _USE.first(work, work.tenant, found.id, use.uses, work.now, by.store)
    if made is None:
        await _UNNOTE.run(work, work.tenant, id_)
        now = await queries.get_voucher(work, found.id)
        refused = rules.refusal(now, by.store, use.uses, work.now)
        assert refused is not None
        return refused
    _tell(work, made, id_, use.uses, by)
    return made


def _tell(work: Work, made: Voucher, redemption: UUID, uses: int, by: By) -> None:
    told = VoucherRedeemed(
        voucher=made.id,
        order=made.order_id,
        sku=made.sku_id,
        redemption=redemption,
        uses=uses,
        left=made.left,
        store=by.store,
        by=by.person,
    )
    work.tell(told, subject=made.customer_id)
    after = {"store": by.store, "uses": uses, "left": made.left}
    work.audit("vouchers.redeem", "voucher", made.id, after=after)


async def _found(work: Work, code: str, by: By) -> Voucher | Refusal:
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
    return found


async def _wait(work: Work, person: UUID) -> TooManyGuesses | None:
    """Guesses made at once count one another: one person's are looked at one by one."""
    await _ONE_BY_ONE.run(work, f"vouchers/{person}", work.tenant)
    oldest: datetime = work.now - rules.WITHIN
    await _FORGET.run(work, work.tenant, person, oldest)
    guesses = await _GUESSES.column(work, work.tenant, person)
    wait = rules.must_wait(guesses, work.now)
    return None if wait is None else TooManyGuesses(after_s=int(wait.total_seconds()) + 1)
