"""Console doors of sign-ins: one's own, and those of the people one looks after."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from siyu.api.console.staff import in_scope, must_rank
from siyu.api.staff_entry import StaffAsk
from siyu.kernel.db import Work
from siyu.kernel.doors import SIGNED_IN, Ask, door
from siyu.modules import staff


class Ender(msgspec.Struct, frozen=True):
    id: UUID
    name: str


class SignInItem(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in: with what, from where, and when and by whom it was ended."""

    id: UUID
    audience: staff.Audience
    device: str
    place: str
    made_at: datetime
    seen_at: datetime
    state: Literal["lasting", "ended", "expired"]
    ended_at: datetime | None
    ended_by: Ender | None
    ended_why: staff.EndedWhy | None
    mine: bool
    """The one that asks."""


@door.get("/me/sessions", permit=SIGNED_IN)
async def list_mine(ask: StaffAsk) -> list[SignInItem]:
    """One's own sign-ins, latest first."""
    async with ask.look() as work:
        return await _items(work, await staff.list_sessions(work, ask.id), ask.signed.session)


@door.delete("/me/sessions/{id:uuid}", permit=SIGNED_IN, status_code=204)
async def end_mine(ask: StaffAsk, id: UUID) -> None:
    """End one of one's own sign-ins; a second time changes nothing."""
    async with ask.work() as work:
        await staff.end_session(work, ask.id, id)


@door.get("/staff/{id:uuid}/sessions", permit="staff.read")
async def list_theirs(ask: StaffAsk, id: UUID) -> list[SignInItem]:
    """A person's sign-ins, latest first."""
    async with ask.look() as work:
        await in_scope(ask, work, id)
        return await _items(work, await staff.list_sessions(work, id), ask.signed.session)


@door.delete("/staff/{id:uuid}/sessions", permit="staff.write", status_code=204)
async def end_theirs(ask: Ask, id: UUID) -> None:
    """Sign a person out everywhere."""
    async with ask.work() as work:
        must_rank(ask, (await in_scope(ask, work, id)).role)
        ended = await staff.end_sessions(work, id, "ended")
        work.audit("staff.end_sessions", "staff", id, after={"sessions": ended})


async def _items(work: Work, sessions: Sequence[staff.Session], mine: UUID) -> list[SignInItem]:
    names = await staff.names(work, [s.ended_by for s in sessions if s.ended_by])
    return [
        SignInItem(
            id=s.id,
            audience=s.audience,
            device=s.device,
            place=s.place,
            made_at=s.made_at,
            seen_at=s.seen_at,
            state="ended" if s.ended_at else "lasting" if s.until > work.now else "expired",
            ended_at=s.ended_at,
            ended_by=Ender(s.ended_by, names[s.ended_by]) if s.ended_by in names else None,
            ended_why=s.ended_why,
            mine=s.id == mine,
        )
        for s in sessions
    ]


DOORS = [list_mine, end_mine, list_theirs, end_theirs]
