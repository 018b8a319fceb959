"""Every SELECT of the room."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Scalar, Work
from siyu.kernel.lists import MAX_ROWS
from siyu.modules.channels.rules import acquisition_minor
from siyu.modules.channels.values import (
    Arrival,
    Code,
    CodeFilter,
    Figures,
    Link,
    Month,
    Target,
)

_CODE = """
select c.id, c.slug, c.name, c.kind, c.store_id, c.guide_id, c.source, c.domain, c.offer, c.welcome,
       (select sum(amount_minor)::int8 from channels.cost
        where tenant_id = c.tenant_id and code_id = c.id) as cost_minor,
       c.starts_on, c.ends_on, c.made_at, c.closed_at
from channels.code c where c.tenant_id = $1
"""
_WHICH = """
  and ($2::uuid[] is null or c.store_id = any($2)) and ($3::uuid is null or c.guide_id = $3)
  and ($4 = '' or position(lower($4) in lower(c.name)) > 0 or c.slug = $4)
"""
_GET = Query(Code, f"{_CODE} and c.id = $2")
_BY_SLUG = Query(Code, f"{_CODE} and c.slug = any($2::text[])")
_LIST = Query(Code, f"{_CODE} {_WHICH} order by c.made_at desc, c.id desc limit $5 offset $6")
_COUNT = Scalar(
    f"""
    select count(*) from (
      select from channels.code c where c.tenant_id = $1 {_WHICH} limit {MAX_ROWS + 1}) counted
    """
)


class _Counted(Struct, frozen=True):
    address: bytes
    n: int


_VISITS_FROM = Query(
    _Counted,
    """
    select address_blind as address, count(*) as n from channels.visit
    where tenant_id = $1 and address_blind = any($2::bytea[]) and at > $3 group by address_blind
    """,
)
_OPENINGS_FROM = Query(
    _Counted,
    """
    select address_blind as address, count(*) as n from channels.opening
    where tenant_id = $1 and address_blind = any($2::bytea[]) and at > $3 group by address_blind
    """,
)


class _Found(Struct, frozen=True):
    visitor: UUID
    of: UUID
    customer_id: UUID | None


_VISIT = Query(
    _Found,
    """
    select visitor, code_id as of, customer_id from channels.visit
    where tenant_id = $1 and id = $2 and at > $4 and (customer_id is null or customer_id = $3)
    """,
)
_OPENING = Query(
    _Found,
    """
    select visitor, link_id as of, customer_id from channels.opening
    where tenant_id = $1 and id = $2 and at > $4 and (customer_id is null or customer_id = $3)
    """,
)


class _Sums(Struct, frozen=True, kw_only=True):
    code: UUID
    month: date | None
    scans: int
    visitors: int
    met: int
    bound: int
    cost_minor: int | None


_FIGURES = Query(
    _Sums,
    """
    select c.id as code, null::date as month, count(v.id) as scans,
           count(distinct v.visitor) as visitors,
           count(distinct v.customer_id) filter (where v.met_at is not null) as met,
           count(distinct v.customer_id) filter (where v.bound_at is not null) as bound,
           (select sum(amount_minor)::int8 from channels.cost
            where tenant_id = $1 and code_id = c.id) as cost_minor
    from channels.code c left join channels.visit v on v.tenant_id = $1 and v.code_id = c.id
    where c.tenant_id = $1 and c.id = any($2::uuid[]) group by c.id
    """,
)
_MONTHS = Query(
    _Sums,
    """
    with came as (
      select date_trunc('month', at at time zone $3)::date as month, count(*) as scans,
             count(distinct visitor) as visitors,
             count(distinct customer_id) filter (where met_at is not null) as met,
             count(distinct customer_id) filter (where bound_at is not null) as bound
      from channels.visit where tenant_id = $1 and code_id = $2 group by 1
    ), paid as (
      select month, amount_minor from channels.cost where tenant_id = $1 and code_id = $2
    )
    select $2::uuid as code, month, coalesce(scans, 0) as scans, coalesce(visitors, 0) as visitors,
           coalesce(met, 0) as met, coalesce(bound, 0) as bound, amount_minor as cost_minor
    from came full join paid using (month) order by month desc limit 120
    """,
)


class _Sharer(Struct, frozen=True):
    id: UUID
    guide_id: UUID


_LINK = """
select l.id, l.slug, l.guide_id, l.store_id, l.target, l.target_id, l.made_at,
       (select count(*) from channels.opening o
        where o.tenant_id = l.tenant_id and o.link_id = l.id) as openings,
       (select count(distinct o.visitor) from channels.opening o
        where o.tenant_id = l.tenant_id and o.link_id = l.id) as visitors
from channels.link l where l.tenant_id = $1
"""
_GET_LINK = Query(Link, f"{_LINK} and l.id = $2")
# Asked whenever a link is opened, so nothing is counted here.
_LINKS_BY_SLUG = Query(
    Link,
    """
    select id, slug, guide_id, store_id, target, target_id, made_at, 0::int8 as openings,
           0::int8 as visitors
    from channels.link where tenant_id = $1 and slug = any($2::text[])
    """,
)
_SHARERS = Query(
    _Sharer,
    "select id, guide_id from channels.link where tenant_id = $1 and id = any($2::uuid[])",
)
_LINK_TO = Query(Link, f"{_LINK} and l.guide_id = $2 and l.target = $3 and l.target_id = $4")
_LINKS_OF = Query(
    Link, f"{_LINK} and l.guide_id = $2 order by l.made_at desc, l.id desc limit $3 offset $4"
)
_COUNT_LINKS = Scalar("select count(*) from channels.link where tenant_id = $1 and guide_id = $2")


async def get_code(work: Work, code: UUID) -> Code:
    return await _GET.one(work, work.tenant, code)


async def find_codes(work: Work, slugs: Iterable[str]) -> dict[str, Code]:
    """Codes by slug; closed ones too."""
    return {c.slug: c for c in await _BY_SLUG.all(work, work.tenant, list(slugs))}


async def list_codes(
    work: Work, which: CodeFilter, *, limit: int, offset: int
) -> tuple[list[Code], int]:
    """Codes, the latest first, and a capped count."""
    asked = (work.tenant, which.places, which.own, which.q)
    rows = await _LIST.all(work, *asked, limit, offset)
    return rows, await _COUNT.get(work, *asked)


async def figures(work: Work, codes: Sequence[UUID]) -> dict[UUID, Figures]:
    """What each code brought from its first day on."""
    rows = await _FIGURES.all(work, work.tenant, list(codes)) if codes else []
    return {row.code: _figures(row) for row in rows}


async def months(work: Work, code: UUID, timezone: str) -> list[Month]:
    """Figures by month, the latest first; each distinct person counts in each month she came."""
    rows = await _MONTHS.all(work, work.tenant, code, timezone)
    return [Month(month=row.month, figures=_figures(row)) for row in rows if row.month]


async def count_from(
    work: Work, what: Literal["visit", "opening"], addresses: Iterable[bytes], since: datetime
) -> dict[bytes, int]:
    """How many came from each address since then."""
    query = _VISITS_FROM if what == "visit" else _OPENINGS_FROM
    rows = await query.all(work, work.tenant, list(addresses), since)
    return {row.address: row.n for row in rows}


async def find_visit(
    work: Work, kind: str, id_: UUID, customer: UUID | None, since: datetime
) -> Arrival | None:
    """The visit or opening, if it is nobody's or hers and not older than `since`."""
    query = _VISIT if kind == "visit" else _OPENING
    row = await query.first(work, work.tenant, id_, customer, since)
    if row is None:
        return None
    joined = row.customer_id is not None
    if kind == "opening":
        return Arrival(visitor=row.visitor, opening=id_, link=row.of, joined=joined)
    code = await get_code(work, row.of)
    return Arrival(visitor=row.visitor, visit=id_, code=code, joined=joined)


async def get_link(work: Work, link: UUID) -> Link:
    return await _GET_LINK.one(work, work.tenant, link)


async def sharers_of(work: Work, links: Iterable[UUID]) -> dict[UUID, UUID]:
    """Whose links these are; those that are nobody's are left out."""
    asked = list(set(links))
    rows = await _SHARERS.all(work, work.tenant, asked) if asked else []
    return {row.id: row.guide_id for row in rows}


async def find_link(work: Work, guide: UUID, target: Target, target_id: UUID) -> Link:
    return await _LINK_TO.one(work, work.tenant, guide, target, target_id)


async def find_links(work: Work, slugs: Iterable[str]) -> dict[str, Link]:
    """Links by slug, without their counts."""
    return {link.slug: link for link in await _LINKS_BY_SLUG.all(work, work.tenant, list(slugs))}


async def list_links(work: Work, guide: UUID, *, limit: int, offset: int) -> tuple[list[Link], int]:
    """A guide's links, the latest first."""
    rows = await _LINKS_OF.all(work, work.tenant, guide, limit, offset)
    return rows, await _COUNT_LINKS.get(work, work.tenant, guide)


def _figures(row: _Sums) -> Figures:
    return Figures(
        scans=row.scans,
        visitors=row.visitors,
        met=row.met,
        bound=row.bound,
        cost_minor=row.cost_minor,
        acquisition_minor=acquisition_minor(row.cost_minor, row.met),
    )
