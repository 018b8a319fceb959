"""Doors of the sandboxed vendors themselves: what our clients call instead of the real ones."""

from uuid import uuid4

import msgspec
from litestar import Litestar, Request, Response
from litestar.di import Provide

from siyu.api.sandbox import cashier, stage
from siyu.integrations.aliyun_sms import account as sms_account
from siyu.integrations.aliyun_sms import sandbox as sms
from siyu.kernel import sandbox
from siyu.kernel.db import Actor
from siyu.kernel.doors import OPEN, Ask, Connection, audience, door
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit


class SmsTaken(msgspec.Struct, frozen=True, rename="pascal", omit_defaults=True, kw_only=True):
    """The vendor's answer, whatever came of it."""

    code: str
    message: str
    request_id: str
    biz_id: str = ""


@door.post("/aliyun-sms", permit=OPEN, status_code=200)
async def send_sms(request: Request, kit: Kit) -> Response[SmsTaken]:
    """SendSms as the vendor takes it: form fields, signed."""
    form = {str(k): str(v) for k, v in (await request.form()).items()}
    number = str(uuid4()).upper()
    try:
        biz_id = await _take(kit, form)
    except sms.Denied as denied:
        body = SmsTaken(code=denied.code, message=denied.code, request_id=number)
        return Response(body, status_code=denied.status)
    return Response(SmsTaken(code="OK", message="OK", request_id=number, biz_id=biz_id))


async def _take(kit: Kit, form: dict[str, str]) -> str:
    tenant = sms_account.sandbox_tenant(form.get("AccessKeyId", ""))
    if tenant is None:
        raise sms.Denied("InvalidAccessKeyId.NotFound", 404)
    async with kit.works.open(tenant, actor=Actor("vendor")) as work:
        plan = await sandbox.plan(work, sms.RESIDENT)
        return await sms.take(work, "POST", form, plan)


def app(kit: Kit) -> Litestar:
    desk = cashier.Desk(kit)

    async def nobody(_: Connection) -> None:
        # Outside of a sandbox the vendors are the real ones, and this street does not exist.
        if not kit.settings.sandbox:
            raise NotFound

    async def client(_: Connection) -> Ask:
        return Ask(kit.works, TenantId(0), actor=Actor("vendor"))

    return audience(
        "sandbox",
        "/sandbox",
        [send_sms, *cashier.DOORS, *stage.DOORS],
        authenticate=nobody,
        anonymous=client,
        about="Vendors as the sandbox plays them.",
        dependencies={
            "kit": Provide(lambda: kit, sync_to_thread=False),
            "desk": Provide(lambda: desk, sync_to_thread=False),
        },
    )
