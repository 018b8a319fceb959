"""Giving customers identities; the unique index of the living ones settles whose they are."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Work
from siyu.modules.customers.facts import IdentityAdded
from siyu.modules.customers.rows import IdentityRow
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
    select i.* from unnest($1::customers.identity[]) i order by i.kind, i.blind
    on conflict do nothing
    returning kind, blind, customer_id
    """,
    takes=IdentityRow,
)

# Of a kind that she has already, a further one is not taken from a list: it may be a mistake.
CLAIM_FURTHER = Query(
    Claimed,
    """
    insert into customers.identity
    select i.* from unnest($1::customers.identity[]) i
    where not exists (select 1 from customers.identity had where had.tenant_id = i.tenant_id
      and had.customer_id = i.customer_id and had.kind = i.kind and had.ended_at is null)
    order by i.kind, i.blind
    on conflict do nothing
    returning kind, blind, customer_id
    """,
    takes=IdentityRow,
)

Claim = tuple[UUID, bytes, Identity, Meet]
"""Customer, her key, a normal identity, the meeting that it is from."""


async def claim(work: Work, seals: Seals, claims: Sequence[Claim]) -> set[Key]:
    """The keys that went to their claimants; the others belong to somebody by now."""
    taken = await CLAIM.all(work, [_row(work, seals, claim) for claim in claims])
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
    rows = [_row(work, seals, claim) for claim in claims]
    for row in await CLAIM_FURTHER.all(work, rows):
        meet = meetings[row.customer_id]
        fact = IdentityAdded(kind=row.kind, source=meet.source)
        work.tell(fact, subject=row.customer_id, at=meet.at)


def _row(work: Work, seals: Seals, claim: Claim) -> IdentityRow:
    (customer, key, identity, meet), id_ = claim, work.new_id()
    index = seals.index(identity.kind, identity.value)
    sealed = seals.seal(key, id_, identity.value)
    who = (work.tenant, customer, id_, identity.kind)
    return IdentityRow(*who, sealed, index.whole, index.tail, meet.source, meet.at)
