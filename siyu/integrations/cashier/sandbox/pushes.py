"""Notices that the vendor owes: remembered when something happens, signed when they are pushed."""

from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from siyu.integrations.cashier.account import VENDOR, Account
from siyu.integrations.cashier.rules import RULES
from siyu.integrations.cashier.shapes import NoticeShown
from siyu.integrations.cashier.signing import prove, seal
from siyu.kernel.db import Work
from siyu.kernel.sandbox import FaultPlan, Push, World

NOTICE = "notice"
CALL_BACK = "sandbox.call_back"


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be told, in clear: the world keeps it sealed."""

    event: str
    kind: Literal["transaction", "refund"]
    summary: str
    body: bytes
    notify_url: str


async def promise(work: Work, world: World, plan: FaultPlan, notice: Notice, at: datetime) -> None:
    """Owe a notice from `at` on: never, late, or twice, as the fault plan says."""
    kept = await world.remember(NOTICE, notice)
    for number, after in enumerate(plan.arrivals(kept)):
        owed = {"resident": VENDOR, "happening": str(kept), "number": number}
        work.enqueue(CALL_BACK, owed, run_at=at + after)


async def push(work: Work, happening: UUID, ours: Account) -> Push:
    """The notice as it goes out now: the same number each time, signed and sealed anew."""
    notice = await World(work, VENDOR).get(happening, Notice)
    shown = NoticeShown(
        id=f"EV-{happening.hex}",
        create_time=work.now,
        event_type=notice.event,
        summary=notice.summary,
        resource=seal(ours.secret, notice.kind, notice.body),
    )
    body = msgspec.json.encode(shown)
    return Push(
        path=urlsplit(notice.notify_url).path,
        body=body,
        headers=prove(ours.platform, ours.platform_serial, body, work.now),
        expected_status=200,
        pauses_s=RULES.notice_pauses_s,
    )
