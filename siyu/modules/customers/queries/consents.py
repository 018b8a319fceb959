"""What customers said to each purpose."""

from collections.abc import Sequence
from uuid import UUID

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules.customers.rules.consents import CHILD
from siyu.modules.customers.values import Consent

LATEST = Query(
    Consent,
    """
    select distinct on (purpose, channel) purpose, channel, state, source, text_version, guardian,
           store_id, at
    from customers.consent where tenant_id = $1 and customer_id = $2
    order by purpose, channel, turn desc
    """,
)

HISTORY = Query(
    Consent,
    """
    select purpose, channel, state, source, text_version, guardian, store_id, at
    from customers.consent
    where tenant_id = $1 and customer_id = $2 order by turn desc limit 200
    """,
)


CHILD_MAY_BE_KEPT = Scalar(
    """
    select state = 'granted' from customers.consent
    where tenant_id = $1 and customer_id = $2 and purpose = $3 order by turn desc limit 1
    """
)


async def may_keep_child(work: Work, customer: UUID) -> bool:
    """Whether a guardian agreed to what is kept of this child."""
    return bool(await CHILD_MAY_BE_KEPT.get(work, work.tenant, customer, CHILD.code))


async def list_consents(work: Work, customer: UUID) -> Sequence[Consent]:
    """The latest word to each purpose and channel."""
    return await LATEST.all(work, work.tenant, customer)


async def list_consent_history(work: Work, customer: UUID) -> Sequence[Consent]:
    """Every word she ever said, latest first: the evidence."""
    return await HISTORY.all(work, work.tenant, customer)
