"""Tables of goods that are worked through in the background, a product at a time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Query, Scalar, Work

JOB = "catalog.import_goods"
MOST_FAULTS = 2000
"""So many sentences are kept of one table."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A row that was left out, and why, in both languages."""

    line: int
    zh: str
    en: str


class GoodsImport(msgspec.Struct, frozen=True, kw_only=True):
    """A table of goods, and how far it is; `added`, `changed` and `same` count products."""

    id: UUID
    name: str
    rows: int
    products: int
    done: int
    added: int
    changed: int
    same: int
    faults: int
    asked_at: datetime
    asked_by: str
    ended_at: datetime | None


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What became of some products."""

    done: int
    added: int = 0
    changed: int = 0
    same: int = 0
    faults: tuple[Told, ...] = ()


_RUN = """
select id, name, rows, products, done, added, changed, same,
       jsonb_array_length(faults) as faults, asked_at, asked_by, ended_at
from catalog.goods_import
"""
_ADD = Command(
    """
    insert into catalog.goods_import
      (tenant_id, id, name, body, rows, products, faults, asked_at, asked_by)
    values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9)
    """
)
_STEP = Command(
    """
    update catalog.goods_import
    set done = done + $3, added = added + $4, changed = changed + $5, same = same + $6,
        faults = case when jsonb_array_length(faults) < $8 then faults || $7::jsonb else faults end
    where tenant_id = $1 and id = $2
    """
)
_END = Command(
    """
    update catalog.goods_import set ended_at = $3, body = null
    where tenant_id = $1 and id = $2 and ended_at is null
    """
)
_GET = Query(GoodsImport, f"{_RUN} where tenant_id = $1 and id = $2")
_LIST = Query(
    GoodsImport, f"{_RUN} where tenant_id = $1 order by asked_at desc, id desc limit $2 offset $3"
)
_COUNT = Scalar("select count(*) from catalog.goods_import where tenant_id = $1")
_BODY = Scalar("select body from catalog.goods_import where tenant_id = $1 and id = $2 for update")
_FAULTS = Scalar("select faults::text from catalog.goods_import where tenant_id = $1 and id = $2")


async def ask_import(
    work: Work, name: str, body: bytes, *, rows: int, products: int, faults: Sequence[Told]
) -> UUID:
    """Keep the table and leave a job that works it through."""
    run = work.new_id()
    said = msgspec.json.encode(list(faults)[:MOST_FAULTS]).decode()
    by = str(work.actor)
    await _ADD.run(work, work.tenant, run, name, body, rows, products, said, work.now, by)
    work.enqueue(JOB, {"run": str(run)}, once=str(run))
    work.audit("catalog.import", "goods_import", run, after={"name": name, "rows": rows})
    return run


async def go_on(work: Work, run: UUID, step: Step) -> None:
    said = msgspec.json.encode(step.faults).decode()
    counts = (step.done, step.added, step.changed, step.same)
    await _STEP.run(work, work.tenant, run, *counts, said, MOST_FAULTS)


async def end_import(work: Work, run: UUID) -> None:
    await _END.run(work, work.tenant, run, work.now)


async def body_of(work: Work, run: UUID) -> bytes | None:
    """What is to be worked through; None when that is over."""
    found: bytes | None = await _BODY.get(work, work.tenant, run)
    return found


async def get_import(work: Work, run: UUID) -> GoodsImport:
    return await _GET.one(work, work.tenant, run)


async def list_imports(work: Work, *, limit: int, offset: int = 0) -> tuple[list[GoodsImport], int]:
    """The latest first, and a count."""
    rows = await _LIST.all(work, work.tenant, limit, offset)
    return rows, await _COUNT.get(work, work.tenant)


async def faults_of(work: Work, run: UUID) -> list[Told]:
    """Rows that were left out, in the order of the table."""
    await get_import(work, run)
    found = msgspec.json.decode(await _FAULTS.get(work, work.tenant, run), type=list[Told])
    return sorted(found, key=lambda one: one.line)
