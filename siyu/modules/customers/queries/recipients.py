"""What whoever writes to customers has to know of them, many at a time."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Query, Work
from siyu.kernel.errors import Language


class Recipient(Struct, frozen=True, kw_only=True):
    """A customer as a sender sees her; `said` is her last word to each purpose."""

    id: UUID
    member_no: int
    guide_id: UUID | None
    forgotten: bool
    said: dict[str, str]
    language: Language | None = None
    """The one in which she uses the storefront, if she ever did."""


_RECIPIENT = """
select c.id, c.member_no, c.guide_id, c.forgotten_at is not null as forgotten,
       coalesce(s.said, '{}') as said, c.language
from customers.customer c
left join lateral (
  select jsonb_object_agg(purpose, state) as said from (
    select distinct on (purpose) purpose, state from customers.consent
    where tenant_id = $1 and customer_id = c.id order by purpose, turn desc) last
) s on true
"""
BY_ID = Query(Recipient, f"{_RECIPIENT} where c.tenant_id = $1 and c.id = any($2::uuid[])")
BY_NUMBER = Query(
    Recipient,
    f"{_RECIPIENT} where c.tenant_id = $1 and c.member_no = any($2::int4[]) order by c.member_no",
)


async def find_recipients(work: Work, customers: Sequence[UUID]) -> dict[UUID, Recipient]:
    """By id; who was forgotten is among them and says so."""
    rows = await BY_ID.all(work, work.tenant, list(customers)) if customers else []
    return {row.id: row for row in rows}


async def find_recipients_by_number(work: Work, numbers: Sequence[int]) -> list[Recipient]:
    """By member number, in their order; who was forgotten is among them and says so."""
    return await BY_NUMBER.all(work, work.tenant, list(numbers)) if numbers else []
