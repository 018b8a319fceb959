"""Facts of every tenant, in the order of their positions, as the relay role."""

from datetime import datetime
from uuid import UUID

import msgspec

from siyu.kernel.db.sql import On, Query
from siyu.kernel.facts.envelope import Position
from siyu.kernel.facts.log import (
    FIELDS,
    LAST_ID,
    Horizon,
    StoredFact,
    StoredTold,
    position_of,
)
from siyu.kernel.facts.older import Older, merged, months_beyond, must_read


class Row(msgspec.Struct, frozen=True):
    """A fact of any tenant as it is selected."""

    tenant_id: int
    id: UUID
    epoch: int
    xid: int
    recorded_at: datetime
    at: datetime
    name: str
    version: int
    subject: UUID | None
    cause: UUID | None
    actor: str
    body: str

    def stored(self) -> StoredTold:
        fields = msgspec.structs.astuple(self)
        return StoredTold(fields[0], StoredFact(*fields[1:]))


_HORIZON = Query(
    Horizon,
    """
    select (select max(number) from facts.epoch) as epoch,
           (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint as xid
    """,
    role="relay",
)

# The names are those of today's projections. A batch planned by an older program may be read
# again by a newer one: its bounds hold the same facts, of which each projection takes its own.
_BETWEEN = Query(
    Row,
    f"""
    select tenant_id, {FIELDS} from facts.fact
    where (epoch, xid, id) > ($1, $2, $3) and (epoch, xid, id) <= ($4, $5, $6)
      and name = any($7::text[])
    order by epoch, xid, id limit $8
    """,
    role="relay",
)


async def get_horizon(on: On) -> Position:
    """The last position that no transaction still running can write below."""
    horizon = await _HORIZON.one(on)
    return Position(horizon.epoch, horizon.xid - 1, LAST_ID)


async def read_between(
    on: On, after: Position, to: Position, names: list[str], limit: int, *, older: Older | None
) -> list[StoredTold]:
    """At most `limit` facts after one position and not after the other, archived ones as well."""
    bounds = (after.epoch, after.xid, after.id, to.epoch, to.xid, to.id)
    told = [row.stored() for row in await _BETWEEN.all(on, *bounds, names, limit)]
    months = [month for month in await months_beyond(on, after) if month.first <= to]
    if not months:
        return told
    archive = must_read(older)
    kept = await archive.between(months, None, after, to, names=names, limit=limit)
    return merged([kept, told], id_of=_id_of, by=_position_of, limit=limit)


def _id_of(told: StoredTold) -> UUID:
    return told.fact.id


def _position_of(told: StoredTold) -> Position:
    return position_of(told.fact)
