"""The feed of facts: everything that happened, in order, from where one stood last."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar.params import Parameter

from siyu.kernel.columns import UNANSWERED
from siyu.kernel.doors import Ask, Search, door
from siyu.kernel.errors import Refusal
from siyu.kernel.facts import log
from siyu.kernel.facts.envelope import Position
from siyu.kernel.facts.older import ArchiveAway


class BadPosition(Refusal):
    code = "kernel.bad_position"
    status = 400
    zh = "after 参数应为上一页返回的 next。"
    en = "`after` must be the `next` of the page before."


class FactShape(msgspec.Struct, frozen=True, kw_only=True):
    """One fact; `subject` is the customer it is about."""

    id: UUID
    at: datetime
    recorded_at: datetime
    name: str
    version: int
    subject: UUID | None
    actor: str
    body: dict[str, Any]


class FactPage(msgspec.Struct, frozen=True):
    """Facts in the order they were recorded, and where to go on; never skips a late one."""

    items: list[FactShape]
    next: str


@door.get("/facts", permit="system.read", errors=[BadPosition, ArchiveAway, *UNANSWERED])
async def list_facts(
    ask: Ask,
    after: Search = "",
    size: Annotated[int, Parameter(ge=1, le=500)] = 100,
) -> FactPage:
    """Facts after a position, archived ones too; ask again with `next`, also when it was empty."""
    start = _position(after) if after else log.START
    async with ask.look() as work:
        rows, onward = await log.read(work, start, limit=size)
    items = [
        FactShape(
            id=row.id,
            at=row.at,
            recorded_at=row.recorded_at,
            name=row.name,
            version=row.version,
            subject=row.subject,
            actor=row.actor,
            body=msgspec.json.decode(row.body),
        )
        for row in rows
    ]
    return FactPage(items, f"{onward.epoch}.{onward.xid}.{onward.id}")


def _position(text: str) -> Position:
    try:
        epoch, xid, id_ = text.split(".")
        return Position(int(epoch), int(xid), UUID(id_))
    except ValueError as why:
        raise BadPosition from why


DOORS = [list_facts]
