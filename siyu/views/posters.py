"""Posters of what guides share: the thing's picture, name and price, and who stands behind it."""

from pathlib import Path

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.kernel.errors import Language
from siyu.modules import catalog, channels, content, tenants
from siyu.views.refs import gather_refs
from siyu.views.words.saying import Saying


class _Thing(Struct, frozen=True):
    """What is shared, as a poster shows it."""

    name: str
    picture: str | None
    price: str = ""


async def link_poster(
    work: Work, uploads: Path, link: channels.Link, url: str, language: Language
) -> channels.Poster:
    """NotFound for an article that is not out any more."""
    refs = await gather_refs(work, stores={link.store_id}, people={link.guide_id})
    store, guide = refs.store(link.store_id), refs.person(link.guide_id)
    tenant = await tenants.get_tenant(work)
    thing = await _thing(work, link, Saying(language=language, currency=tenant.money, refs=refs))
    return channels.Poster(
        url=url,
        shop=tenant.name,
        store=store.name if store else "",
        guide=guide.name if guide else "",
        offer=thing.name,
        price=thing.price,
        picture=_picture(uploads, work.tenant, thing.picture),
        language=language,
    )


async def _thing(work: Work, link: channels.Link, say: Saying) -> _Thing:
    if link.target == "article":
        article = await content.get_published(work, link.target_id)
        return _Thing(article.title, article.cover)
    product, _ = await catalog.get_product(work, link.target_id)
    return _Thing(product.name, product.picture, say.money(product.price_from_minor))


def _picture(uploads: Path, tenant: int, name: str | None) -> bytes | None:
    if name is None:
        return None
    file = catalog.picture_path(uploads, tenant, name)
    return file.read_bytes() if file.is_file() else None
