"""What travels between merchant and vendor, in the vendor's words."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from siyu.integrations.cashier.signing import Resource

Number = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z_\-*]{6,32}$")]
Fen = Annotated[int, msgspec.Meta(ge=1, le=10**11)]
Currency = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$")]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=127)]
OwnPath = Annotated[str, msgspec.Meta(pattern=r"^/([^/\\\x00-\x20\x7f][^\\\x00-\x20\x7f]*)?$")]
"""A path of this site: nothing that a browser could take for another host's."""

TradeState = Literal["NOTPAY", "SUCCESS", "REFUND", "CLOSED"]
RefundStatus = Literal["PROCESSING", "SUCCESS", "ABNORMAL", "CLOSED"]


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    total: Fen
    currency: Currency


class RefundAmount(msgspec.Struct, frozen=True, kw_only=True):
    refund: Fen
    total: Fen
    currency: Currency


class TradeGiven(msgspec.Struct, frozen=True, kw_only=True):
    """A request to let somebody pay."""

    mchid: str
    out_trade_no: Number
    description: Text
    amount: Amount
    notify_url: str
    return_path: OwnPath
    time_expire: datetime | None = None


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """The buyer may pay at `pay_path` until `time_expire`."""

    prepay_id: str
    pay_path: str
    time_expire: datetime


class CloseGiven(msgspec.Struct, frozen=True, kw_only=True):
    mchid: str


class TradeShown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A trade as the vendor has it; also what a notice of a payment holds."""

    mchid: str
    out_trade_no: str
    trade_state: TradeState
    amount: Amount
    transaction_id: str = ""
    success_time: datetime | None = None


class RefundGiven(msgspec.Struct, frozen=True, kw_only=True):
    """A request to pay back; `amount.total` repeats what was paid."""

    out_trade_no: Number
    out_refund_no: Number
    amount: RefundAmount
    notify_url: str
    reason: Annotated[str, msgspec.Meta(max_length=80)] = ""


class RefundShown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A refund as the vendor has it; also what a notice of a refund holds."""

    mchid: str
    out_trade_no: str
    out_refund_no: str
    refund_id: str
    status: RefundStatus
    amount: RefundAmount
    success_time: datetime | None = None


class NoticeShown(msgspec.Struct, frozen=True, kw_only=True):
    """A notice as it is pushed: repeated with the same id until it is answered with 200."""

    id: str
    create_time: datetime
    event_type: str
    summary: str
    resource: Resource
    resource_type: str = "encrypt-resource"


class Fault(msgspec.Struct, frozen=True):
    """The vendor's refusal."""

    code: str
    message: str
