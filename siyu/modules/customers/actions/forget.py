"""Forgetting a customer: her key is destroyed, and with it all that was sealed under it.

What the law has a merchant keep stays without a name: receipts and money (会计法;
电子商务法 Art. 31: three years), what she agreed to as evidence, and facts, which hold ids and
numbers only. Her member number is never given to anybody else.
"""

from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.kernel.errors import NotFound
from siyu.modules.customers.facts import CustomerForgotten
from siyu.modules.customers.queries.people import lock_customers

DESTROY_KEY = Command("delete from customers.person_key where tenant_id = $1 and customer_id = $2")

EMPTY = Command(
    """
    update customers.customer
    set name = null, pinyin = '', searched = '', grams = '{}', remark = '', gender = null,
        birthday = null, language = null, forgotten_at = $3
    where tenant_id = $1 and id = $2
    """
)

# The blind indexes go too: with the tenant's key one could still ask whether a phone was hers.
END_IDENTITIES = Command(
    """
    update customers.identity
    set ended_at = coalesce(ended_at, $3), ended_by = $4, ended_why = 'forgotten',
        sealed = '', tail = null, blind = uuid_send(id)
    where tenant_id = $1 and customer_id = $2
    """
)

DROP_CODES = Command(
    """
    delete from customers.sign_in_code c using customers.identity i
    where c.tenant_id = $1 and i.tenant_id = $1 and i.customer_id = $2 and i.kind = 'phone'
      and c.phone = i.blind
    """
)

END_BELONGING = Command(
    """
    update customers.belonging set ended_at = $3, ended_by = $4, ended_why = 'forgotten'
    where tenant_id = $1 and customer_id = $2 and ended_at is null
    """
)

END_TAGGINGS = Command(
    """
    update customers.tagging set ended_at = $3, ended_by = $4
    where tenant_id = $1 and customer_id = $2 and ended_at is null
    """
)

END_ADDRESSES = Command(
    """
    update customers.address
    set ended_at = coalesce(ended_at, $3), default_at = null, sealed = '', province = ''
    where tenant_id = $1 and customer_id = $2
    """
)

END_SESSIONS = Command(
    """
    update customers.session set ended_at = $3
    where tenant_id = $1 and customer_id = $2 and ended_at is null
    """
)


async def forget(work: Work, customer: UUID, *, reason: str) -> None:
    """Nobody, we included, can read what she was known by any more; it can't be undone."""
    if customer not in await lock_customers(work, [customer]):
        raise NotFound
    whose = (work.tenant, customer)
    await DESTROY_KEY.run(work, *whose)
    await EMPTY.run(work, *whose, work.now)
    await DROP_CODES.run(work, *whose)
    await END_IDENTITIES.run(work, *whose, work.now, str(work.actor))
    await END_ADDRESSES.run(work, *whose, work.now)
    await END_BELONGING.run(work, *whose, work.now, str(work.actor))
    await END_TAGGINGS.run(work, *whose, work.now, str(work.actor))
    await END_SESSIONS.run(work, *whose, work.now)
    work.audit("customers.forget", "customer", customer, after={"reason": reason})
    work.tell(CustomerForgotten(), subject=customer)
