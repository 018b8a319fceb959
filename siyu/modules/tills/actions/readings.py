"""How files are read, remembered: saved mappings, and what a till's own words stand for."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg
import msgspec

from siyu.kernel.db import Command, Work
from siyu.kernel.errors import NotFound
from siyu.modules.tills.errors import MappingNamed
from siyu.modules.tills.reading import Mapping
from siyu.modules.tills.values import Alias

_SAVE = Command(
    """
    insert into tills.saved_mapping (tenant_id, id, name, fingerprint, mapping, saved_at, saved_by)
    values ($1, $2, $3, $4, $5::jsonb, $6, $7)
    """
)
_DROP = Command("delete from tills.saved_mapping where tenant_id = $1 and id = $2")
_SET_ALIASES = Command(
    """
    insert into tills.alias (tenant_id, kind, value, target_id, set_at, set_by)
    select $1, a.kind, a.value, a.target_id, $2, $3
    from unnest($4::text[], $5::text[], $6::uuid[]) a (kind, value, target_id)
    on conflict (tenant_id, kind, value)
    do update set target_id = excluded.target_id, set_at = excluded.set_at, set_by = excluded.set_by
    """
)


async def save_mapping(work: Work, name: str, fingerprint: str, mapping: Mapping) -> UUID:
    """Under a name of its own; offered for files with the same columns."""
    id_ = work.new_id()
    text = msgspec.json.encode(mapping).decode()
    try:
        await _SAVE.run(work, work.tenant, id_, name, fingerprint, text, work.now, work.actor.id)
    except asyncpg.UniqueViolationError as twin:
        raise MappingNamed(name=name) from twin
    return id_


async def drop_mapping(work: Work, mapping: UUID) -> None:
    if not await _DROP.run(work, work.tenant, mapping):
        raise NotFound


async def set_aliases(work: Work, aliases: Sequence[Alias]) -> None:
    """From now on these words stand for these stores, articles and guides; the last one counts."""
    latest = {(alias.kind, alias.value): alias.target_id for alias in aliases}
    if latest:
        kinds, values = [kind for kind, _ in latest], [value for _, value in latest]
        columns = (kinds, values, list(latest.values()))
        await _SET_ALIASES.run(work, work.tenant, work.now, work.actor.id, *columns)
