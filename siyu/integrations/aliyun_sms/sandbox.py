"""The sandbox of Alibaba Cloud's text messages: as strict as the vendor, and it shows the text.

Checks come in the vendor's order: key, version, action, time, nonce, signature, then sign,
template, number, parameters and how often this number was written to.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from siyu.integrations.aliyun_sms import account
from siyu.integrations.aliyun_sms.reports import SmsReport
from siyu.integrations.aliyun_sms.rules import RULES
from siyu.integrations.aliyun_sms.signing import signature
from siyu.kernel.crypto import same
from siyu.kernel.db import Work
from siyu.kernel.sandbox import FaultPlan, World

RESIDENT = account.VENDOR
MESSAGE = "message"
NONCE = "nonce"
CALL_BACK = "sandbox.call_back"

TEMPLATES = {account.SANDBOX_TEMPLATE: "您的验证码是 ${code}，10 分钟内有效，请勿告诉他人。"}
_SLOT = re.compile(r"\$\{(\w+)\}")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_BEIJING = ZoneInfo("Asia/Shanghai")


class Denied(Exception):
    """The vendor's code and HTTP status."""

    def __init__(self, code: str, status: int = 200) -> None:
        self.code = code
        self.status = status
        super().__init__(code)


class SandboxMessage(msgspec.Struct, kw_only=True):
    """A message that reached the sandbox's phone."""

    phone: str
    sign: str
    template: str
    text: str
    out_id: str
    biz_id: str
    state: str


class _Nonce(msgspec.Struct):
    nonce: str


async def take(work: Work, method: str, request: Mapping[str, str], plan: FaultPlan) -> str:
    """Take a SendSms request and answer its BizId; Denied as the vendor would."""
    _must_be_signed(work, method, request)
    world = World(work, RESIDENT)
    window = work.now - timedelta(minutes=RULES.timestamp_minutes)
    if await world.times(NONCE, request["SignatureNonce"], window):
        raise Denied("SignatureNonceUsed", 400)
    text = _text(request)
    await _must_not_be_too_often(world, request["PhoneNumbers"], work.now)
    id_ = work.new_id()
    if plan.refuses(id_):
        raise Denied("isp.SYSTEM_ERROR")
    await world.remember(NONCE, _Nonce(request["SignatureNonce"]), by=request["SignatureNonce"])
    message = SandboxMessage(
        phone=request["PhoneNumbers"],
        sign=request["SignName"],
        template=request["TemplateCode"],
        text=text,
        out_id=request.get("OutId", ""),
        biz_id=f"{id_.int % 10**15:015d}^0",
        state="sent",
    )
    kept = await world.remember(MESSAGE, message, by=message.phone)
    _promise_reports(work, plan, kept)
    return message.biz_id


def report(message: SandboxMessage, at: datetime) -> bytes:
    """The push that tells that a message arrived."""
    time = at.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    told = SmsReport(
        phone_number=message.phone,
        success=True,
        biz_id=message.biz_id,
        send_time=time,
        report_time=time,
        err_code="DELIVERED",
        err_msg="用户接收成功",
        out_id=message.out_id,
    )
    return msgspec.json.encode([told])


def _promise_reports(work: Work, plan: FaultPlan, message: UUID) -> None:
    for number, after in enumerate(plan.arrivals(message)):
        work.enqueue(
            CALL_BACK,
            {"resident": RESIDENT, "happening": str(message), "number": number},
            run_at=work.now + after,
        )


def _must_be_signed(work: Work, method: str, request: Mapping[str, str]) -> None:
    if request.get("Version") != "2017-05-25":
        raise Denied("InvalidVersion", 400)
    if request.get("Action") != "SendSms":
        raise Denied("InvalidAction.NotFound", 404)
    for needed in ("Timestamp", "SignatureNonce", "Signature"):
        if not request.get(needed):
            raise Denied(f"Missing{needed}", 400)
    try:
        sent = datetime.strptime(request["Timestamp"], "%Y-%m-%dT%H:%M:%S%z")
    except ValueError as why:
        raise Denied("InvalidTimeStamp.Format", 400) from why
    age = abs(work.now - sent)
    if age > timedelta(minutes=RULES.timestamp_minutes):
        raise Denied("InvalidTimeStamp.Expired", 400)
    secret = account.sandbox_secret(work.keyring, work.tenant)
    if not same(signature(method, request, secret).encode(), request["Signature"].encode()):
        raise Denied("SignatureDoesNotMatch", 400)


def _text(request: Mapping[str, str]) -> str:
    """The message as the phone would show it."""
    if request.get("SignName") != account.SANDBOX_SIGN:
        raise Denied("isv.SMS_SIGNATURE_ILLEGAL")
    template = TEMPLATES.get(request.get("TemplateCode", ""))
    if template is None:
        raise Denied("isv.SMS_TEMPLATE_ILLEGAL")
    if not _MOBILE.fullmatch(request.get("PhoneNumbers", "")):
        raise Denied("isv.MOBILE_NUMBER_ILLEGAL")
    try:
        slots = msgspec.json.decode(request.get("TemplateParam", "{}"), type=dict[str, str])
    except msgspec.DecodeError as why:
        raise Denied("isv.INVALID_JSON_PARAM") from why
    code = slots.get("code", "")
    if not set(_SLOT.findall(template)) <= slots.keys():
        raise Denied("isv.TEMPLATE_MISSING_PARAMETERS")
    if not (code.isdigit() and RULES.code_digits_min <= len(code) <= RULES.code_digits_max):
        raise Denied("isv.TEMPLATE_PARAMS_ILLEGAL")
    return f"【{account.SANDBOX_SIGN}】" + _SLOT.sub(lambda found: slots[found[1]], template)


async def _must_not_be_too_often(world: World, phone: str, now: datetime) -> None:
    limits = [
        (timedelta(minutes=1), RULES.code_per_minute),
        (timedelta(hours=1), RULES.code_per_hour),
        (timedelta(days=1), RULES.code_per_day),
    ]
    times = await world.times(MESSAGE, phone, now - timedelta(days=1))
    for within, most in limits:
        if sum(at > now - within for at in times) >= most:
            raise Denied("isv.BUSINESS_LIMIT_CONTROL")
