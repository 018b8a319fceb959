"""Doors for vendors: verify, store, answer at once; the work is done from the inbox."""

import msgspec
from litestar import Litestar, Request
from litestar.di import Provide

from siyu.integrations import aliyun_sms
from siyu.kernel.db import Actor
from siyu.kernel.doors import OPEN, Ask, Connection, audience, door
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.kernel.inbox import Inbox
from siyu.kernel.kit import Kit


class SmsAnswer(msgspec.Struct, frozen=True):
    """What the vendor takes for "received"; anything else makes it push again."""

    code: int
    msg: str


@door.post(
    "/aliyun-sms/{account:str}",
    permit=OPEN,
    status_code=200,
    errors=[aliyun_sms.UnreadableReport],
)
async def take_sms_reports(request: Request, kit: Kit, account: str) -> SmsAnswer:
    """SmsReport pushes of the account that this address belongs to."""
    tenant = aliyun_sms.callback_tenant(kit.keyring, account)
    if tenant is None:
        raise NotFound
    messages = aliyun_sms.opened(await request.body())
    inbox = Inbox(kit.database, kit.keyring, {})
    async with kit.works.open(tenant, actor=Actor("vendor")) as work:
        await inbox.store(work, aliyun_sms.VENDOR, str(tenant), messages)
    return SmsAnswer(0, "接收成功")


def app(kit: Kit) -> Litestar:
    async def nobody(_: Connection) -> None:
        return None

    async def vendor(_: Connection) -> Ask:
        return Ask(kit.works, TenantId(0), actor=Actor("vendor"))

    return audience(
        "callbacks",
        "/callbacks",
        [take_sms_reports],
        authenticate=nobody,
        anonymous=vendor,
        about="Where vendors push what happened.",
        dependencies={"kit": Provide(lambda: kit, sync_to_thread=False)},
    )
