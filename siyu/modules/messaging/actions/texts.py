"""Text messages. A phone number is kept sealed, and only until the vendor has it."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from siyu.kernel.crypto import seal, unseal
from siyu.kernel.db import Command, Query, Work
from siyu.modules.messaging.facts import MessageDelivered, MessageFailed, MessageSent
from siyu.modules.messaging.values import Handed, Refused, Report, TextMessage

SMS = "sms"
SIGN_IN_CODE = "sign_in_code"
DELIVER = "messaging.deliver"


class _Sealed(msgspec.Struct, frozen=True):
    phone: str
    slots: dict[str, str]


class _Row(msgspec.Struct, frozen=True):
    id: UUID
    channel: str
    template: str
    customer_id: UUID | None
    sealed: bytes | None


_ADD = Command(
    """
    insert into messaging.send (tenant_id, id, channel, template, customer_id, sealed, made_at)
    values ($1, $2, $3, $4, $5, $6, $7)
    """
)
_OPEN = Query(
    _Row,
    """
    select id, channel, template, customer_id, sealed from messaging.send
    where tenant_id = $1 and id = $2 and handed_at is null and failed_at is null
    """,
)
_HANDED = Query(
    _Row,
    """
    update messaging.send set handed_at = $3, vendor_id = $4, sealed = null
    where tenant_id = $1 and id = $2 and handed_at is null and failed_at is null
    returning id, channel, template, customer_id, sealed
    """,
)
_FAILED = Query(
    _Row,
    """
    update messaging.send set failed_at = $3, reason = $4, sealed = null
    where tenant_id = $1 and id = $2 and failed_at is null and delivered_at is null
    returning id, channel, template, customer_id, sealed
    """,
)
_DELIVERED = Query(
    _Row,
    """
    update messaging.send set delivered_at = $3
    where tenant_id = $1 and id = $2 and failed_at is null and delivered_at is null
    returning id, channel, template, customer_id, sealed
    """,
)


async def send_code(work: Work, *, phone: str, code: str, customer: UUID | None = None) -> UUID:
    """Let a sign-in code leave by text message once this work is committed."""
    id_ = work.new_id()
    inside = msgspec.json.encode(_Sealed(phone, {"code": code}))
    sealed = seal(work.keyring.tenant_key(work.tenant), inside, _place(id_))
    await _ADD.run(work, work.tenant, id_, SMS, SIGN_IN_CODE, customer, sealed, work.now)
    work.enqueue(DELIVER, {"send": str(id_)})
    return id_


async def find_text(work: Work, send: UUID) -> TextMessage | None:
    """What is to be handed over; None when it was handed or given up already."""
    row = await _OPEN.first(work, work.tenant, send)
    if row is None or row.sealed is None:
        return None
    key = work.keyring.tenant_key(work.tenant)
    inside = msgspec.json.decode(unseal(key, row.sealed, _place(send)), type=_Sealed)
    return TextMessage(send=send, phone=inside.phone, template=row.template, slots=inside.slots)


async def record_handing(work: Work, send: UUID, outcome: Handed | Refused) -> None:
    """Keep what the vendor answered; a second answer for the same send changes nothing."""
    if isinstance(outcome, Handed):
        row = await _HANDED.first(work, work.tenant, send, work.now, outcome.vendor_id)
        if row is not None:
            fact = MessageSent(send=send, channel=row.channel, template=row.template)
            work.tell(fact, subject=row.customer_id)
        return
    await _fail(work, send, outcome.reason)


async def record_reports(work: Work, reports: Sequence[Report]) -> int:
    """Keep what the vendor reported later; how many told something new."""
    new = 0
    for report in reports:
        if not report.delivered:
            new += await _fail(work, report.send, report.reason)
            continue
        row = await _DELIVERED.first(work, work.tenant, report.send, report.at)
        if row is not None:
            fact = MessageDelivered(send=row.id, channel=row.channel, template=row.template)
            work.tell(fact, subject=row.customer_id, at=report.at)
            new += 1
    return new


async def _fail(work: Work, send: UUID, reason: str) -> int:
    row = await _FAILED.first(work, work.tenant, send, work.now, reason)
    if row is None:
        return 0
    fact = MessageFailed(send=send, channel=row.channel, template=row.template, reason=reason)
    work.tell(fact, subject=row.customer_id)
    return 1


def _place(send: UUID) -> bytes:
    return b"messaging.send/" + send.bytes
