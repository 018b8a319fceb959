"""Where customers want things sent: sealed under their own keys."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from siyu.kernel.db import Query, Scalar, Work
from siyu.kernel.errors import NotFound
from siyu.modules.customers.seals import Seals
from siyu.modules.customers.values import Address, AddressGiven, Destination


class _Kept(Struct, frozen=True, kw_only=True):
    id: UUID
    customer_id: UUID
    sealed: bytes
    wrapped: bytes
    is_default: bool
    ended_at: datetime | None


_KEPT = """
select a.id, a.customer_id, a.sealed, k.wrapped, a.default_at is not null as is_default, a.ended_at
from customers.address a
join customers.person_key k on k.tenant_id = $1 and k.customer_id = a.customer_id
where a.tenant_id = $1
"""
_OF = Query(
    _Kept,
    f"""
    {_KEPT} and a.customer_id = $2 and a.ended_at is null
    order by a.default_at desc nulls last, a.added_at desc, a.id desc
    """,
)
_BY_ID = Query(_Kept, f"{_KEPT} and a.id = any($2::uuid[])")
_DESTINATIONS = Query(
    Destination,
    """
    select id, customer_id, province, ended_at from customers.address
    where tenant_id = $1 and id = any($2::uuid[])
    """,
)
_COUNT = Scalar(
    "select count(*) from customers.address"
    " where tenant_id = $1 and customer_id = $2 and ended_at is null"
)


async def list_addresses(work: Work, customer: UUID) -> list[Address]:
    """Hers, the default first."""
    return _opened(work, await _OF.all(work, work.tenant, customer))


async def count_addresses(work: Work, customer: UUID) -> int:
    return await _COUNT.get(work, work.tenant, customer)


async def addresses_of(work: Work, ids: Sequence[UUID]) -> dict[UUID, Address]:
    """Also such as she has changed since; those of who was forgotten can't be opened any more."""
    rows = await _BY_ID.all(work, work.tenant, list(set(ids))) if ids else []
    return {one.id: one for one in _opened(work, rows)}


async def my_address(work: Work, customer: UUID, address: UUID) -> Address:
    """A living one of hers; NotFound for everything else."""
    found = (await addresses_of(work, [address])).get(address)
    if found is None or found.customer_id != customer or found.ended_at is not None:
        raise NotFound
    return found


async def destinations_of(work: Work, ids: Sequence[UUID]) -> dict[UUID, Destination]:
    rows = await _DESTINATIONS.all(work, work.tenant, list(set(ids))) if ids else []
    return {row.id: row for row in rows}


def _opened(work: Work, rows: Sequence[_Kept]) -> list[Address]:
    seals, found = Seals.of(work), []
    for row in rows:
        key = seals.unwrap(row.customer_id, row.wrapped)
        text = seals.unseal_address(key, row.id, row.sealed)
        given = msgspec.json.decode(text, type=AddressGiven)
        found.append(
            Address(
                **msgspec.structs.asdict(given),
                id=row.id,
                customer_id=row.customer_id,
                is_default=row.is_default,
                ended_at=row.ended_at,
            )
        )
    return found
