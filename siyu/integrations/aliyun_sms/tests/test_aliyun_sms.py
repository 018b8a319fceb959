"""The text message vendor: its published sample, its strictness, its late and doubled reports."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from siyu.api import callbacks, sandbox
from siyu.bootstrap import made_worker
from siyu.integrations import aliyun_sms
from siyu.integrations.aliyun_sms import account
from siyu.integrations.aliyun_sms import sandbox as resident
from siyu.integrations.aliyun_sms.signing import signature
from siyu.kernel.clock import StoppedClock
from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database, Works
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.sandbox import FaultPlan, World, put_plan
from siyu.modules import messaging
from siyu.worker import Worker
from tests.house.street import free_port, made_kit, open_street

# help.aliyun.com document 56189, "请求签名": the worked example, read 2026-11-22.
SAMPLE = {
    "AccessKeyId": "testId",
    "Action": "SendSms",
    "Format": "XML",
    "OutId": "123",
    "PhoneNumbers": "15300000001",
    "RegionId": "cn-hangzhou",
    "SignName": "阿里云短信测试专用",
    "SignatureMethod": "HMAC-SHA1",
    "SignatureNonce": "45e25e9b-0a6f-4070-8c85-2956eda1b466",
    "SignatureVersion": "1.0",
    "TemplateCode": "SMS_71390007",
    "TemplateParam": '{"customer":"test"}',
    "Timestamp": "2017-07-12T02:42:19Z",
    "Version": "2017-05-25",
}
PHONE = "19900001234"


def test_the_signature_is_the_vendors_published_one() -> None:
    assert signature("GET", SAMPLE, "testSecret") == "zJDF+Lrzhj/ThnlvIToysFRq6t4="


@pytest.fixture
async def kit(database: Database, keyring: Keyring, tmp_path: Path) -> AsyncIterator[Kit]:
    settings = Settings(data=tmp_path, port=free_port())
    columns = Columns.embedded("127.0.0.1", 1, "unused")
    one = made_kit(database, keyring, settings, columns)
    apps = {"/callbacks": callbacks.app(one), "/sandbox": sandbox.app(one)}
    async with open_street(apps, settings.port):
        yield one
    await columns.close()


@pytest.fixture
def worker(kit: Kit, alone: None) -> Worker:
    return made_worker(kit)


async def send(works: Works, tenant: TenantId, phone: str = PHONE, code: str = "123456") -> UUID:
    async with works.open(tenant) as work:
        return await messaging.send_code(work, phone=phone, code=code)


async def state(works: Works, tenant: TenantId, sent: UUID) -> tuple[str, str | None]:
    async with works.look(tenant) as work:
        row = await messaging.get_send(work, sent)
    return row.state, row.reason


async def texts(works: Works, tenant: TenantId) -> list[str]:
    async with works.look(tenant) as work:
        world = World(work, resident.RESIDENT)
        rows, _ = await world.list(resident.MESSAGE, resident.SandboxMessage, limit=10)
    return [message.text for _, message in rows]


async def test_a_code_reaches_the_phone_and_its_report_comes_back(
    works: Works, tenant: TenantId, worker: Worker
) -> None:
    sent = await send(works, tenant)
    await worker.drain()
    assert "123456" in (await texts(works, tenant))[0]
    assert await state(works, tenant, sent) == ("delivered", None)


async def test_the_number_lies_sealed_and_is_gone_once_handed_over(
    works: Works, tenant: TenantId, worker: Worker
) -> None:
    await send(works, tenant)
    rows = "select coalesce(string_agg(s::text, ''), '') from messaging.send s where tenant_id = $1"
    async with works.look(tenant) as work:
        assert PHONE not in str(await work.conn.fetchval(rows, tenant))
    await worker.drain()
    async with works.look(tenant) as work:
        sealed = "select count(sealed) from messaging.send where tenant_id = $1"
        assert await work.conn.fetchval(sealed, tenant) == 0


async def test_a_lost_report_leaves_the_send_as_sent(
    works: Works, tenant: TenantId, worker: Worker
) -> None:
    await plan(works, tenant, FaultPlan(lose_bp=10_000))
    sent = await send(works, tenant)
    await worker.drain()
    assert await state(works, tenant, sent) == ("sent", None)


async def test_a_late_and_doubled_report_is_told_once(
    works: Works, tenant: TenantId, worker: Worker, clock: StoppedClock
) -> None:
    await plan(works, tenant, FaultPlan(delay_s=60, double_bp=10_000))
    sent = await send(works, tenant)
    await worker.drain()
    assert await state(works, tenant, sent) == ("sent", None)
    clock.move(timedelta(seconds=61))
    await worker.drain()
    assert await state(works, tenant, sent) == ("delivered", None)
    count = "select count(*) from facts.fact where tenant_id = $1 and name = $2"
    async with works.look(tenant) as work:
        told = await work.conn.fetchval(count, tenant, "messaging.message_delivered")
    assert told == 1


async def test_a_number_is_not_written_to_twice_a_minute(
    works: Works, tenant: TenantId, worker: Worker, clock: StoppedClock
) -> None:
    first = await send(works, tenant)
    await worker.drain()
    second = await send(works, tenant)
    await worker.drain()
    assert (await state(works, tenant, first))[0] == "delivered"
    assert await state(works, tenant, second) == ("failed", "isv.BUSINESS_LIMIT_CONTROL")
    clock.move(timedelta(seconds=61))
    third = await send(works, tenant)
    await worker.drain()
    assert (await state(works, tenant, third))[0] == "delivered"


@pytest.mark.parametrize(
    ("phone", "code", "reason"),
    [
        ("12345", "123456", "isv.MOBILE_NUMBER_ILLEGAL"),
        (PHONE, "12ab", "isv.TEMPLATE_PARAMS_ILLEGAL"),
        (PHONE, "1234567", "isv.TEMPLATE_PARAMS_ILLEGAL"),
    ],
)
async def test_the_sandbox_refuses_what_the_vendor_refuses(
    works: Works, tenant: TenantId, worker: Worker, phone: str, code: str, reason: str
) -> None:
    sent = await send(works, tenant, phone, code)
    await worker.drain()
    assert await state(works, tenant, sent) == ("failed", reason)


def request(kit: Kit, tenant: TenantId, **changes: str) -> dict[str, str]:
    ours = account.account(kit.settings, kit.keyring, tenant)
    form = {
        **SAMPLE,
        "AccessKeyId": ours.key_id,
        "Format": "JSON",
        "PhoneNumbers": PHONE,
        "SignName": ours.sign,
        "TemplateCode": ours.templates["sign_in_code"],
        "TemplateParam": '{"code":"1234"}',
        "Timestamp": kit.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        **changes,
    }
    return {**form, "Signature": signature("POST", form, changes.get("secret", ours.secret))}


async def ask(kit: Kit, form: dict[str, str]) -> tuple[int, str]:
    async with httpx.AsyncClient(base_url=kit.settings.loopback_url) as client:
        answer = await client.post("/sandbox/aliyun-sms", data=form)
    return answer.status_code, answer.json()["Code"]


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"secret": "wrong"}, (400, "SignatureDoesNotMatch")),
        ({"AccessKeyId": "LTAIother"}, (404, "InvalidAccessKeyId.NotFound")),
        ({"Timestamp": "2017-07-12T02:42:19Z"}, (400, "InvalidTimeStamp.Expired")),
        ({"Action": "SendNothing"}, (404, "InvalidAction.NotFound")),
        ({"SignName": "别人"}, (200, "isv.SMS_SIGNATURE_ILLEGAL")),
        ({"TemplateCode": "SMS_1"}, (200, "isv.SMS_TEMPLATE_ILLEGAL")),
        ({"TemplateParam": "{}"}, (200, "isv.TEMPLATE_MISSING_PARAMETERS")),
        ({"TemplateParam": "code"}, (200, "isv.INVALID_JSON_PARAM")),
    ],
)
async def test_the_sandbox_checks_a_request_like_the_vendor(
    kit: Kit, tenant: TenantId, changes: dict[str, str], answer: tuple[int, str]
) -> None:
    assert await ask(kit, request(kit, tenant, **changes)) == answer


async def test_a_nonce_is_good_once(kit: Kit, tenant: TenantId) -> None:
    form = request(kit, tenant)
    assert await ask(kit, form) == (200, "OK")
    assert await ask(kit, form) == (400, "SignatureNonceUsed")


async def test_a_report_to_a_wrong_address_finds_no_door(kit: Kit, tenant: TenantId) -> None:
    right = aliyun_sms.callback_account(kit.keyring, tenant)
    async with httpx.AsyncClient(base_url=kit.settings.loopback_url) as client:
        wrong = await client.post(f"/callbacks/aliyun-sms/{right[:-1]}x", content=b"[]")
        unreadable = await client.post(f"/callbacks/aliyun-sms/{right}", content=b"{")
        taken = await client.post(f"/callbacks/aliyun-sms/{right}", content=b"[]")
    assert [wrong.status_code, unreadable.status_code, taken.status_code] == [404, 400, 200]


async def plan(works: Works, tenant: TenantId, faults: FaultPlan) -> None:
    async with works.open(tenant) as work:
        await put_plan(work, resident.RESIDENT, faults)
