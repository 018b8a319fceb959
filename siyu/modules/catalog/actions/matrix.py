"""A product's options and SKUs, written as a whole: what is not named is sold no more."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Scalar, Work
from siyu.kernel.errors import NotFound
from siyu.modules.catalog import matrix
from siyu.modules.catalog.actions import goods
from siyu.modules.catalog.actions.words import keep_words
from siyu.modules.catalog.errors import BarcodeTaken, CodeTaken
from siyu.modules.catalog.facts import SkuChanged, SkusArranged
from siyu.modules.catalog.queries import goods as queries
from siyu.modules.catalog.values import NewSku, Option, Sku

_LOCK = Scalar("select 1 from catalog.product where tenant_id = $1 and id = $2 for update")
_OPTIONS = Command(
    "update catalog.product set options = $3::jsonb where tenant_id = $1 and id = $2"
)
# Barcodes may change hands within a product, so all are laid down before any is taken up.
_LAY_DOWN = Command(
    "update catalog.sku set barcode = null where tenant_id = $1 and id = any($2::uuid[])"
)
_BARCODES = Scalar(
    """
    select barcode from catalog.sku
    where tenant_id = $1 and barcode = any($2::text[]) and not id = any($3::uuid[])
    """
)
_SKUS = Command(
    """
    update catalog.sku k set name = s.name, barcode = s.barcode, withdrawn_at = null,
      choice = array(select jsonb_array_elements_text(s.choice::jsonb))
    from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) as s (id, name, barcode, choice)
    where k.tenant_id = $1 and k.id = s.id
    """
)
_WITHDRAW = Command(
    "update catalog.sku set withdrawn_at = $3 where tenant_id = $1 and id = any($2::uuid[])"
)


async def arrange(
    work: Work, product: UUID, options: Sequence[Option], skus: Sequence[NewSku]
) -> None:
    """From now on these are its options and SKUs; a SKU is known by its code.

    One that is not named is withdrawn, and comes back when it is named again. What a voucher is
    good for stays as it was said of the SKU.
    """
    if await _LOCK.get(work, work.tenant, product) is None:
        raise NotFound
    refused = matrix.refusal(options, skus)
    if refused is not None:
        raise refused
    was, there = await queries.get_product(work, product)
    known = {sku.code: sku for sku in there}
    _must_be_once([sku.code for sku in skus])
    named = {sku.code for sku in skus}
    gone = [one for one in there if one.code not in named and one.withdrawn_at is None]
    await _WITHDRAW.run(work, work.tenant, [one.id for one in gone], work.now)
    await _OPTIONS.run(work, work.tenant, product, _json(options))
    kept = [(known[sku.code], sku) for sku in skus if sku.code in known]
    back = await _change(work, kept)
    new = [sku for sku in skus if sku.code not in known]
    added = await goods.add_skus(work, [(product, sku) for sku in new])
    for before, sku in kept:
        await goods.reprice(work, before.id, sku.price_minor)
    await keep_words(work, [product])
    _tell(work, product, [*back, *added], [one.id for one in gone])
    if _differ(was.options, options) or back or added or gone:
        work.audit(
            "catalog.arrange",
            "product",
            product,
            before={"options": msgspec.to_builtins(was.options)},
            after={
                "options": msgspec.to_builtins(options),
                "added": [sku.code for sku in new],
                "withdrawn": [one.code for one in gone],
            },
        )


async def _change(work: Work, kept: Sequence[tuple[Sku, NewSku]]) -> list[UUID]:
    """Those that come back."""
    changed = [(before, sku) for before, sku in kept if _fields(before, sku)]
    if not changed:
        return []
    ids = [before.id for before, _ in changed]
    await _LAY_DOWN.run(work, work.tenant, ids)
    wanted = [sku.barcode for _, sku in changed if sku.barcode]
    _must_be_once_scanned(wanted)
    if taken := await _BARCODES.get(work, work.tenant, wanted, ids):
        raise BarcodeTaken(taken=taken)
    rows = [(matrix.name_of(sku), sku.barcode, _json(sku.choice)) for _, sku in changed]
    columns = [list(column) for column in zip(*rows, strict=True)]
    await _SKUS.run(work, work.tenant, ids, *columns)
    for before, sku in changed:
        if fields := _fields(before, sku) & {"name", "barcode"}:
            work.tell(SkuChanged(sku=before.id, fields=sorted(fields)))
    return [before.id for before, _ in changed if before.withdrawn_at is not None]


def _fields(before: Sku, sku: NewSku) -> set[str]:
    """What is different now."""
    pairs = {
        "name": (before.name, matrix.name_of(sku)),
        "barcode": (before.barcode, sku.barcode),
        "choice": (tuple(before.choice), sku.choice),
        "withdrawn": (before.withdrawn_at, None),
    }
    return {field for field, (was, is_) in pairs.items() if was != is_}


def _tell(work: Work, product: UUID, added: list[UUID], withdrawn: list[UUID]) -> None:
    if added or withdrawn:
        work.tell(SkusArranged(product=product, added=added, withdrawn=withdrawn))


def _must_be_once(codes: Sequence[str]) -> None:
    for code in codes:
        if codes.count(code) > 1:
            raise CodeTaken(taken=code)


def _must_be_once_scanned(barcodes: Sequence[str]) -> None:
    for barcode in barcodes:
        if barcodes.count(barcode) > 1:
            raise BarcodeTaken(taken=barcode)


def _differ(was: Sequence[Option], options: Sequence[Option]) -> bool:
    return list(was) != list(options)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
