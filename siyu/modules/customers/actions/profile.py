"""What people of the merchant write about a customer, and the one look at her phone number."""

from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.kernel.errors import Language, NotFound
from siyu.kernel.names import Named
from siyu.modules.customers.actions.agree import must_have_guardian
from siyu.modules.customers.errors import NoPhone, UnreadableBirthday
from siyu.modules.customers.facts import PhoneRevealed, ProfileChanged
from siyu.modules.customers.queries.known import find_phone
from siyu.modules.customers.queries.people import get_customer, lock_customers
from siyu.modules.customers.rules.profile import merged, readable_birthday
from siyu.modules.customers.values import Customer, ProfileChange

WRITE = Command(
    """
    update customers.customer
    set name = $3, pinyin = $4, searched = $5, grams = $6, remark = $7, gender = $8, birthday = $9
    where tenant_id = $1 and id = $2
    """
)


SPEAK = Command(
    """
    update customers.customer set language = $3
    where tenant_id = $1 and id = $2 and forgotten_at is null and language is distinct from $3
    """
)


async def change_profile(work: Work, customer: UUID, change: ProfileChange) -> Customer:
    """Set the named fields; told and audited by their names, and only those that differ.

    NeedsGuardian where it makes, or leaves, a child of whom no guardian agreed to anything.
    """
    held = (await lock_customers(work, [customer])).get(customer)
    if held is None:
        raise NotFound
    if not readable_birthday(change.birthday, work.now.date()):
        raise UnreadableBirthday
    after = merged(held, change)
    await must_have_guardian(work, customer, after.birthday)
    fields = sorted(f for f in change.fields if getattr(held, f) != getattr(after, f))
    if not fields:
        return held
    named = Named.of(after.name, work.tenant)
    found = (named.pinyin, named.searched, named.grams)
    own = (after.remark, after.gender, after.birthday)
    await WRITE.run(work, work.tenant, customer, named.name, *found, *own)
    work.tell(ProfileChanged(fields=fields), subject=customer)
    changed = dict.fromkeys(fields, "changed")
    work.audit("customers.change_profile", "customer", customer, after=changed)
    return await get_customer(work, customer)


async def speak(work: Work, customer: UUID, language: Language) -> None:
    """The language in which she uses the storefront, and so is written to; no news in itself."""
    await SPEAK.run(work, work.tenant, customer, language)


async def reveal_phone(work: Work, customer: UUID, *, reason: str | None = None) -> str:
    """Her phone number for the eyes of whoever acts: kept in the audit and told."""
    phone = await find_phone(work, customer)
    if phone is None:
        raise NoPhone
    why = {"reason": reason} if reason else None
    work.audit("customers.reveal_phone", "customer", customer, after=why)
    work.tell(PhoneRevealed(), subject=customer)
    return phone
