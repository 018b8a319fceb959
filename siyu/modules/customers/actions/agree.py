"""The ledger of consents: what a customer agreed to or refused, in which words, when and where."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.kernel.errors import NotFound
from siyu.modules.customers.errors import NeedsGuardian, UnknownPurpose
from siyu.modules.customers.facts import ConsentChanged
from siyu.modules.customers.queries.consents import list_consents, may_keep_child
from siyu.modules.customers.queries.people import lock_customers
from siyu.modules.customers.rules.consents import CHILD, find_purpose, needs_guardian
from siyu.modules.customers.values import Consent, ConsentState, Guardian, Purpose

# The customer's row is locked, so no two words of hers get the same turn.
ADD = Command(
    """
    insert into customers.consent
      (tenant_id, customer_id, turn, purpose, channel, state, source, text_version, by, at,
       guardian, store_id)
    select $1, $2, coalesce(max(turn), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11
    from customers.consent where tenant_id = $1 and customer_id = $2
    """
)


async def agree(
    work: Work, customer: UUID, purpose_code: str, *, granted: bool, source: str
) -> Consent:
    """Keep her word to a purpose, `source` being where she gave it; said twice it is kept once."""
    purpose = find_purpose(purpose_code)
    if purpose is None:
        raise UnknownPurpose(purpose=purpose_code)
    held = (await lock_customers(work, [customer])).get(customer)
    if held is None:
        raise NotFound
    if granted:
        await must_have_guardian(work, customer, held.birthday)
    state: ConsentState = "granted" if granted else "refused"
    said = _last(await list_consents(work, customer), purpose)
    if said is not None and (said.state, said.text_version) == (state, purpose.version):
        return said
    return await _keep(work, customer, purpose, state, source)


async def agree_for_child(
    work: Work, customer: UUID, guardian: Guardian, *, source: str, store: UUID | None = None
) -> Consent:
    """Keep a guardian's word that a child's data may be kept; `store` is where it was given."""
    if customer not in await lock_customers(work, [customer]):
        raise NotFound
    said = _last(await list_consents(work, customer), CHILD)
    if said is not None and said.text_version == CHILD.version and said.guardian == guardian:
        return said
    kept = await _keep(work, customer, CHILD, "granted", source, guardian=guardian, store=store)
    after = {"guardian": guardian, "store": store, "version": CHILD.version}
    work.audit("customers.agree_for_child", "customer", customer, after=after)
    return kept


async def must_have_guardian(work: Work, customer: UUID, birthday: date | None) -> None:
    """NeedsGuardian for a child of whom no guardian said that her data may be kept."""
    if needs_guardian(birthday, work.now.date()) and not await may_keep_child(work, customer):
        raise NeedsGuardian


def _last(consents: Sequence[Consent], purpose: Purpose) -> Consent | None:
    return next((c for c in consents if c.purpose == purpose.code), None)


async def _keep(
    work: Work,
    customer: UUID,
    purpose: Purpose,
    state: ConsentState,
    source: str,
    *,
    guardian: Guardian | None = None,
    store: UUID | None = None,
) -> Consent:
    words = (purpose.code, purpose.channel, state, source, purpose.version)
    who = (str(work.actor), work.now, guardian, store)
    await ADD.run(work, work.tenant, customer, *words, *who)
    fact = ConsentChanged(purpose=purpose.code, channel=purpose.channel, state=state, source=source)
    work.tell(fact, subject=customer)
    return Consent(
        purpose=purpose.code,
        channel=purpose.channel,
        state=state,
        source=source,
        text_version=purpose.version,
        guardian=guardian,
        store_id=store,
        at=work.now,
    )
