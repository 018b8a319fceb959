"""What products are found by, kept beside them so that an index can look it up."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Query, Work
from siyu.modules.catalog import seeking


class _Said(msgspec.Struct, frozen=True):
    id: UUID
    parts: list[str]


# The name leads: what is asked for there counts most.
_SAID = Query(
    _Said,
    """
    with recursive up (product_id, id, parent_id, name, depth) as (
      select p.id, c.id, c.parent_id, c.name, 0
      from catalog.product p
      join catalog.category c on c.tenant_id = p.tenant_id and c.id = p.category_id
      where p.tenant_id = $1 and p.id = any($2::uuid[])
      union all
      select u.product_id, c.id, c.parent_id, c.name, u.depth + 1
      from up u join catalog.category c on c.tenant_id = $1 and c.id = u.parent_id
      where u.depth < 32
    )
    select p.id, array[p.name, p.code]
      || array(select u.name from up u where u.product_id = p.id order by u.depth)
      || array(select p.name || s.name from catalog.sku s where s.tenant_id = $1
               and s.product_id = p.id and s.withdrawn_at is null and s.name <> '' order by s.code)
      || array(select s.code from catalog.sku s where s.tenant_id = $1 and s.product_id = p.id
               and s.withdrawn_at is null order by s.code)
      || array(select s.barcode from catalog.sku s where s.tenant_id = $1 and s.product_id = p.id
               and s.withdrawn_at is null and s.barcode is not null order by s.code) as parts
    from catalog.product p where p.tenant_id = $1 and p.id = any($2::uuid[])
    """,
)
_KEEP = Command(
    """
    update catalog.product p set words = k.words, grams = string_to_array(k.grams, E'\\n')
    from unnest($2::uuid[], $3::text[], $4::text[]) as k (id, words, grams)
    where p.tenant_id = $1 and p.id = k.id
    """
)


async def keep_words(work: Work, products: Sequence[UUID]) -> None:
    """Call it after anything by which these are found has changed."""
    rows = []
    for said in await _SAID.all(work, work.tenant, list(products)):
        words, grams = seeking.kept(said.parts)
        rows.append((said.id, words, "\n".join(sorted(grams))))
    if rows:
        await _KEEP.run(work, work.tenant, *(list(column) for column in zip(*rows, strict=True)))
