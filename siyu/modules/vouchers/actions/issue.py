"""What was ordered becomes vouchers once it is paid."""

import secrets
from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Query, Work
from siyu.modules.vouchers import queries, rules, seals
from siyu.modules.vouchers.facts import VoucherIssued
from siyu.modules.vouchers.values import Promise, Shown, Voucher


class _Sealed(msgspec.Struct, frozen=True):
    id: UUID
    sealed: bytes


_PROMISE = Command(
    """
    insert into vouchers.promise (tenant_id, order_id, n, customer_id, store_id, sku_id, name,
      pieces, payable_minor, uses, days, until, stores)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing
    """
)
_REPRICE = Command(
    """
    update vouchers.promise p set payable_minor = s.minor
    from unnest($3::int4[], $4::int8[]) as s (n, minor)
    where p.tenant_id = $1 and p.order_id = $2 and p.n = s.n
    """
)
_ADD = Query(
    Voucher,
    f"""
    insert into vouchers.voucher (tenant_id, id, order_id, n, piece, customer_id, store_id, sku_id,
      name, uses, paid_minor, stores, sealed, blind, tail, issued_at, valid_until)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
    on conflict do nothing returning {queries.VOUCHER}
    """,
)
_SEALED = Query(
    _Sealed,
    "select id, sealed from vouchers.voucher where tenant_id = $1 and id = any($2::uuid[])",
)


async def promise(work: Work, promises: Sequence[Promise]) -> None:
    """Write down what these lines become once they are paid."""
    for one in promises:
        stores = None if one.stores is None else list(one.stores)
        row = (one.customer, one.store, one.sku, one.name, one.pieces, one.payable_minor)
        good = (one.uses, one.days, one.until, stores)
        await _PROMISE.run(work, work.tenant, one.order, one.n, *row, *good)


async def reprice(work: Work, order: UUID, payable: Mapping[int, int]) -> None:
    """What lines of an order that is not paid yet cost from now on, by their number."""
    await _REPRICE.run(work, work.tenant, order, list(payable), list(payable.values()))


async def issue(work: Work, orders: Sequence[UUID]) -> list[Voucher]:
    """A voucher for each piece of what was promised; what there is already stays. The new ones."""
    promises = await queries.PROMISES.all(work, work.tenant, list(set(orders)))
    known = {(v.order_id, v.n, v.piece) for v in await queries.vouchers_of(work, orders)}
    issued = []
    for said in promises:
        for piece, paid in enumerate(rules.costs(said.payable_minor, said.pieces), 1):
            if (said.order, said.n, piece) not in known:
                issued += await _add(work, said, piece, paid)
    for one in issued:
        told = VoucherIssued(
            voucher=one.id,
            order=one.order_id,
            sku=one.sku_id,
            uses=one.uses,
            paid_minor=one.paid_minor,
        )
        work.tell(told, subject=one.customer_id)
    return issued


async def codes_of(work: Work, vouchers: Sequence[Voucher]) -> list[Shown]:
    """With their codes in clear, for her whose they are; in order."""
    rows = await _SEALED.all(work, work.tenant, [one.id for one in vouchers])
    codes = {row.id: seals.opened(work, row.id, row.sealed) for row in rows}
    return [Shown(voucher=one, code=codes[one.id]) for one in vouchers]


async def _add(work: Work, said: Promise, piece: int, paid: int) -> list[Voucher]:
    """None if somebody issued the same piece meanwhile; digits that are somebody's come anew."""
    until = rules.valid_until(said, work.now)
    stores = None if said.stores is None else list(said.stores)
    while True:
        id_, code = work.new_id(), f"{secrets.randbelow(10**rules.DIGITS):0{rules.DIGITS}d}"
        whose = (said.order, said.n, piece, said.customer, said.store)
        what = (said.sku, said.name, said.uses, paid)
        sealed = (seals.sealed(work, id_, code), seals.blind(work, code), code[-rules.TAIL :])
        row = (id_, *whose, *what, stores, *sealed, work.now, until)
        if found := await _ADD.all(work, work.tenant, *row):
            return found
        if any((v.n, v.piece) == (said.n, piece) for v in await _there(work, said.order)):
            return []


async def _there(work: Work, order: UUID) -> list[Voucher]:
    return await queries.vouchers_of(work, [order])
