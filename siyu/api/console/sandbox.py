"""Console doors of the sandbox: its vendors' faults, the text messages they took, its time."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec

from siyu.integrations import cashier
from siyu.integrations.aliyun_sms import sandbox as sms
from siyu.integrations.aliyun_sms.account import account as sms_account
from siyu.kernel import sandbox, world
from siyu.kernel.clock import SystemClock
from siyu.kernel.doors import Ask, Page, Paging, door
from siyu.kernel.errors import NotFound
from siyu.kernel.kit import Kit
from siyu.kernel.sandbox import FaultPlan, World

Share = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
Delay = Annotated[int, msgspec.Meta(ge=0, le=86_400)]
Seconds = Annotated[int, msgspec.Meta(ge=0, le=world.MOST_DAYS * 86_400)]


class Faults(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """How often a vendor misbehaves: shares in basis points, the delay of every call-back."""

    lose_bp: Share
    delay_s: Delay
    double_bp: Share
    disorder_bp: Share
    refuse_bp: Share


class Resident(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor of the sandbox, and the account we have there."""

    resident: str
    account: str
    faults: Faults


class Sms(msgspec.Struct, frozen=True, kw_only=True):
    """A text message as the phone shows it."""

    id: UUID
    phone: str
    sign: str
    template: str
    text: str
    sent_at: datetime
    state: str


class ClockGiven(msgspec.Struct, forbid_unknown_fields=True):
    ahead_s: Seconds


class ClockShape(msgspec.Struct, frozen=True):
    """How far the sandbox's time is ahead of the world's, and what it reads."""

    ahead_s: int
    now: datetime


@door.get("/sandbox", permit="sandbox.use", errors=[NotFound])
async def list_residents(ask: Ask, kit: Kit) -> list[Resident]:
    """The vendors that the sandbox plays."""
    _must_be_sandbox(kit)
    accounts = {
        sms.RESIDENT: sms_account(kit.settings, kit.keyring, ask.tenant).key_id,
        cashier.VENDOR: cashier.mchid_of(ask.tenant),
    }
    async with ask.look() as work:
        plans = {name: await sandbox.plan(work, name) for name in accounts}
    return [
        Resident(resident=name, account=account, faults=_faults(plans[name]))
        for name, account in accounts.items()
    ]


@door.put("/sandbox/{resident:str}/faults", permit="sandbox.use", status_code=204)
async def put_faults(ask: Ask, kit: Kit, resident: str, data: Faults) -> None:
    """Let a vendor lose, delay, double, disorder or refuse from now on."""
    _must_be_sandbox(kit)
    if resident not in {sms.RESIDENT, cashier.VENDOR}:
        raise NotFound
    given = msgspec.structs.asdict(data)
    async with ask.work() as work:
        before = msgspec.structs.asdict(_faults(await sandbox.plan(work, resident)))
        await sandbox.put_plan(work, resident, FaultPlan(**given))
        work.audit("sandbox.faults", resident, None, before=before, after=given)


@door.get("/sandbox/sms/messages", permit="sandbox.use", errors=[NotFound])
async def list_messages(ask: Ask, kit: Kit, paging: Paging) -> Page[Sms]:
    """Text messages that reached the sandbox's phones, the latest first."""
    _must_be_sandbox(kit)
    async with ask.look() as work:
        rows, count = await World(work, sms.RESIDENT).list(
            sms.MESSAGE, sms.SandboxMessage, limit=paging.limit, offset=paging.offset
        )
    return paging.of([_sms(happening.id, happening.at, body) for happening, body in rows], count)


@door.get("/sandbox/clock", permit="sandbox.use", errors=[NotFound])
async def show_clock(kit: Kit) -> ClockShape:
    """The sandbox's time, one for all merchants of this installation."""
    _must_be_sandbox(kit)
    return _clock(await world.look(kit.database.relay))


@door.put("/sandbox/clock", permit="sandbox.use", errors=[NotFound, world.Backwards])
async def put_clock(ask: Ask, kit: Kit, data: ClockGiven) -> ClockShape:
    """Let the sandbox's time run ahead; every process follows within a second."""
    _must_be_sandbox(kit)
    before = await world.look(kit.database.relay)
    await world.move(kit.database.relay, data.ahead_s)
    async with ask.work() as work:
        changes = {"before": {"ahead_s": before}, "after": {"ahead_s": data.ahead_s}}
        work.audit("sandbox.clock", "sandbox", None, **changes)
    return _clock(data.ahead_s)


def _must_be_sandbox(kit: Kit) -> None:
    """Where vendors are real these doors do not exist."""
    if not kit.settings.sandbox:
        raise NotFound


def _clock(ahead_s: int) -> ClockShape:
    return ClockShape(ahead_s, SystemClock().now() + timedelta(seconds=ahead_s))


def _faults(plan: FaultPlan) -> Faults:
    return Faults(**msgspec.structs.asdict(plan))


def _sms(id_: UUID, at: datetime, message: sms.SandboxMessage) -> Sms:
    return Sms(
        id=id_,
        phone=message.phone,
        sign=message.sign,
        template=message.template,
        text=message.text,
        sent_at=at,
        state=message.state,
    )


DOORS = [list_residents, put_faults, list_messages, show_clock, put_clock]
