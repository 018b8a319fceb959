"""Transfers and their lines."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules.inventory.values import Transfer, TransferLine, Travel


class TransferFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which transfers; `stores` is how far somebody sees: where it left or where it goes."""

    stores: Sequence[UUID] | None = None
    store: UUID | None = None
    state: Travel | None = None


_TRANSFER = """
select t.id, t.from_id, t.to_id, t.reason, t.sent_at, t.sent_by, t.received_at, t.received_by,
       t.missing_why, l.lines, l.sent, l.received
from inventory.transfer t, lateral (
  select count(*)::int4 as lines, coalesce(sum(sent), 0)::int8 as sent,
         sum(received)::int8 as received
  from inventory.transfer_line
  where tenant_id = t.tenant_id and transfer_id = t.id) l
"""
_WANTED = """
where t.tenant_id = $1 and ($2::uuid[] is null or t.from_id = any($2) or t.to_id = any($2))
  and ($3::uuid is null or t.from_id = $3 or t.to_id = $3)
  and ($4::text is null or ($4 = 'under_way') = (t.received_at is null))
"""
_LIST = Query(
    Transfer, f"{_TRANSFER} {_WANTED} order by t.sent_at desc, t.id desc limit $5 offset $6"
)
_COUNT = Scalar(
    f"select count(*) from (select 1 from inventory.transfer t {_WANTED} limit 10001) n"
)
_GET = Query(Transfer, f"{_TRANSFER} where t.tenant_id = $1 and t.id = $2")
_LINES = Query(
    TransferLine,
    """
    select sku_id as sku, sent, received from inventory.transfer_line
    where tenant_id = $1 and transfer_id = $2 order by number
    """,
)


async def list_transfers(
    work: Work, which: TransferFilter, *, limit: int, offset: int = 0
) -> tuple[list[Transfer], int]:
    """The latest first, and a capped count."""
    stores = None if which.stores is None else list(which.stores)
    wanted = (work.tenant, stores, which.store, which.state)
    rows = await _LIST.all(work, *wanted, limit, offset)
    return rows, await _COUNT.get(work, *wanted)


async def get_transfer(work: Work, transfer: UUID) -> tuple[Transfer, list[TransferLine]]:
    found = await _GET.one(work, work.tenant, transfer)
    return found, await _LINES.all(work, work.tenant, transfer)


async def find_transfer(work: Work, transfer: UUID) -> tuple[Transfer, list[TransferLine]] | None:
    found = await _GET.first(work, work.tenant, transfer)
    return (found, await _LINES.all(work, work.tenant, transfer)) if found else None
