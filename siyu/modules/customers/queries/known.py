"""Who is known by which identity."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Work
from siyu.modules.customers.rules.identities import masked
from siyu.modules.customers.rules.meetings import Key
from siyu.modules.customers.seals import Seals
from siyu.modules.customers.values import KnownBy


class Known(Struct, frozen=True, kw_only=True):
    """A living identity, whose it is and who looks after her."""

    kind: str
    blind: bytes
    customer_id: UUID
    member_no: int
    bare: bool
    store_id: UUID | None
    rule: str | None
    since: datetime | None


class Wrapped(Struct, frozen=True):
    customer_id: UUID
    wrapped: bytes


class Sealed(Struct, frozen=True, kw_only=True):
    id: UUID
    customer_id: UUID
    kind: str
    sealed: bytes
    source: str
    since: datetime
    wrapped: bytes


# Lateral, so that every key is one look into the index, also before there are any statistics.
FIND = Query(
    Known,
    """
    select i.kind, i.blind, i.customer_id, c.member_no, c.name is null as bare,
           c.store_id, b.rule, b.since
    from unnest($2::text[], $3::bytea[]) as asked (kind, blind)
    cross join lateral (
      select kind, blind, customer_id from customers.identity
      where tenant_id = $1 and kind = asked.kind and blind = asked.blind and ended_at is null
      limit 1
    ) i
    cross join lateral (
      select member_no, name, store_id from customers.customer
      where tenant_id = $1 and id = i.customer_id limit 1
    ) c
    left join lateral (
      select rule, since from customers.belonging
      where tenant_id = $1 and customer_id = i.customer_id and ended_at is null limit 1
    ) b on true
    """,
)

KEYS = Query(
    Wrapped,
    """
    select customer_id, wrapped from customers.person_key
    where tenant_id = $1 and customer_id = any($2::uuid[])
    """,
)

SEALED = Query(
    Sealed,
    """
    select i.id, i.customer_id, i.kind, i.sealed, i.source, i.since, k.wrapped
    from customers.identity i
    join customers.person_key k on k.tenant_id = $1 and k.customer_id = i.customer_id
    where i.tenant_id = $1 and i.customer_id = any($2::uuid[]) and i.ended_at is null
      and ($3::text is null or i.kind = $3)
    order by i.since, i.id
    """,
)


async def find_known(work: Work, keys: Sequence[Key]) -> dict[Key, Known]:
    """Living identities by (kind, blind index); those nobody has are missing."""
    kinds, blinds = [kind for kind, _ in keys], [blind for _, blind in keys]
    rows = await FIND.all(work, work.tenant, kinds, blinds) if keys else []
    return {(row.kind, row.blind): row for row in rows}


async def unsealed_keys(work: Work, customers: Sequence[UUID]) -> dict[UUID, bytes]:
    """Persons' keys in clear, to seal further identities under them."""
    seals = Seals.of(work)
    rows = await KEYS.all(work, work.tenant, list(customers)) if customers else []
    return {row.customer_id: seals.unwrap(row.customer_id, row.wrapped) for row in rows}


async def identities_in_clear(
    work: Work, customers: Sequence[UUID], kind: str | None = None
) -> list[tuple[Sealed, str]]:
    """Living identities with their values; for nobody's eyes but the asker's who may have them."""
    seals = Seals.of(work)
    rows = await SEALED.all(work, work.tenant, list(customers), kind) if customers else []
    keys = {r.customer_id: seals.unwrap(r.customer_id, r.wrapped) for r in rows}
    return [(r, seals.unseal(keys[r.customer_id], r.id, r.sealed)) for r in rows]


async def list_identities(work: Work, customer: UUID) -> list[KnownBy]:
    """What she is known by, masked."""
    return [
        KnownBy(kind=r.kind, masked=masked(r.kind, value), source=r.source, since=r.since)
        for r, value in await identities_in_clear(work, [customer])
    ]


async def masked_phones(work: Work, customers: Sequence[UUID]) -> dict[UUID, str]:
    """`138****1234` by customer; who has no phone is missing."""
    rows = await identities_in_clear(work, customers, "phone")
    return {row.customer_id: masked("phone", value) for row, value in rows}


async def find_phone(work: Work, customer: UUID) -> str | None:
    """Her phone number in clear; whoever shows it to a person uses `reveal_phone` instead."""
    rows = await identities_in_clear(work, [customer], "phone")
    return rows[-1][1] if rows else None
