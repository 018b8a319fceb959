"""Codes and shared links as lists and pages show them: with names, and with what they brought."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Work
from siyu.kernel.errors import Language
from siyu.modules import catalog, channels, content, tenants
from siyu.modules.customers import CustomerRef
from siyu.views.refs import PersonRef, PlaceRef, gather_refs


class CodeItem(Struct, frozen=True, kw_only=True):
    """A code with its figures; `path` is what its picture leads to at the merchant's address."""

    id: UUID
    slug: str
    path: str
    name: str
    standing: channels.Standing
    store: PlaceRef | None
    guide: PersonRef | None
    source: str
    domain: channels.Domain
    offer: str
    welcome: UUID | None
    starts_on: date | None
    ends_on: date | None
    made_at: datetime
    figures: channels.Figures


class CodeFigures(Struct, frozen=True, kw_only=True):
    """What a code brought: in all, and by the merchant's months, the latest first."""

    total: channels.Figures
    months: list[channels.Month]


class LinkItem(Struct, frozen=True, kw_only=True):
    """A guide's link and how often it was opened; `title` is of what it leads to."""

    id: UUID
    path: str
    target: channels.Target
    target_id: UUID
    title: str
    made_at: datetime
    openings: int
    visitors: int


class OpenerItem(Struct, frozen=True, kw_only=True):
    """A customer who opened a link."""

    customer: CustomerRef
    openings: int
    last_at: datetime


class CodeRef(Struct, frozen=True, kw_only=True):
    """A code as reports name it."""

    id: UUID
    slug: str
    name: str
    source: str
    domain: channels.Domain
    store: PlaceRef | None
    guide: PersonRef | None


class _Named(Struct, frozen=True, kw_only=True):
    id: UUID
    slug: str
    name: str
    source: str
    domain: channels.Domain
    store_id: UUID | None
    guide_id: UUID | None


_NAMED = Query(
    _Named,
    """
    select id, slug, name, source, domain, store_id, guide_id from channels.code
    where tenant_id = $1 and id = any($2::uuid[])
    """,
)
_OPENERS = Query(
    OpenerItem,
    """
    select jsonb_build_object('id', c.id, 'name', c.name, 'member_no', c.member_no) as customer,
           count(*) as openings, max(o.at) as last_at
    from channels.opening o join customers.customer c on c.tenant_id = $1 and c.id = o.customer_id
    where o.tenant_id = $1 and o.link_id = $2 and c.guide_id = $3 and c.forgotten_at is null
    group by c.id, c.name, c.member_no order by last_at desc, c.id limit 100
    """,
)


async def code_items(work: Work, codes: Sequence[channels.Code]) -> list[CodeItem]:
    stores, people = {c.store_id for c in codes}, {c.guide_id for c in codes}
    refs = await gather_refs(work, stores=stores, people=people)
    figures = await channels.figures(work, [c.id for c in codes])
    today = (await tenants.get_tenant(work)).date_of(work.now)
    return [
        CodeItem(
            id=c.id,
            slug=c.slug,
            path=f"/c/{c.slug}",
            name=c.name,
            standing=channels.standing(c, today),
            store=refs.store(c.store_id),
            guide=refs.person(c.guide_id),
            source=c.source,
            domain=c.domain,
            offer=c.offer,
            welcome=c.welcome,
            starts_on=c.starts_on,
            ends_on=c.ends_on,
            made_at=c.made_at,
            figures=figures[c.id],
        )
        for c in codes
    ]


async def code_refs(work: Work, codes: Sequence[UUID]) -> dict[UUID, CodeRef]:
    """What these codes are called."""
    rows = await _NAMED.all(work, work.tenant, list(codes)) if codes else []
    refs = await gather_refs(
        work, stores={r.store_id for r in rows}, people={r.guide_id for r in rows}
    )
    return {
        row.id: CodeRef(
            id=row.id,
            slug=row.slug,
            name=row.name,
            source=row.source,
            domain=row.domain,
            store=refs.store(row.store_id),
            guide=refs.person(row.guide_id),
        )
        for row in rows
    }


async def code_figures(work: Work, code: UUID) -> CodeFigures:
    zone = (await tenants.get_tenant(work)).timezone
    total = (await channels.figures(work, [code]))[code]
    return CodeFigures(total=total, months=await channels.months(work, code, zone))


async def code_poster(
    work: Work, code: channels.Code, url: str, language: Language
) -> channels.Poster:
    """Whose shop, who is behind the code, and what she gets."""
    refs = await gather_refs(work, stores={code.store_id}, people={code.guide_id})
    store, guide = refs.store(code.store_id), refs.person(code.guide_id)
    return channels.Poster(
        url=url,
        shop=(await tenants.get_tenant(work)).name,
        store=store.name if store else "",
        guide=guide.name if guide else "",
        offer=code.offer,
        language=language,
    )


async def list_openers(work: Work, link: UUID, guide: UUID) -> list[OpenerItem]:
    """Customers of the guide who opened the link, the latest first; of others she hears nothing."""
    return await _OPENERS.all(work, work.tenant, link, guide)


async def titles(work: Work, links: Sequence[channels.Link]) -> dict[UUID, str]:
    """The names of what is shared."""
    products = [link.target_id for link in links if link.target == "product"]
    articles = [link.target_id for link in links if link.target == "article"]
    return await catalog.product_names(work, products) | await content.titles(work, articles)


async def link_items(work: Work, links: Sequence[channels.Link]) -> list[LinkItem]:
    named = await titles(work, links)
    return [
        LinkItem(
            id=link.id,
            path=f"/s/{link.slug}",
            target=link.target,
            target_id=link.target_id,
            title=named.get(link.target_id, ""),
            made_at=link.made_at,
            openings=link.openings,
            visitors=link.visitors,
        )
        for link in links
    ]
