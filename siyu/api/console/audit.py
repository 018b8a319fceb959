"""Console doors of the audit."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar.params import Parameter

from siyu.kernel.doors import Ask, Page, Paging, Search, door
from siyu.modules import tenants
from siyu.views import audit


class ActorShape(msgspec.Struct, frozen=True):
    kind: str
    id: UUID | None
    name: str | None


class ObjectShape(msgspec.Struct, frozen=True):
    kind: str
    id: UUID | None


class AuditItem(msgspec.Struct, frozen=True, kw_only=True):
    """One change with what it was before and after."""

    id: UUID
    at: datetime
    actor: ActorShape
    verb: str
    object: ObjectShape
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    request_id: str | None


@door.get("/audit", permit="audit.read")
async def list_audit(
    ask: Ask,
    paging: Paging,
    q: Search = "",
    actor: UUID | None = None,
    object_id: Annotated[UUID | None, Parameter(query="object")] = None,
    first: Annotated[date | None, Parameter(query="from")] = None,
    last: Annotated[date | None, Parameter(query="to")] = None,
) -> Page[AuditItem]:
    """Changes, the latest first; `q` is the beginning of a verb."""
    async with ask.look() as work:
        tenant = await tenants.get_tenant(work)
        wanted = audit.Wanted(
            text=q,
            actor=actor,
            object_id=object_id,
            since=tenant.start_of(first) if first else None,
            until=tenant.end_of(last) if last else None,
        )
        rows, count = await audit.list_entries(
            work, wanted, limit=paging.limit, offset=paging.offset
        )
    return paging.of([_item(row) for row in rows], count)


def _item(row: audit.Entry) -> AuditItem:
    return AuditItem(
        id=row.id,
        at=row.at,
        actor=ActorShape(row.actor_kind, row.actor_id, row.actor_name),
        verb=row.verb,
        object=ObjectShape(row.object_kind, row.object_id),
        before=row.before,
        after=row.after,
        request_id=row.request_id,
    )


DOORS = [list_audit]
