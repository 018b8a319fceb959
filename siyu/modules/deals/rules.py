"""Pure: how pieces are shared out among stores, how a sale stands, which sales are in each other's
way.

Worked in docs/algorithms/flash-sale.md.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from siyu.kernel.blocks import Words
from siyu.modules.deals.values import NewGood, Pool, Said, Sale, Standing

LONGEST = timedelta(days=31)

_UNTIL = Words("结束要晚于开始。", "It ends after it begins.")
_OFFSET = Words("时间要写明时区。", "A time names its offset.")
_LONG = Words("一场秒杀最长 31 天。", "A sale lasts 31 days at most.")
_TWICE = Words("同一规格只能出现一次。", "A SKU is named once.")
_STORE = Words("同一门店只能出现一次。", "A store is named once.")
_SPREAD = Words("件数不够每家门店分到一件。", "There are fewer pieces than stores.")
_CAP = Words("每人限购不能多于备货总数。", "One person can't be allowed more than there is.")


def faults(said: Said) -> list[tuple[str, Words]]:
    """Where what is said of a sale is wrong, and why."""
    found = [("stores", _STORE)] if len(set(said.stores)) < len(said.stores) else []
    if (wrong := _span_fault(said)) is not None:
        found.append(("until", wrong))
    skus = [one.sku for one in said.goods]
    for n, one in enumerate(said.goods):
        if skus.index(one.sku) < n:
            found.append((f"goods[{n}].sku", _TWICE))
        found += [(f"goods[{n}].{at}", why) for at, why in _count_faults(one, len(said.stores))]
    return found


def _span_fault(said: Said) -> Words | None:
    if said.since.tzinfo is None or said.until.tzinfo is None:
        return _OFFSET
    if said.since >= said.until:
        return _UNTIL
    return _LONG if said.until - said.since > LONGEST else None


def _count_faults(one: NewGood, stores: int) -> list[tuple[str, Words]]:
    if one.split == "in_all" and one.pieces < stores:
        return [("pieces", _SPREAD)]
    total = one.pieces * (stores if one.split == "each" else 1)
    return [("cap", _CAP)] if one.cap is not None and one.cap > total else []


def good_id(sale: UUID, sku: UUID) -> UUID:
    """Made of both, so that the ledger's accounts have a name before anything is written."""
    return uuid5(sale, sku.bytes.hex())


def pools(good: NewGood, stores: Sequence[UUID]) -> tuple[Pool, ...]:
    """`each` store gets all the pieces; of pieces `in_all` the first stores get one more."""
    if good.split == "each":
        return tuple(Pool(store=store, pieces=good.pieces) for store in stores)
    share, rest = divmod(good.pieces, len(stores))
    shares = [share + (n < rest) for n in range(len(stores))]
    return tuple(
        Pool(store=store, pieces=pieces)
        for store, pieces in zip(stores, shares, strict=True)
        if pieces
    )


def standing(sale: Sale, now: datetime) -> Standing:
    if sale.state != "confirmed":
        return sale.state
    if now < sale.since:
        return "coming"
    return "running" if now < sale.until else "over"


def clashes(sale: Sale, others: Iterable[Sale]) -> tuple[Sale, UUID] | None:
    """Another sale that has one of its SKUs at the same store and time."""
    mine = {(good.sku, pool.store) for good in sale.goods for pool in good.pools}
    for other in others:
        if other.id == sale.id or other.since >= sale.until or sale.since >= other.until:
            continue
        for good in other.goods:
            if any((good.sku, pool.store) in mine for pool in good.pools):
                return other, good.sku
    return None
