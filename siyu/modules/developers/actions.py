"""Verbs of developers: make a key, revoke it, note that it was used."""

import secrets
from uuid import UUID

from siyu.kernel.crypto import token_digest
from siyu.kernel.db import Command, Work
from siyu.modules.developers import queries
from siyu.modules.developers.errors import TooMuch, UnknownPermit
from siyu.modules.developers.facts import KeyAdded, KeyRevoked
from siyu.modules.developers.values import Key, NewKey

PREFIX = "siyu"
SHOWN = 12
"""So much of a key's beginning is kept in clear, to tell keys apart."""

OPEN_PERMITS = frozenset(
    {
        "tenants.read",
        "tenants.write",
        "catalog.read",
        "catalog.write",
        "channels.read",
        "channels.write",
        "content.read",
        "customers.read",
        "customers.write",
        "distribution.read",
        "distribution.write",
        "inventory.read",
        "inventory.write",
        "ledger.read",
        "loyalty.read",
        "loyalty.adjust",
        "loyalty.refund",
        "loyalty.write",
        "receipts.read",
        "receipts.write",
        "payments.read",
        "promotions.read",
        "promotions.write",
        "orders.read",
        "orders.write",
        "orders.refund",
        "orders.reprice",
        "fulfilment.redeem",
        "fulfilment.ship",
        "vouchers.read",
        "vouchers.redeem",
        "insight.read",
        "audiences.read",
        "audiences.write",
        "campaigns.read",
        "campaigns.write",
        "letters.send",
        "staff.read",
        "system.read",
    }
)
"""What the open API has doors for."""

_ADD = Command(
    """
    insert into developers.key
      (tenant_id, id, digest, name, prefix, permits, made_by, made_at, expires_on, until)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    """
)
_REVOKE = Command(
    """
    update developers.key set revoked_at = $3, revoked_by = $4
    where tenant_id = $1 and id = $2 and revoked_at is null
    """
)
_USED = Command(
    """
    update developers.key set last_used_at = $3
    where tenant_id = $1 and id = $2
      and (last_used_at is null or last_used_at < $3::timestamptz - interval '1 minute')
    """
)


async def make_key(work: Work, new: NewKey, *, most: frozenset[str]) -> tuple[Key, str]:
    """The key's row and the key itself, which is shown this once; TooMuch beyond `most`."""
    if unknown := sorted(new.permits - OPEN_PERMITS):
        raise UnknownPermit(permits=", ".join(unknown))
    if beyond := sorted(new.permits - most):
        raise TooMuch(permits=", ".join(beyond))
    shown = f"{PREFIX}_{work.tenant}_{secrets.token_urlsafe(32)}"
    id_ = work.new_id()
    permits = sorted(new.permits)
    row = (token_digest(shown), new.name, shown[:SHOWN], permits, work.actor.id, work.now)
    await _ADD.run(work, work.tenant, id_, *row, new.expires_on, new.until)
    work.tell(KeyAdded(key=id_, permits=permits))
    work.audit("developers.make_key", "key", id_, after={"name": new.name, "permits": permits})
    return await queries.GET.one(work, work.tenant, id_), shown


async def revoke_key(work: Work, key: UUID) -> None:
    """The key opens nothing from now on; NotFound if there is none, twice is once."""
    await queries.GET.one(work, work.tenant, key)
    if await _REVOKE.run(work, work.tenant, key, work.now, work.actor.id):
        work.tell(KeyRevoked(key=key))
        work.audit("developers.revoke_key", "key", key)


async def note_use(work: Work, key: UUID) -> None:
    """Remember that a key was used, to the minute."""
    await _USED.run(work, work.tenant, key, work.now)
