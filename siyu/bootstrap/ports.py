"""What is plugged into rooms' ports."""

from typing import Any
from uuid import UUID

import msgspec

from siyu.bootstrap import discover
from siyu.integrations import aliyun_sms, cashier
from siyu.integrations.aliyun_sms import sandbox as sms
from siyu.integrations.cashier import sandbox as cashier_sandbox
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.sandbox import Push, Residents, World
from siyu.modules import audiences
from siyu.modules.messaging.ports import TextMessages
from siyu.modules.payments import Cashier
from siyu.views.leaves import PluggedLeaves
from siyu.views.system import Readers


class Everyone:
    """The vendors that live in the sandbox."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._accounts = cashier.Accounts(kit)

    async def push(self, tenant: TenantId, resident: str, happening: UUID) -> Push:
        known = {sms.RESIDENT: self._sms_report, cashier.VENDOR: self._notice}
        if resident not in known:
            raise NotFound
        return await known[resident](tenant, happening)

    async def _sms_report(self, tenant: TenantId, happening: UUID) -> Push:
        async with self._kit.works.open(tenant) as work:
            world = World(work, sms.RESIDENT)
            message = await world.get(happening, sms.SandboxMessage)
            body = sms.report(message, work.now)
            await world.change(happening, msgspec.structs.replace(message, state="reported"))
        account = aliyun_sms.callback_account(self._kit.keyring, tenant)
        path = f"/callbacks/{sms.RESIDENT}/{account}"
        return Push(path=path, body=body, expected_status=200)

    async def _notice(self, tenant: TenantId, happening: UUID) -> Push:
        ours = await self._accounts.of(tenant)
        async with self._kit.works.look(tenant) as work:
            return await cashier_sandbox.push(work, happening, ours)


class Everybody:
    """Who reads the log of facts, found when it is first asked."""

    def __init__(self) -> None:
        self._kit: Kit | None = None

    def plug(self, kit: Kit) -> None:
        self._kit = kit

    def reactions(self) -> list[str]:
        assert self._kit is not None
        return [reaction.name for reaction in discover.reactions(self._kit)]

    def columns(self) -> list[str]:
        return sorted({name for one in discover.projections() for name in one.by})


def plugged(kit: Kit) -> Kit:
    """The kit with an adapter for every port."""
    readers = Everybody()
    ports: dict[type, Any] = {
        TextMessages: aliyun_sms.AliyunSms(kit),
        Cashier: cashier.CashierClient(kit),
        Residents: Everyone(kit),
        Readers: readers,
        audiences.Counter: audiences.Counter(PluggedLeaves()),
    }
    whole = msgspec.structs.replace(kit, ports=ports)
    readers.plug(whole)
    return whole
