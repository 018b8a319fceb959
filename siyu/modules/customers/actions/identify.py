"""Giving customers identities; the unique index of the living ones settles whose they are."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Work
from siyu.modules.customers.facts import IdentityAdded
from siyu.modules.customers.rules.identities import normal
from siyu.modules.customers.rules.meetings import Key
from siyu.modules.customers.seals import Seals
from siyu.modules.customers.values import Identity, Meet


class Claimed(Struct, frozen=True):
    kind: str
    blind: bytes
    customer_id: UUID


# Rows go in sorted, so that two batches that share strangers wait for each other in one order.
CLAIM = Query(
    Claimed,
    """
    insert into customers.identity
      (tenant_id, id, customer_id, kind, sealed, blind, tail, source, since)
    select $1, i.id, i.customer_id, i.kind, i.sealed, i.blind, i.tail, i.source, i.since
    from unnest($2::uuid[], $3::uuid[], $4::text[], $5::bytea[], $6::bytea[], $7::bytea[],
                $8::text[], $9::timestamptz[])
      as i (id, customer_id, kind, sealed, blind, tail, source, since)
    order by i.kind, i.blind
    on conflict do nothing
    returning kind, blind, customer_id
    """,
)

# Of a kind that she has already, a further one is not taken from a list: it may be a mistake.
CLAIM_FURTHER = Query(
    Claimed,
    """
    insert into customers.identity
      (tenant_id, id, customer_id, kind, sealed, blind, tail, source, since)
    select $1, i.id, i.customer_id, i.kind, i.sealed, i.blind, i.tail, i.source, i.since
    from unnest($2::uuid[], $3::uuid[], $4::text[], $5::bytea[], $6::bytea[], $7::bytea[],
                $8::text[], $9::timestamptz[])
      as i (id, customer_id, kind, sealed, blind, tail, source, since)
    where not exists (select 1 from customers.identity had where had.tenant_id = $1
      and had.customer_id = i.customer_id and had.kind = i.kind and had.ended_at is null)
    order by i.kind, i.blind
    on conflict do nothing
    returning kind, blind, customer_id
    """,
)

Claim = tuple[UUID, bytes, Identity, Meet]
"""Customer, her key, a normal identity, the meeting that it is from."""


async def claim(work: Work, seals: Seals, claims: Sequence[Claim]) -> set[Key]:
    """The keys that went to their claimants; the others belong to somebody by now."""
    taken = await CLAIM.all(work, work.tenant, *_columns(work, seals, claims))
    return {(row.kind, row.blind) for row in taken}


async def claim_further(
    work: Work, seals: Seals, persons: Iterable[tuple[UUID, bytes, Meet]]
) -> None:
    """Add the identities that a source knows to be the same person's, where they are free."""
    first: dict[tuple[UUID, str], Claim] = {}
    for customer, key, meet in persons:
        for identity in meet.also:
            value = normal(identity.kind, identity.value)
            if value is not None and identity.kind != meet.identity.kind:
                claimed = (customer, key, Identity(identity.kind, value), meet)
                first.setdefault((customer, identity.kind), claimed)
    if not first:
        return
    claims = list(first.values())
    meetings = {customer: meet for customer, _, _, meet in claims}
    for row in await CLAIM_FURTHER.all(work, work.tenant, *_columns(work, seals, claims)):
        meet = meetings[row.customer_id]
        fact = IdentityAdded(kind=row.kind, source=meet.source)
        work.tell(fact, subject=row.customer_id, at=meet.at)


def _columns(work: Work, seals: Seals, claims: Sequence[Claim]) -> list[list[object]]:
    rows = [_row(work.new_id(), seals, claim) for claim in claims]
    return [list(column) for column in zip(*rows, strict=True)]


def _row(id_: UUID, seals: Seals, claim: Claim) -> tuple[object, ...]:
    customer, key, identity, meet = claim
    index = seals.index(identity.kind, identity.value)
    sealed = seals.seal(key, id_, identity.value)
    return id_, customer, identity.kind, sealed, index.whole, index.tail, meet.source, meet.at
