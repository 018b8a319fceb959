"""What is plugged into rooms' ports."""

from typing import Any
from uuid import UUID

import msgspec

from siyu.integrations import aliyun_sms
from siyu.integrations.aliyun_sms import sandbox as sms
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.sandbox import Push, Residents, World
from siyu.modules.messaging import TextMessages


class Everyone:
    """The vendors that live in the sandbox."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def push(self, tenant: TenantId, resident: str, happening: UUID) -> Push:
        if resident != sms.RESIDENT:
            raise NotFound
        async with self._kit.works.open(tenant) as work:
            world = World(work, resident)
            message = await world.get(happening, sms.SandboxMessage)
            body = sms.report(message, work.now)
            await world.change(happening, msgspec.structs.replace(message, state="reported"))
        account = aliyun_sms.callback_account(self._kit.keyring, tenant)
        return Push(path=f"/callbacks/{resident}/{account}", body=body, expected_status=200)


def plugged(kit: Kit) -> Kit:
    """The kit with an adapter for every port."""
    ports: dict[type, Any] = {TextMessages: aliyun_sms.AliyunSms(kit), Residents: Everyone(kit)}
    return msgspec.structs.replace(kit, ports=ports)
