"""Verbs of deals. What is put aside, sold and given back is booked in the ledger before."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Query, Work
from siyu.modules.deals import queries, rules
from siyu.modules.deals.errors import ChangedMeanwhile, NotDraft
from siyu.modules.deals.facts import SaleConfirmed, SaleEnded
from siyu.modules.deals.values import Said, Sale, SaleState, Taking, Turned, Why


class _Id(msgspec.Struct, frozen=True):
    id: UUID


_ADD = Command(
    """
    insert into deals.sale (tenant_id, id, version, name, state, since, until, with_coupons,
      made_at, made_by)
    values ($1, $2, 1, $3, 'draft', $4, $5, $6, $7, $8)
    """
)
_CHANGE = Query(
    _Id,
    """
    update deals.sale set version = version + 1, name = $4, since = $5, until = $6,
      with_coupons = $7
    where tenant_id = $1 and id = $2 and version = $3 and state = 'draft' returning id
    """,
)
_FORGET_POOLS = Command(
    """
    delete from deals.pool where tenant_id = $1 and good_id in (
      select id from deals.good where tenant_id = $1 and sale_id = $2)
    """
)
_FORGET_GOODS = Command("delete from deals.good where tenant_id = $1 and sale_id = $2")
_ADD_GOOD = Command(
    """
    insert into deals.good (tenant_id, id, sale_id, n, sku_id, price_minor, pieces, split, cap)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    """
)
_ADD_POOL = Command(
    "insert into deals.pool (tenant_id, good_id, store_id, pieces) values ($1, $2, $3, $4)"
)
_CONFIRM = Query(
    _Id,
    """
    update deals.sale set state = 'confirmed', confirmed_at = $4
    where tenant_id = $1 and id = $2 and version = $3 and state = 'draft' returning id
    """,
)
_END = Query(
    _Id,
    """
    update deals.sale set state = 'ended', ended_at = $3, ended_why = $4
    where tenant_id = $1 and id = $2 and state = $5 returning id
    """,
)
_RETURN = Command(
    """
    update deals.pool p set returned = p.returned + b.pieces
    from unnest($2::uuid[], $3::uuid[], $4::int4[]) as b (good_id, store_id, pieces)
    where p.tenant_id = $1 and p.good_id = b.good_id and p.store_id = b.store_id
    """
)
_TAKE = Command(
    """
    insert into deals.taking
      (tenant_id, order_id, good_id, sku_id, store_id, customer_id, quantity, cap, at)
    select $1, t.*, $2 from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[],
      $8::int4[], $9::int4[]) as t
    on conflict do nothing
    """
)
_TURN = Command(
    """
    insert into deals.turned (tenant_id, id, good_id, store_id, reason, count, at)
    select $1, t.*, $2
    from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::int4[]) as t
    """
)


async def draft_sale(work: Work, said: Said) -> Sale:
    """A draft: nothing is put aside, and nobody sees it."""
    id_ = work.new_id()
    about = (said.name, said.since, said.until, said.with_coupons)
    await _ADD.run(work, work.tenant, id_, *about, work.now, str(work.actor))
    return await _goods(work, id_, said)


async def change_sale(work: Work, sale: UUID, version: int, said: Said) -> Sale:
    """Another wording of a draft; `version` is the one that was edited."""
    known = await queries.get_sale(work, sale)
    if known.state != "draft":
        raise NotDraft
    about = (said.name, said.since, said.until, said.with_coupons)
    if not await _CHANGE.all(work, work.tenant, sale, version, *about):
        raise ChangedMeanwhile
    await _FORGET_POOLS.run(work, work.tenant, sale)
    await _FORGET_GOODS.run(work, work.tenant, sale)
    return await _goods(work, sale, said)


async def confirm_sale(work: Work, sale: Sale) -> Sale:
    """The draft that was looked at is what runs; ChangedMeanwhile if it is another by now."""
    if not await _CONFIRM.all(work, work.tenant, sale.id, sale.version, work.now):
        raise ChangedMeanwhile
    pieces = sum(pool.pieces for good in sale.goods for pool in good.pools)
    work.tell(SaleConfirmed(sale=sale.id, goods=len(sale.goods), pieces=pieces))
    work.audit("deals.confirm", "sale", sale.id, after={"name": sale.name, "pieces": pieces})
    return await queries.get_sale(work, sale.id)


async def end_sale(
    work: Work,
    sale: Sale,
    was: SaleState,
    why: Why,
    returned: Mapping[tuple[UUID, UUID], int],
) -> bool:
    """Whether this ended it; `returned` by good and store is what went back to the shelf."""
    if not await _END.all(work, work.tenant, sale.id, work.now, why, was):
        return False
    await give_back(work, returned)
    pieces = sum(returned.values())
    work.tell(SaleEnded(sale=sale.id, why=why, returned=pieces))
    work.audit("deals.end", "sale", sale.id, after={"why": why, "returned": pieces})
    return True


async def give_back(work: Work, pieces: Mapping[tuple[UUID, UUID], int]) -> None:
    """Note that so many of a good are on a store's shelf again."""
    rows = [(good, store, count) for (good, store), count in sorted(pieces.items()) if count]
    if rows:
        await _RETURN.run(work, work.tenant, *map(list, zip(*rows, strict=True)))


async def take(work: Work, takings: Sequence[Taking]) -> None:
    """Write down what these orders took; the same again changes nothing."""
    if not takings:
        return
    rows = [(t.order, t.good, t.sku, t.store, t.customer, t.quantity, t.cap) for t in takings]
    await _TAKE.run(work, work.tenant, work.now, *map(list, zip(*rows, strict=True)))


async def turn_away(work: Work, turned: Sequence[Turned]) -> None:
    """Count who came in vain."""
    if not turned:
        return
    rows = [(work.new_id(), t.good, t.store, t.reason, t.count) for t in turned]
    await _TURN.run(work, work.tenant, work.now, *map(list, zip(*rows, strict=True)))


async def _goods(work: Work, sale: UUID, said: Said) -> Sale:
    for n, one in enumerate(said.goods, 1):
        id_ = rules.good_id(sale, one.sku)
        row = (n, one.sku, one.price_minor, one.pieces, one.split, one.cap)
        await _ADD_GOOD.run(work, work.tenant, id_, sale, *row)
        for pool in rules.pools(one, said.stores):
            await _ADD_POOL.run(work, work.tenant, id_, pool.store, pool.pieces)
    saved = await queries.get_sale(work, sale)
    after = {"name": saved.name, "version": saved.version}
    work.audit("deals.save", "sale", sale, after=after)
    return saved
