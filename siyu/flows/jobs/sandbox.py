"""Call-backs of sandboxed vendors, late, twice and repeated as their fault plan and habits say."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from siyu.kernel.errors import Trouble
from siyu.kernel.http import Outbound
from siyu.kernel.ids import TenantId
from siyu.kernel.jobs import Handler
from siyu.kernel.kit import Kit
from siyu.kernel.sandbox import Push, Residents

CALL_BACK = "sandbox.call_back"


class NotTaken(Trouble):
    code = "sandbox.not_taken"
    zh = "回调没有被接收（{status}）。"
    en = "The call-back was not taken ({status})."


def handlers(kit: Kit) -> dict[str, Handler]:
    residents = kit.port(Residents)

    async def call_back(tenant: TenantId, _: UUID, args: Mapping[str, Any]) -> None:
        push = await residents.push(tenant, args["resident"], UUID(args["happening"]))
        try:
            await _push(kit, push)
        except Trouble:
            if push.pauses_s is None:
                raise
            await _repeat(kit, tenant, args, push.pauses_s)

    return {CALL_BACK: call_back}


async def _push(kit: Kit, push: Push) -> None:
    outbound = Outbound("callbacks", base_url=kit.settings.loopback_url)
    try:
        headers = dict(push.headers)
        answer = await outbound.send("POST", push.path, content=push.body, headers=headers)
    finally:
        await outbound.close()
    if answer.status != push.expected_status:
        raise NotTaken(status=answer.status)


async def _repeat(
    kit: Kit, tenant: TenantId, args: Mapping[str, Any], pauses_s: Sequence[int]
) -> None:
    """As the vendor would: after its own pause, until it gives up."""
    tries = args.get("tries", 0)
    if tries >= len(pauses_s):
        return
    async with kit.works.open(tenant) as work:
        later = work.now + timedelta(seconds=pauses_s[tries])
        again = {**args, "tries": tries + 1}
        once = f"{args['happening']}/{args['number']}/{tries + 1}"
        work.enqueue(CALL_BACK, again, run_at=later, once=once)
