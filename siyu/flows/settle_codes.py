"""Codes of a till that stand for nothing yet: mapped by people, or made under their own name."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date
from uuid import UUID

import msgspec

from siyu.flows.resolve_receipts import find_skus, find_stores
from siyu.kernel.db import Work
from siyu.kernel.errors import NotFound
from siyu.modules import catalog, staff, tenants, tills
from siyu.modules.tills.reading import Survey
from siyu.modules.tills.values import AliasKind

Find = Callable[[Work, Sequence[str]], Awaitable[dict[str, UUID | None]]]


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What people decided about a code: what it is, or that it is to be created, or nothing."""

    kind: AliasKind
    value: str
    target: UUID | None = None
    create: bool = False


async def settle(work: Work, items: Sequence[Settled]) -> None:
    """Keep what codes stand for; stores and articles that are to be created are, by their code.

    NotFound when a target is not the merchant's own.
    """
    await _must_know(work, items)
    day = (await tenants.get_tenant(work)).date_of(work.now)
    aliases = [tills.Alias(i.kind, i.value, i.target) for i in items if not i.create]
    stores = [i.value for i in items if i.create and i.kind == "store"]
    await create_stores(work, stores, day)
    await create_skus(work, [i.value for i in items if i.create and i.kind == "sku"])
    await tills.set_aliases(work, aliases)


async def _must_know(work: Work, items: Sequence[Settled]) -> None:
    targets = {(item.kind, item.target) for item in items if item.target and not item.create}
    known: set[UUID] = set()
    known |= set(await tenants.store_refs(work, [t for kind, t in targets if kind == "store"]))
    known |= set(await catalog.sku_refs(work, [t for kind, t in targets if kind == "sku"]))
    known |= set(await staff.names(work, [t for kind, t in targets if kind == "guide"]))
    if any(target not in known for _, target in targets):
        raise NotFound


async def create_stores(work: Work, codes: Sequence[str], day: date) -> None:
    """Stores that are called by their code until somebody names them."""
    known = await tenants.find_stores_by_code(work, codes)
    for code in dict.fromkeys(codes):
        if code not in known:
            await tenants.open_store(work, tenants.OpenStore(code=code, name=code, opened_on=day))


async def create_skus(work: Work, codes: Sequence[str]) -> None:
    """Articles that are called by their code, without a list price, until somebody lists them."""
    known = await catalog.find_skus_by_code(work, list(codes))
    new = [code for code in dict.fromkeys(codes) if code not in known]
    products = [
        catalog.NewProduct(
            code=code,
            name=code,
            category_id=None,
            skus=[catalog.NewSku(code=code, name=code, price_minor=0)],
        )
        for code in new
    ]
    if products:
        await catalog.list_new(work, products)


async def create_unknown(work: Work, seen: Survey) -> None:
    """Stores and articles for codes that nobody knows; done again it changes nothing."""
    day = (await tenants.get_tenant(work)).date_of(seen.first_at or work.now)
    await create_stores(work, await _unknown(work, find_stores, seen.stores), day)
    await create_skus(work, await _unknown(work, find_skus, seen.skus))


async def _unknown(work: Work, find: Find, codes: Iterable[str]) -> list[str]:
    found = await find(work, list(codes))
    return [code for code, target in found.items() if target is None]
