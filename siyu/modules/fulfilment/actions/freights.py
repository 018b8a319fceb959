"""Freight templates: versions, and which products are sent under which."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Work
from siyu.kernel.errors import NotFound
from siyu.modules.fulfilment import freight
from siyu.modules.fulfilment.errors import FreightNameTaken, FreightTwice
from siyu.modules.fulfilment.queries.freights import EVERYTHING, get_freight, list_freights
from siyu.modules.fulfilment.values import FreightTemplate

_ADD = Command(
    """
    insert into fulfilment.freight_template (tenant_id, id, version, name, terms, at, by)
    values ($1, $2, $3, $4, $5::text::jsonb, $6, $7)
    """
)
_USE = Command(
    """
    insert into fulfilment.freight_use (tenant_id, product_id, template_id, at, by)
    select $1, p.id, $2, $3, $4 from unnest($5::uuid[]) as p (id)
    on conflict (tenant_id, product_id) do update
    set template_id = excluded.template_id, at = excluded.at, by = excluded.by
    """
)
_USE_NO_MORE = Command(
    """
    delete from fulfilment.freight_use
    where tenant_id = $1 and product_id = any($2::uuid[]) and template_id = $3
    """
)


async def write_freight(
    work: Work, template: UUID | None, name: str, terms: freight.Terms
) -> FreightTemplate:
    """A new template, or the next version of one; what was ordered keeps its price."""
    if (province := freight.twice(terms)) is not None:
        raise FreightTwice(province=province)
    others = await list_freights(work)
    if any(one.name == name and one.id != template for one in others):
        raise FreightNameTaken(name=name)
    before = next((one for one in others if one.id == template), None)
    if template is not None and before is None:
        raise NotFound
    if before is not None and (before.name, before.terms) == (name, terms):
        return before
    id_ = template or work.new_id()
    version = before.version + 1 if before else 1
    text = msgspec.json.encode(terms).decode()
    await _ADD.run(work, work.tenant, id_, version, name, text, work.now, str(work.actor))
    said = {"name": name, "version": version}
    work.audit("fulfilment.write_freight", "freight", id_, after=said)
    return await get_freight(work, id_)


async def use_freight(work: Work, template: UUID, products: Sequence[UUID]) -> None:
    """These products are sent under it from now on."""
    await get_freight(work, template)
    await _USE.run(work, work.tenant, template, work.now, str(work.actor), list(set(products)))
    after = {"products": len(set(products))}
    work.audit("fulfilment.use_freight", "freight", template, after=after)


async def use_freight_no_more(work: Work, template: UUID, products: Sequence[UUID]) -> None:
    """These are sent as all others are."""
    await get_freight(work, template)
    await _USE_NO_MORE.run(work, work.tenant, list(set(products)), template)
    after = {"products": -len(set(products))}
    work.audit("fulfilment.use_freight", "freight", template, after=after)


async def usual_freight(work: Work, template: UUID, *, usual: bool) -> None:
    """Whether it is the one under which everything is sent that names none."""
    if usual:
        await use_freight(work, template, [EVERYTHING])
    else:
        await use_freight_no_more(work, template, [EVERYTHING])
