"""Alibaba Cloud text messages: client, call-back, sandbox."""

from siyu.integrations.aliyun_sms.account import VENDOR, callback_account, callback_tenant
from siyu.integrations.aliyun_sms.client import AliyunSms
from siyu.integrations.aliyun_sms.reports import UnreadableReport, handle, opened
from siyu.kernel.inbox import Handle
from siyu.kernel.kit import Kit


def letters(_: Kit) -> dict[str, Handle]:
    """What the inbox does with this vendor's messages."""
    return {VENDOR: handle}


__all__ = [
    "VENDOR",
    "AliyunSms",
    "UnreadableReport",
    "callback_account",
    "callback_tenant",
    "letters",
    "opened",
]
