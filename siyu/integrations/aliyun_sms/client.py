"""Our own client of Alibaba Cloud's text messages: SendSms of 2017-05-25."""

import re
from uuid import UUID, uuid5

import msgspec

from siyu.integrations.aliyun_sms.account import VENDOR, Account, account
from siyu.integrations.aliyun_sms.signing import signature
from siyu.kernel.errors import Trouble
from siyu.kernel.http import Outbound
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules.messaging import Handed, Refused, TextMessage

VERSION = "2017-05-25"
BUSY_S = 60

_NONCES = UUID("5f1f6d1e-6a37-4a0c-9a5e-2f0d7c1b6a01")
_LATER = {"isv.BUSINESS_LIMIT_CONTROL", "isp.SYSTEM_ERROR", "Throttling.User", "Throttling"}


class VendorTrouble(Trouble):
    code = "aliyun_sms.trouble"
    zh = "短信服务暂时不可用（{reason}）。"
    en = "The text message service is unavailable for now ({reason})."


class _Answer(msgspec.Struct, rename="pascal"):
    code: str = ""
    biz_id: str = ""


class AliyunSms:
    """Hands text messages over, each at most once: the send's id is the request's nonce."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    async def hand(self, tenant: TenantId, text: TextMessage) -> Handed | Refused:
        ours = account(self._kit.settings, self._kit.keyring, tenant)
        outbound = Outbound(VENDOR, base_url=ours.base_url)
        try:
            request = self._request(ours, text)
            answer = await outbound.send("POST", "/", data=request)
        finally:
            await outbound.close()
        return _outcome(answer.status, _read(answer.body), text)

    def _request(self, ours: Account, text: TextMessage) -> dict[str, str]:
        now = self._kit.clock.now()
        request = {
            "AccessKeyId": ours.key_id,
            "Action": "SendSms",
            "Format": "JSON",
            "OutId": str(text.send),
            "PhoneNumbers": re.sub(r"^\+86", "", text.phone),
            "RegionId": "cn-hangzhou",
            "SignName": ours.sign,
            "SignatureMethod": "HMAC-SHA1",
            # A request that is sent again after no answer came is then refused as the same one.
            "SignatureNonce": str(uuid5(_NONCES, str(text.send))),
            "SignatureVersion": "1.0",
            "TemplateCode": ours.templates[text.template],
            "TemplateParam": msgspec.json.encode(text.slots).decode(),
            "Timestamp": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "Version": VERSION,
        }
        return {**request, "Signature": signature("POST", request, ours.secret)}


def _read(body: bytes) -> _Answer:
    try:
        return msgspec.json.decode(body, type=_Answer)
    except msgspec.DecodeError as why:
        raise VendorTrouble(reason="unreadable") from why


def _outcome(status: int, answer: _Answer, text: TextMessage) -> Handed | Refused:
    if answer.code == "OK":
        return Handed(vendor_id=answer.biz_id)
    if answer.code == "SignatureNonceUsed":
        # It was taken the first time, but the answer got lost: the report will tell by our id.
        return Handed(vendor_id=f"unknown:{text.send}")
    if answer.code in _LATER:
        return Refused(reason=answer.code, again_s=BUSY_S)
    if status >= 500 or not answer.code:
        raise VendorTrouble(reason=answer.code or status)
    return Refused(reason=answer.code)
