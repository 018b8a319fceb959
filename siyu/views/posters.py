"""Posters of what guides share: the thing's picture, name and price, and who stands behind it."""

from pathlib import Path

from siyu.kernel.db import Work
from siyu.kernel.errors import Language
from siyu.modules import catalog, channels, tenants
from siyu.views.refs import gather_refs
from siyu.views.words.saying import Saying


async def link_poster(
    work: Work, uploads: Path, link: channels.Link, url: str, language: Language
) -> channels.Poster:
    refs = await gather_refs(work, stores={link.store_id}, people={link.guide_id})
    store, guide = refs.store(link.store_id), refs.person(link.guide_id)
    tenant = await tenants.get_tenant(work)
    product, _ = await catalog.get_product(work, link.target_id)
    say = Saying(language=language, currency=tenant.money, refs=refs)
    return channels.Poster(
        url=url,
        shop=tenant.name,
        store=store.name if store else "",
        guide=guide.name if guide else "",
        offer=product.name,
        price=say.money(product.price_from_minor),
        picture=_picture(uploads, work.tenant, product.picture),
        language=language,
    )


def _picture(uploads: Path, tenant: int, name: str | None) -> bytes | None:
    if name is None:
        return None
    file = catalog.picture_path(uploads, tenant, name)
    return file.read_bytes() if file.is_file() else None
