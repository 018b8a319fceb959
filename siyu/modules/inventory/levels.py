"""Safety stock: how many of a SKU a place should have."""

from uuid import UUID

from siyu.kernel.db import Command, Query, Work
from siyu.modules.inventory.errors import BadLevel
from siyu.modules.inventory.facts import LevelSet
from siyu.modules.inventory.values import Level

_FIND = Query(
    Level,
    "select least, fill from inventory.level"
    " where tenant_id = $1 and sku_id = $2 and store_id = $3",
)
_SET = Command(
    """
    insert into inventory.level (tenant_id, sku_id, store_id, least, fill, set_at, set_by)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (tenant_id, sku_id, store_id) do update
      set least = excluded.least, fill = excluded.fill, set_at = excluded.set_at,
          set_by = excluded.set_by
    """
)
_DROP = Command(
    "delete from inventory.level where tenant_id = $1 and sku_id = $2 and store_id = $3"
)


async def find_level(work: Work, sku: UUID, store: UUID) -> Level | None:
    return await _FIND.first(work, work.tenant, sku, store)


async def set_level(work: Work, sku: UUID, store: UUID, level: Level | None) -> None:
    """From now on so many are to be there; None: whatever there is is well. BadLevel."""
    if level is not None and not 0 < level.least <= level.fill:
        raise BadLevel
    before = await find_level(work, sku, store)
    if before == level:
        return
    if level is None:
        await _DROP.run(work, work.tenant, sku, store)
    else:
        said = (level.least, level.fill, work.now, work.actor.id)
        await _SET.run(work, work.tenant, sku, store, *said)
    least, fill = (level.least, level.fill) if level else (None, None)
    work.tell(LevelSet(sku=sku, store=store, least=least, fill=fill))
    work.audit(
        "inventory.set_level",
        "sku",
        sku,
        before={"least": before.least, "fill": before.fill} if before else None,
        after={"store": store, "least": least, "fill": fill},
    )
