"""Doors for vendors: verify, store, answer at once; the work is done from the inbox."""

import msgspec
from litestar import Litestar, Request
from litestar.di import Provide

from siyu.integrations import aliyun_sms, cashier
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


class CashierAnswer(msgspec.Struct, frozen=True):
    """What the vendor takes for "received", with status 200; else it repeats its notice."""

    code: str
    message: str


@door.post(
    "/cashier/{account:str}",
    permit=OPEN,
    status_code=200,
    errors=[cashier.UnprovenNotice, cashier.UnreadableNotice],
)
async def take_cashier_notice(
    request: Request, kit: Kit, accounts: cashier.Accounts, account: str
) -> CashierAnswer:
    """A notice of a payment or refund: signed, recent, shown for the first time, then kept."""
    tenant = cashier.tenant_of(account)
    ours = None if tenant is None else await accounts.find(tenant)
    if tenant is None or ours is None:
        raise NotFound
    body = await request.body()
    proof = cashier.proven(request.headers, body, ours, kit.clock.now())
    messages = cashier.opened(body, ours)
    inbox = Inbox(kit.database, kit.keyring, {})
    async with kit.works.open(tenant, actor=Actor("vendor")) as work:
        await cashier.must_be_fresh(work, proof)
        await inbox.store(work, cashier.VENDOR, ours.mchid, messages)
    return CashierAnswer("SUCCESS", "成功")


def app(kit: Kit) -> Litestar:
    accounts = cashier.Accounts(kit)

    async def nobody(_: Connection) -> None:
        return None

    async def vendor(_: Connection) -> Ask:
        return Ask(kit.works, TenantId(0), actor=Actor("vendor"))

    return audience(
        "callbacks",
        "/callbacks",
        [take_sms_reports, take_cashier_notice],
        authenticate=nobody,
        anonymous=vendor,
        about="Where vendors push what happened.",
        dependencies={
            "kit": Provide(lambda: kit, sync_to_thread=False),
            "accounts": Provide(lambda: accounts, sync_to_thread=False),
        },
    )
