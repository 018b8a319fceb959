"""Console doors of the gate: why somebody was not written to, and the rules for everybody."""

from datetime import time
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from siyu.api import customer_doors as shared
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.modules import messaging
from siyu.views.letters import VerdictItem, verdict_items

Hour = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class RulesShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Quiet hours in the merchant's time of day, equal when there are none; caps per person."""

    quiet_from: Hour
    quiet_until: Hour
    daily: Annotated[int, Meta(ge=1, le=50)]
    weekly: Annotated[int, Meta(ge=1, le=100)]
    same_words_days: Annotated[int, Meta(ge=1, le=365)]


@door.get("/customers/{id:uuid}/verdicts", permit="customers.read")
async def list_verdicts(ask: Ask, paging: Paging, id: UUID) -> Page[VerdictItem]:
    """What the gate ruled on messages to her, the latest first: 为什么没发给她."""
    async with ask.look() as work:
        await shared.hold(ask, work, id)
        rows, count = await messaging.list_verdicts(
            work, id, limit=paging.limit, offset=paging.offset
        )
        return paging.of(await verdict_items(work, rows, ask.language), count)


@door.get("/reach-rules", permit="campaigns.write")
async def show_rules(ask: Ask) -> RulesShape:
    """Quiet hours and caps."""
    async with ask.look() as work:
        return _shape(await messaging.get_policy(work))


@door.put("/reach-rules", permit="campaigns.write")
async def set_rules(ask: Ask, data: RulesShape) -> RulesShape:
    """Change quiet hours and caps, from the next message on."""
    policy = messaging.Policy(
        quiet_from=time.fromisoformat(data.quiet_from),
        quiet_until=time.fromisoformat(data.quiet_until),
        daily=data.daily,
        weekly=data.weekly,
        same_words_days=data.same_words_days,
    )
    async with ask.work() as work:
        await messaging.set_policy(work, policy)
    return _shape(policy)


def _shape(policy: messaging.Policy) -> RulesShape:
    return RulesShape(
        quiet_from=f"{policy.quiet_from:%H:%M}",
        quiet_until=f"{policy.quiet_until:%H:%M}",
        daily=policy.daily,
        weekly=policy.weekly,
        same_words_days=policy.same_words_days,
    )


DOORS = [list_verdicts, show_rules, set_rules]
