"""SmsReport call-backs: a JSON list, answered with `{"code": 0}`, worked on from the inbox.

The vendor signs nothing, so the address holds a secret; it repeats a report until it is answered.
Source: help.aliyun.com, "SmsReport" (HTTP push): times are Beijing's, `success` tells arrival.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from siyu.kernel.db import Work
from siyu.kernel.errors import Refusal
from siyu.kernel.inbox import Message
from siyu.modules import messaging

BEIJING = ZoneInfo("Asia/Shanghai")
MOST = 1000


class UnreadableReport(Refusal):
    code = "aliyun_sms.unreadable_report"
    status = 400
    zh = "回执格式不正确。"
    en = "The report can't be read."


class SmsReport(msgspec.Struct, kw_only=True):
    """One report as the vendor pushes it."""

    phone_number: str
    success: bool
    biz_id: str
    send_time: str
    report_time: str
    err_code: str = ""
    err_msg: str = ""
    sms_size: str = "1"
    out_id: str = ""


def opened(body: bytes) -> Mapping[str, bytes]:
    """The reports of a push by what tells them apart; UnreadableReport for anything else."""
    try:
        reports = msgspec.json.decode(body, type=list[SmsReport])
    except msgspec.DecodeError as why:
        raise UnreadableReport from why
    if len(reports) > MOST:
        raise UnreadableReport
    return {f"{r.biz_id}/{r.err_code}": msgspec.json.encode(r) for r in reports}


async def handle(work: Work, messages: Sequence[Message]) -> None:
    """Turn reports into what became of our sends; strangers' numbers are passed over."""
    reports = [msgspec.json.decode(m.body, type=SmsReport) for m in messages]
    ours = [r for r in (_report(report) for report in reports) if r is not None]
    await messaging.record_reports(work, ours)


def _report(report: SmsReport) -> messaging.Report | None:
    try:
        send = UUID(report.out_id)
        at = datetime.strptime(report.report_time, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
    except ValueError:
        return None
    return messaging.Report(send=send, delivered=report.success, reason=report.err_code, at=at)
