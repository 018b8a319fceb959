"""Tags, and who has them."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules.customers.values import BulkTagging, Tag, Tagging, TagGroup, TagRef


class _Group(Struct, frozen=True):
    id: UUID
    name: str


class Kept(Struct, frozen=True, kw_only=True):
    """A tag as its row stands."""

    id: UUID
    group_id: UUID
    name: str
    retired: bool


GROUPS = Query(
    _Group, "select id, name from customers.tag_group where tenant_id = $1 order by made_at, id"
)
TAGS = Query(
    Tag,
    """
    select t.id, t.group_id, t.name, t.retired_at,
           case when $2 then (
             select count(*) from customers.tagging g
             where g.tenant_id = $1 and g.tag_id = t.id and g.ended_at is null) end as people
    from customers.tag t where t.tenant_id = $1 order by t.made_at, t.id
    """,
)
KEPT = Query(
    Kept,
    """
    select id, group_id, name, retired_at is not null as retired from customers.tag
    where tenant_id = $1 and id = any($2::uuid[])
    """,
)
REFS = Query(
    TagRef,
    """
    select t.id, g.name as group, t.name
    from customers.tag t join customers.tag_group g on g.tenant_id = $1 and g.id = t.group_id
    where t.tenant_id = $1 and t.id = any($2::uuid[])
    """,
)
_TAGGING = """
select x.customer_id, x.tag_id, g.name as group, t.name, x.since, x.by, x.via, x.ended_at,
  x.ended_by
from customers.tagging x
join customers.tag t on t.tenant_id = $1 and t.id = x.tag_id
join customers.tag_group g on g.tenant_id = $1 and g.id = t.group_id
where x.tenant_id = $1
"""
OF_CUSTOMERS = Query(
    Tagging,
    f"{_TAGGING} and x.customer_id = any($2::uuid[]) and x.ended_at is null order by x.since, x.id",
)


class _Holder(Struct, frozen=True):
    customer_id: UUID
    tags: list[UUID]


HELD = Query(
    _Holder,
    """
    select customer_id, array_agg(tag_id) as tags from customers.tagging
    where tenant_id = $1 and customer_id = any($2::uuid[]) and ended_at is null
    group by customer_id
    """,
)
HISTORY = Query(
    Tagging, f"{_TAGGING} and x.customer_id = $2 order by x.since desc, x.id desc limit 200"
)
SEEN = Scalar(
    """
    select id from customers.customer
    where tenant_id = $1 and id = any($2::uuid[]) and forgotten_at is null
      and ($3::uuid[] is null or store_id = any($3)) and ($4::uuid is null or guide_id = $4)
    """
)
BY_NUMBER = Scalar(
    """
    select id from customers.customer
    where tenant_id = $1 and member_no = any($2::int4[]) and forgotten_at is null
    """
)

_BULK = """
select id, tag_id, audience_id, has, people, done, changed, asked_at, asked_by, ended_at, stopped_by
from customers.bulk_tagging where tenant_id = $1
"""
GET_BULK = Query(BulkTagging, f"{_BULK} and id = $2")
LATEST_BULK = Query(BulkTagging, f"{_BULK} order by asked_at desc, id desc limit 20")


async def list_tags(work: Work, *, counted: bool = True) -> list[TagGroup]:
    """Every group with its tags, in the order they were made; `counted` says how many have each."""
    tags = await TAGS.all(work, work.tenant, counted)
    return [
        TagGroup(id=g.id, name=g.name, tags=[t for t in tags if t.group_id == g.id])
        for g in await GROUPS.all(work, work.tenant)
    ]


async def tag_refs(work: Work, tags: Sequence[UUID]) -> dict[UUID, TagRef]:
    rows = await REFS.all(work, work.tenant, list(tags)) if tags else []
    return {row.id: row for row in rows}


async def find_taggings(work: Work, customers: Sequence[UUID]) -> list[Tagging]:
    """The tags that these customers have."""
    return await OF_CUSTOMERS.all(work, work.tenant, list(customers)) if customers else []


async def tags_held(work: Work, customers: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """The ids of their tags; whoever has none is left out."""
    rows = await HELD.all(work, work.tenant, list(set(customers)))
    return {row.customer_id: frozenset(row.tags) for row in rows}


async def list_taggings(work: Work, customer: UUID) -> list[Tagging]:
    """The tags that she has and had, the latest first."""
    return await HISTORY.all(work, work.tenant, customer)


async def find_seen(
    work: Work, customers: Sequence[UUID], places: list[UUID] | None, own: UUID | None
) -> set[UUID]:
    """Those of them who are within a scope."""
    return set(await SEEN.column(work, work.tenant, list(customers), places, own))


async def find_by_number(work: Work, numbers: Sequence[int]) -> list[UUID]:
    """Who has these member numbers and is not forgotten."""
    return await BY_NUMBER.column(work, work.tenant, list(numbers))


async def find_tags(work: Work, tags: Sequence[UUID]) -> dict[UUID, Kept]:
    return {row.id: row for row in await KEPT.all(work, work.tenant, list(tags))}


async def get_bulk_tagging(work: Work, bulk: UUID) -> BulkTagging:
    return await GET_BULK.one(work, work.tenant, bulk)


async def latest_bulk_taggings(work: Work) -> list[BulkTagging]:
    """The last twenty that were asked for, the latest first."""
    return await LATEST_BULK.all(work, work.tenant)
