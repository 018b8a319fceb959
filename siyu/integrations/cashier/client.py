"""Our own client of the sandbox cashier: every request signed, every answer's signature checked."""

import secrets
from datetime import datetime
from typing import Literal, TypeVar
from urllib.parse import urlsplit

import msgspec

from siyu.integrations.cashier.account import VENDOR, Account, Accounts
from siyu.integrations.cashier.shapes import (
    Amount,
    CloseGiven,
    Fault,
    Ready,
    RefundAmount,
    RefundGiven,
    RefundShown,
    TradeGiven,
    TradeShown,
)
from siyu.integrations.cashier.signing import (
    Proof,
    Unproven,
    authorization,
    must_be_recent,
    must_be_signed,
    proof_of,
    sign,
)
from siyu.kernel.errors import Trouble
from siyu.kernel.http import Answer, Outbound
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules.payments import Attempt, Declined, Notice, Prepared, Refund, RefundNotice

T = TypeVar("T")

PAID = "ORDERPAID"
UNKNOWN = {"ORDERNOTEXIST", "RESOURCE_NOT_EXISTS"}
_LATER = {"FREQUENCY_LIMITED", "SYSTEMERROR", "SIGN_ERROR"}
_STATES: dict[str, Literal["paid", "waiting", "closed"]] = {
    "NOTPAY": "waiting",
    "SUCCESS": "paid",
    # Paid, and then some of it went back.
    "REFUND": "paid",
    "CLOSED": "closed",
}
_STATUSES: dict[str, Literal["paid_back", "waiting", "failed"]] = {
    "PROCESSING": "waiting",
    "SUCCESS": "paid_back",
    "ABNORMAL": "failed",
    "CLOSED": "failed",
}


class VendorTrouble(Trouble):
    code = "cashier.trouble"
    zh = "收银台暂时不可用（{reason}）。"
    en = "The cashier is unavailable for now ({reason})."


class Refused(Exception):
    """The vendor's code for what it will not do, however often it is asked."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class CashierClient:
    """The port of payments; whoever is told Trouble may make the same call again."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._accounts = Accounts(kit)

    async def prepare(self, tenant: TenantId, attempt: Attempt) -> Prepared | Declined:
        ours = await self._accounts.of(tenant)
        given = TradeGiven(
            mchid=ours.mchid,
            out_trade_no=attempt.number,
            description=attempt.about,
            amount=Amount(total=attempt.amount_minor, currency=attempt.currency),
            notify_url=self._notify_url(ours),
            return_path=attempt.return_to,
            time_expire=attempt.pay_by,
        )
        try:
            ready = _read(await self._call(ours, "POST", "/v1/trades", given), Ready)
        except Refused as no:
            return Declined(reason=no.code, paid=no.code == PAID)
        return Prepared(
            account=ours.mchid,
            prepay=ready.prepay_id,
            pay_path=ready.pay_path,
            until=ready.time_expire,
        )

    async def query(self, tenant: TenantId, attempt: Attempt) -> Notice | None:
        ours = await self._accounts.of(tenant)
        path = f"/v1/trades/{attempt.number}?mchid={ours.mchid}"
        try:
            answer = await self._call(ours, "GET", path)
        except Refused as no:
            return _nothing(no)
        return notice(_read(answer, TradeShown), ours.mchid)

    async def close(self, tenant: TenantId, attempt: Attempt) -> Literal["closed", "paid"]:
        ours = await self._accounts.of(tenant)
        path = f"/v1/trades/{attempt.number}/close"
        try:
            await self._call(ours, "POST", path, CloseGiven(mchid=ours.mchid))
        except Refused as no:
            if no.code == PAID:
                return "paid"
            _nothing(no)
        return "closed"

    async def refund(self, tenant: TenantId, refund: Refund) -> RefundNotice | Declined:
        ours = await self._accounts.of(tenant)
        given = RefundGiven(
            out_trade_no=refund.paid_number,
            out_refund_no=refund.number,
            amount=RefundAmount(
                refund=refund.amount_minor, total=refund.paid_minor, currency=refund.currency
            ),
            notify_url=self._notify_url(ours),
            reason=refund.why[:80],
        )
        try:
            answer = await self._call(ours, "POST", "/v1/refunds", given)
        except Refused as no:
            return Declined(reason=no.code)
        return refund_notice(_read(answer, RefundShown), ours.mchid)

    async def query_refund(self, tenant: TenantId, refund: Refund) -> RefundNotice | None:
        ours = await self._accounts.of(tenant)
        path = f"/v1/refunds/{refund.number}"
        try:
            answer = await self._call(ours, "GET", path)
        except Refused as no:
            return _nothing(no)
        return refund_notice(_read(answer, RefundShown), ours.mchid)

    def _notify_url(self, ours: Account) -> str:
        return f"{self._kit.settings.loopback_url}/callbacks/{VENDOR}/{ours.mchid}"

    async def _call(
        self, ours: Account, method: str, path: str, given: msgspec.Struct | None = None
    ) -> bytes:
        """What the vendor answered, proven; Refused or VendorTrouble when it is no success."""
        base = f"{self._kit.settings.loopback_url}/sandbox/{VENDOR}"
        body = b"" if given is None else msgspec.json.encode(given)
        signed = self._authorization(ours, method, f"{urlsplit(base).path}{path}", body)
        headers = {"Authorization": signed, "Content-Type": "application/json"}
        outbound = Outbound(VENDOR, base_url=base)
        try:
            answer = await outbound.send(method, path, content=body, headers=headers)
        finally:
            await outbound.close()
        _must_be_proven(answer, ours, self._kit.clock.now())
        _must_be_done(answer)
        return answer.body

    def _authorization(self, ours: Account, method: str, path: str, body: bytes) -> str:
        stamp, nonce = str(int(self._kit.clock.now().timestamp())), secrets.token_hex(16)
        signed = (method.encode(), path.encode(), stamp.encode(), nonce.encode(), body)
        signature = sign(ours.key, *signed)
        proof = Proof(timestamp=stamp, nonce=nonce, serial=ours.serial, signature=signature)
        return authorization(ours.mchid, proof)


def notice(shown: TradeShown, through: str) -> Notice:
    """The vendor's word about a trade in ours; `through` is whose key proved it."""
    return Notice(
        vendor=VENDOR,
        account=shown.mchid,
        through=through,
        number=shown.out_trade_no,
        vendor_no=shown.transaction_id,
        amount_minor=shown.amount.total,
        currency=shown.amount.currency,
        state=_STATES[shown.trade_state],
        at=shown.success_time,
    )


def refund_notice(shown: RefundShown, through: str) -> RefundNotice:
    """The vendor's word about a refund in ours; `through` is whose key proved it."""
    return RefundNotice(
        vendor=VENDOR,
        account=shown.mchid,
        through=through,
        number=shown.out_refund_no,
        paid_number=shown.out_trade_no,
        vendor_no=shown.refund_id,
        amount_minor=shown.amount.refund,
        currency=shown.amount.currency,
        state=_STATUSES[shown.status],
        reason=shown.status if _STATUSES[shown.status] == "failed" else "",
        at=shown.success_time,
    )


def _must_be_proven(answer: Answer, ours: Account, now: datetime) -> None:
    """Also a refusal: who could forge one could make us close or repeat a payment."""
    try:
        proof = proof_of(answer.headers)
        must_be_recent(proof.timestamp, now)
        must_be_signed(ours.platform_public, proof.signature, *proof.parts(answer.body))
    except Unproven as why:
        raise VendorTrouble(reason=f"unproven answer, {why}, {answer.status}") from why


def _must_be_done(answer: Answer) -> None:
    if answer.status in {200, 204}:
        return
    fault = _read(answer.body, Fault)
    if answer.status >= 500 or fault.code in _LATER:
        raise VendorTrouble(reason=fault.code)
    raise Refused(fault.code)


def _nothing(no: Refused) -> None:
    """The vendor knows no such number; for any other refusal of a question we are at fault."""
    if no.code not in UNKNOWN:
        raise VendorTrouble(reason=no.code) from no


def _read(body: bytes, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.DecodeError as why:
        raise VendorTrouble(reason="unreadable") from why
