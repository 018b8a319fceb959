"""What is not used any more: given back with its money, over, or void."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Command, Query, Work
from siyu.modules.vouchers import queries, rules
from siyu.modules.vouchers.errors import NothingToGiveBack
from siyu.modules.vouchers.facts import VoucherExpired, VoucherGivenBack, VoucherVoided
from siyu.modules.vouchers.values import Back, Voucher


class _Undone(Struct, frozen=True):
    voucher_id: UUID


_TAKE = Query(
    Voucher,
    f"""
    update vouchers.voucher set back = back + $3
    where tenant_id = $1 and id = $2 and used + back + $3 <= uses
    returning {queries.VOUCHER}
    """,
)
_NOTE = Command(
    """
    insert into vouchers.back (tenant_id, refund_id, voucher_id, uses, amount_minor, at)
    values ($1, $2, $3, $4, $5, $6)
    """
)
_UNDO = Query(
    _Undone,
    """
    with undone as (
      update vouchers.back set undone_at = $3
      where tenant_id = $1 and refund_id = any($2::uuid[]) and undone_at is null
      returning voucher_id, uses)
    update vouchers.voucher v set back = v.back - u.uses
    from (select voucher_id, sum(uses)::int4 as uses from undone group by voucher_id) u
    where v.tenant_id = $1 and v.id = u.voucher_id
    returning v.id as voucher_id
    """,
)
# She may have used some meanwhile: what is left is taken.
_REDO = Query(
    _Undone,
    """
    with again as (
      update vouchers.back set undone_at = null
      where tenant_id = $1 and refund_id = any($2::uuid[]) and undone_at is not null
      returning voucher_id, uses)
    update vouchers.voucher v set back = v.back + least(a.uses, v.uses - v.used - v.back)
    from (select voucher_id, sum(uses)::int4 as uses from again group by voucher_id) a
    where v.tenant_id = $1 and v.id = a.voucher_id
    returning v.id as voucher_id
    """,
)
_EXPIRE = Query(
    Voucher,
    f"""
    update vouchers.voucher set expired_at = $3
    where tenant_id = $1 and id = any($2::uuid[]) and expired_at is null and voided_at is null
      and used + back < uses
    returning {queries.VOUCHER}
    """,
)
_VOID = Query(
    Voucher,
    f"""
    update vouchers.voucher set voided_at = $3, void_why = $4
    where tenant_id = $1 and id = $2 and voided_at is null and used + back < uses
    returning {queries.VOUCHER}
    """,
)


async def give_back(
    work: Work,
    refund: UUID,
    order: UUID,
    pieces: Mapping[int, int],
    *,
    only: UUID | None = None,
    uses: int | None = None,
) -> list[Back]:
    """Take what was not used of so many vouchers of these lines, the least used first.

    `only` this voucher, and no more than so many `uses` of it. NothingToGiveBack when a line has
    less than was asked for.
    """
    rows = await queries.LOCKED.all(work, work.tenant, order, sorted(pieces))
    taken: list[tuple[Voucher, int]] = []
    for n, count in sorted(pieces.items()):
        of_line = [v for v in rows if v.n == n and (only is None or v.id == only)]
        ready = sorted((v for v in of_line if v.left), key=lambda v: (v.used + v.back, v.piece))
        if len(ready) < count:
            raise NothingToGiveBack
        taken += [(v, v.left if uses is None else uses) for v in ready[:count]]
    for one, many in taken:
        amount = rules.worth(one.paid_minor, one.uses, one.back, many)
        after = await _TAKE.first(work, work.tenant, one.id, many)
        if after is None:
            raise NothingToGiveBack
        await _NOTE.run(work, work.tenant, refund, one.id, many, amount, work.now)
        _tell_back(work, one, refund, many, amount)
    return rules.taken_back(taken)


async def undo_back(work: Work, refunds: Sequence[UUID]) -> None:
    """Their money could not go back: what they took is hers again. Twice is once."""
    await _UNDO.all(work, work.tenant, list(refunds), work.now)


async def redo_back(work: Work, refunds: Sequence[UUID]) -> None:
    """Their money went back after all: what is left of what they took is hers no more."""
    if refunds:
        await _REDO.all(work, work.tenant, list(refunds))


async def expire(work: Work, *, limit: int = 100) -> list[Voucher]:
    """Those whose time is over and of which something is left; by the clock they were of no use
    already."""
    due = await queries.DUE.all(work, work.tenant, work.now, limit)
    ended = await _EXPIRE.all(work, work.tenant, [one.id for one in due], work.now)
    for one in ended:
        told = VoucherExpired(voucher=one.id, order=one.order_id, sku=one.sku_id, left=one.left)
        work.tell(told, subject=one.customer_id)
    return ended


async def void(work: Work, voucher: UUID, *, why: str) -> Voucher:
    """Nobody uses it any more; what was used stays so. NotFound without it, twice is once."""
    before = await queries.get_voucher(work, voucher)
    ended = await _VOID.first(work, work.tenant, voucher, work.now, why)
    if ended is None:
        return before
    told = VoucherVoided(voucher=ended.id, order=ended.order_id, sku=ended.sku_id, left=ended.left)
    work.tell(told, subject=ended.customer_id)
    work.audit("vouchers.void", "voucher", ended.id, after={"why": why, "left": ended.left})
    return ended


def _tell_back(work: Work, one: Voucher, refund: UUID, uses: int, amount: int) -> None:
    told = VoucherGivenBack(
        voucher=one.id,
        order=one.order_id,
        sku=one.sku_id,
        refund=refund,
        uses=uses,
        amount_minor=amount,
    )
    work.tell(told, subject=one.customer_id)
