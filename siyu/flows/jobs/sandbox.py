"""Call-backs of sandboxed vendors, late and twice as their fault plan says."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from siyu.kernel.errors import Trouble
from siyu.kernel.http import Outbound
from siyu.kernel.ids import TenantId
from siyu.kernel.jobs import Handler
from siyu.kernel.kit import Kit
from siyu.kernel.sandbox import Residents


class NotTaken(Trouble):
    code = "sandbox.not_taken"
    zh = "回调没有被接收（{status}）。"
    en = "The call-back was not taken ({status})."


def handlers(kit: Kit) -> dict[str, Handler]:
    residents = kit.port(Residents)

    async def call_back(tenant: TenantId, _: UUID, args: Mapping[str, Any]) -> None:
        push = await residents.push(tenant, args["resident"], UUID(args["happening"]))
        outbound = Outbound("callbacks", base_url=kit.settings.loopback_url)
        try:
            answer = await outbound.send("POST", push.path, content=push.body)
        finally:
            await outbound.close()
        if answer.status != push.expected_status:
            raise NotTaken(status=answer.status)

    return {"sandbox.call_back": call_back}
