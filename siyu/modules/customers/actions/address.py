"""Addresses of a customer's: kept sealed, bounded, one of them the default.

A row never changes: what she changes is a new row, and orders go on naming the one they went to.
"""

from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Work
from siyu.kernel.errors import NotFound, Refusal
from siyu.modules.customers.errors import TooManyAddresses
from siyu.modules.customers.queries.addresses import count_addresses, my_address
from siyu.modules.customers.queries.known import KEYS
from siyu.modules.customers.queries.people import lock_customers
from siyu.modules.customers.rules.addresses import MOST_ADDRESSES, readable
from siyu.modules.customers.seals import Seals
from siyu.modules.customers.values import Address, AddressGiven

_ADD = Command(
    """
    insert into customers.address (tenant_id, id, customer_id, province, sealed, added_at)
    values ($1, $2, $3, $4, $5, $6)
    """
)
_END = Command(
    """
    update customers.address set ended_at = $3, default_at = null
    where tenant_id = $1 and id = $2 and ended_at is null
    """
)
_NO_DEFAULT = Command(
    """
    update customers.address set default_at = null
    where tenant_id = $1 and customer_id = $2 and default_at is not null
    """
)
_DEFAULT = Command(
    "update customers.address set default_at = $3"
    " where tenant_id = $1 and id = $2 and ended_at is null"
)
_LATEST_DEFAULT = Command(
    """
    update customers.address set default_at = $3
    where tenant_id = $1 and id = (
      select id from customers.address
      where tenant_id = $1 and customer_id = $2 and ended_at is null
      order by added_at desc, id desc limit 1)
    """
)


async def add_address(
    work: Work, customer: UUID, given: AddressGiven, *, default: bool = False
) -> Address:
    """One more of hers; the first is the default. TooManyAddresses beyond what is kept."""
    await _lock(work, customer)
    count = await count_addresses(work, customer)
    if count >= MOST_ADDRESSES:
        raise TooManyAddresses(most=MOST_ADDRESSES)
    return await _add(work, customer, given, default=default or not count)


async def change_address(
    work: Work, customer: UUID, address: UUID, given: AddressGiven, *, default: bool = False
) -> Address:
    """Another in its place; what was sent to it before, was."""
    await _lock(work, customer)
    before = await my_address(work, customer, address)
    await _END.run(work, work.tenant, address, work.now)
    return await _add(work, customer, given, default=default or before.is_default)


async def prefer_address(work: Work, customer: UUID, address: UUID) -> None:
    """The default from now on."""
    await _lock(work, customer)
    await my_address(work, customer, address)
    await _NO_DEFAULT.run(work, work.tenant, customer)
    await _DEFAULT.run(work, work.tenant, address, work.now)


async def remove_address(work: Work, customer: UUID, address: UUID) -> None:
    """Not offered any more; of what is left the latest becomes the default."""
    await _lock(work, customer)
    before = await my_address(work, customer, address)
    await _END.run(work, work.tenant, address, work.now)
    if before.is_default:
        await _LATEST_DEFAULT.run(work, work.tenant, customer, work.now)


async def _lock(work: Work, customer: UUID) -> None:
    if customer not in await lock_customers(work, [customer]):
        raise NotFound


async def _add(work: Work, customer: UUID, given: AddressGiven, *, default: bool) -> Address:
    kept = readable(given)
    if isinstance(kept, Refusal):
        raise kept
    seals, id_ = Seals.of(work), work.new_id()
    key = seals.unwrap(customer, (await KEYS.one(work, work.tenant, [customer])).wrapped)
    sealed = seals.seal_address(key, id_, msgspec.json.encode(kept).decode())
    await _ADD.run(work, work.tenant, id_, customer, kept.province, sealed, work.now)
    if default:
        await _NO_DEFAULT.run(work, work.tenant, customer)
        await _DEFAULT.run(work, work.tenant, id_, work.now)
    return await my_address(work, customer, id_)
