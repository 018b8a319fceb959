"""Recorded receipts whose codes nobody knew: filled in when they come again and somebody does."""

from collections.abc import Sequence
from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.modules.tills.facts import ExplainedLine, ReceiptExplained

_SKUS = Command(
    """
    update tills.line l set sku_id = e.sku_id
    from unnest($2::uuid[], $3::int4[], $4::uuid[]) e (receipt_id, line_no, sku_id)
    where l.tenant_id = $1 and l.receipt_id = e.receipt_id and l.line_no = e.line_no
      and l.sku_id is null
    """
)
_GUIDES = Command(
    """
    update tills.receipt r set guide_id = e.guide_id
    from unnest($2::uuid[], $3::uuid[]) e (receipt_id, guide_id)
    where r.tenant_id = $1 and r.id = e.receipt_id and r.guide_id is null
    """
)


class Explained:
    """What is known now of one receipt: its guide, articles by line."""

    def __init__(self, receipt: UUID) -> None:
        self.receipt = receipt
        self.guide: UUID | None = None
        self.skus: dict[int, UUID] = {}


async def explain(work: Work, some: Sequence[Explained]) -> None:
    """Fill in what was empty; what was said before stays."""
    skus = [(one.receipt, line, sku) for one in some for line, sku in one.skus.items()]
    if skus:
        await _SKUS.run(work, work.tenant, *(list(column) for column in zip(*skus, strict=True)))
    guides = [(one.receipt, one.guide) for one in some if one.guide is not None]
    if guides:
        columns = [list(column) for column in zip(*guides, strict=True)]
        await _GUIDES.run(work, work.tenant, *columns)
    for one in some:
        lines = tuple(ExplainedLine(line, sku) for line, sku in sorted(one.skus.items()))
        # About nobody: to the customer nothing happened.
        work.tell(ReceiptExplained(receipt=one.receipt, guide=one.guide, lines=lines))
