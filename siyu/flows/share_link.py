"""A guide shares a product or an article: what may not be advertised is not shared either."""

from uuid import UUID

from siyu.kernel.db import Work
from siyu.modules import catalog, channels, content, staff


async def share(work: Work, guide: UUID, target: channels.Target, id_: UUID) -> channels.Link:
    """Her link to it; FirstFormula for what may be sold and not be praised."""
    if target == "article":
        await content.get_published(work, id_)
    else:
        product, skus = await catalog.get_product(work, id_)
        names = [product.name, *(f"{product.name} {sku.name}" for sku in skus)]
        content.must_not_be_first_formula(names)
    person = await staff.get_person(work, guide)
    return await channels.share(
        work, guide=guide, store=person.store_id, target=target, target_id=id_
    )
