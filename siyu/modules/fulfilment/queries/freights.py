"""Freight templates, and under which of them products are sent."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work
from siyu.kernel.errors import NotFound
from siyu.modules.fulfilment.freight import Template, Terms
from siyu.modules.fulfilment.values import FreightTemplate

EVERYTHING = UUID(int=0)
"""The product that stands for all that name no template."""


class _Of(msgspec.Struct, frozen=True):
    product: UUID
    id: UUID
    version: int
    terms: Terms


_LIST = Query(
    FreightTemplate,
    """
    select t.id, t.version, t.name, t.terms, t.at, t.by,
      (select count(*) from fulfilment.freight_use u
        where u.tenant_id = $1 and u.template_id = t.id and u.product_id <> $2) as products,
      exists (select from fulfilment.freight_use u
        where u.tenant_id = $1 and u.template_id = t.id and u.product_id = $2) as usual
    from (select distinct on (id) id, version, name, terms, at, by
      from fulfilment.freight_template where tenant_id = $1 order by id, version desc) t
    order by t.name, t.id
    """,
)
_OF = Query(
    _Of,
    """
    select p.id as product, t.id, t.version, t.terms
    from unnest($2::uuid[]) p (id)
    cross join lateral (
      select template_id from fulfilment.freight_use
      where tenant_id = $1 and product_id in (p.id, $3) order by product_id = $3 limit 1) u
    cross join lateral (
      select id, version, terms from fulfilment.freight_template
      where tenant_id = $1 and id = u.template_id order by version desc limit 1) t
    """,
)
_PRODUCTS = Scalar(
    """
    select product_id from fulfilment.freight_use
    where tenant_id = $1 and template_id = $2 and product_id <> $3 order by at desc, product_id
    limit 1000
    """
)


async def list_freights(work: Work) -> list[FreightTemplate]:
    """Every template at its newest version."""
    return await _LIST.all(work, work.tenant, EVERYTHING)


async def get_freight(work: Work, template: UUID) -> FreightTemplate:
    for one in await list_freights(work):
        if one.id == template:
            return one
    raise NotFound


async def freights_of(work: Work, products: Sequence[UUID]) -> dict[UUID, Template]:
    """Under which template each is sent; those that are not there cost nothing to send."""
    wanted = list(set(products))
    rows = await _OF.all(work, work.tenant, wanted, EVERYTHING) if wanted else []
    return {row.product: Template(id=row.id, version=row.version, terms=row.terms) for row in rows}


async def products_under(work: Work, template: UUID) -> list[UUID]:
    """Products that name it, the latest first."""
    return await _PRODUCTS.column(work, work.tenant, template, EVERYTHING)
