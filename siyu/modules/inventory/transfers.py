"""Transfers: what one place sends, until another says what of it arrived."""

from collections.abc import Sequence
from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.modules.inventory import travels as queries
from siyu.modules.inventory.errors import TransferDiffers, TransferEnded
from siyu.modules.inventory.facts import ArrivedLine, GoodsArrived, GoodsSent, ReceivedLine
from siyu.modules.inventory.values import Arrival, Sending, Transfer

_ADD = Command(
    """
    insert into inventory.transfer (tenant_id, id, from_id, to_id, reason, sent_at, sent_by)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict (tenant_id, id) do nothing
    """
)
_ADD_LINES = Command(
    """
    insert into inventory.transfer_line (tenant_id, transfer_id, number, sku_id, sent)
    select $1, $2, number, sku_id, sent
    from unnest($3::uuid[], $4::int8[]) with ordinality as l (sku_id, sent, number)
    """
)
# Of two who receive at once, one does.
_ARRIVE = Command(
    """
    update inventory.transfer set received_at = $3, received_by = $4, missing_why = $5
    where tenant_id = $1 and id = $2 and received_at is null
    """
)
_ARRIVE_LINES = Command(
    """
    update inventory.transfer_line l set received = a.received
    from unnest($3::uuid[], $4::int8[]) as a (sku_id, received)
    where l.tenant_id = $1 and l.transfer_id = $2 and l.sku_id = a.sku_id
    """
)


async def send(work: Work, sending: Sending) -> bool:
    """Write down what was sent; False if this transfer was written before."""
    head = (sending.id, sending.source, sending.target, sending.reason, work.now, work.actor.id)
    if not await _ADD.run(work, work.tenant, *head):
        return False
    skus, sent = _columns(sending.lines)
    await _ADD_LINES.run(work, work.tenant, sending.id, skus, sent)
    lines = tuple(ReceivedLine(sku, many) for sku, many in sending.lines)
    work.tell(
        GoodsSent(transfer=sending.id, source=sending.source, target=sending.target, lines=lines)
    )
    after = {"from": sending.source, "to": sending.target, "lines": len(lines)}
    work.audit("inventory.send", "transfer", sending.id, after=after)
    return True


async def arrive(work: Work, transfer: Transfer, arrival: Arrival) -> None:
    """Write down what of it arrived; TransferEnded if somebody did."""
    by = (work.now, work.actor.id, arrival.why)
    if not await _ARRIVE.run(work, work.tenant, transfer.id, *by):
        raise TransferEnded
    skus, received = _columns([(sku, many) for sku, _, many in arrival.lines])
    await _ARRIVE_LINES.run(work, work.tenant, transfer.id, skus, received)
    lines = tuple(ArrivedLine(sku, sent, many) for sku, sent, many in arrival.lines)
    work.tell(
        GoodsArrived(
            transfer=transfer.id, source=transfer.from_id, target=transfer.to_id, lines=lines
        )
    )
    missing = sum(sent - many for _, sent, many in arrival.lines)
    after = {"lines": len(lines), "missing": missing}
    work.audit("inventory.arrive", "transfer", transfer.id, after=after)


async def find_sent(work: Work, sending: Sending) -> Transfer | None:
    """The transfer of that id; TransferDiffers if it says something else."""
    found = await queries.find_transfer(work, sending.id)
    if found is None:
        return None
    said, lines = found
    same = [(line.sku, line.sent) for line in lines] == list(sending.lines)
    if (said.from_id, said.to_id) != (sending.source, sending.target) or not same:
        raise TransferDiffers
    return said


def _columns(lines: Sequence[tuple[UUID, int]]) -> tuple[list[UUID], list[int]]:
    return [sku for sku, _ in lines], [many for _, many in lines]
