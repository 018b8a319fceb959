"""Notices: proven and opened at the door, kept in the inbox, worked on from there.

A notice is believed if it is signed by the vendor's key for this very merchant within five minutes
and shown for the first time; what it holds opens only with the merchant's secret.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from siyu.integrations.cashier.account import VENDOR, Account
from siyu.integrations.cashier.client import notice, refund_notice
from siyu.integrations.cashier.rules import RULES
from siyu.integrations.cashier.shapes import NoticeShown, RefundShown, TradeShown
from siyu.integrations.cashier.signing import (
    Proof,
    Unproven,
    must_be_recent,
    must_be_signed,
    proof_of,
    unseal,
)
from siyu.kernel.db import Work
from siyu.kernel.errors import Refusal
from siyu.kernel.inbox import Message
from siyu.modules import payments

PAID = "TRANSACTION.SUCCESS"
PAID_BACK = "REFUND.SUCCESS"
NOT_PAID_BACK = "REFUND.ABNORMAL"


class UnprovenNotice(Refusal):
    code = "cashier.unproven_notice"
    status = 401
    zh = "通知的签名无效（{what}）。"
    en = "The notice is not proven ({what})."


class UnreadableNotice(Refusal):
    code = "cashier.unreadable_notice"
    status = 400
    zh = "通知内容无法读取。"
    en = "The notice can't be read."


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A notice as it waits in the inbox, which seals it; one of its two is there."""

    trade: TradeShown | None = None
    refund: RefundShown | None = None


def proven(headers: Mapping[str, str], body: bytes, ours: Account, now: datetime) -> Proof:
    """The proof of a notice; UnprovenNotice tells what is wrong with it."""
    try:
        proof = proof_of(headers)
        must_be_recent(proof.timestamp, now)
        must_be_signed(ours.platform_public, proof.signature, *proof.parts(body))
    except Unproven as why:
        raise UnprovenNotice(what=str(why)) from why
    return proof


async def must_be_fresh(work: Work, proof: Proof) -> None:
    """UnprovenNotice when its random word was shown before: then somebody repeats what he heard."""
    if not await payments.is_fresh(work, VENDOR, proof.nonce, within=2 * RULES.window):
        raise UnprovenNotice(what="nonce")


def opened(body: bytes, ours: Account) -> Mapping[str, bytes]:
    """What a proven notice holds, by the vendor's number for it."""
    try:
        shown = msgspec.json.decode(body, type=NoticeShown)
        plain = unseal(ours.secret, shown.resource)
        held = _held(shown.event_type, plain)
    except (msgspec.DecodeError, Unproven) as why:
        raise UnreadableNotice from why
    return {shown.id: msgspec.json.encode(held)}


def _held(event: str, plain: bytes) -> Opened:
    if event == PAID:
        return Opened(trade=msgspec.json.decode(plain, type=TradeShown))
    if event in {PAID_BACK, NOT_PAID_BACK}:
        return Opened(refund=msgspec.json.decode(plain, type=RefundShown))
    raise Unproven(event)


async def handle(work: Work, messages: Sequence[Message]) -> None:
    """Let payments take what notices say: what came in first, whatever order they came in."""
    held = [(msgspec.json.decode(m.body, type=Opened), m.account) for m in messages]
    trades = [notice(one.trade, through) for one, through in held if one.trade]
    refunds = [refund_notice(one.refund, through) for one, through in held if one.refund]
    if trades:
        await payments.take_notices(work, trades)
    if refunds:
        await payments.refund_known(work, refunds)
