"""Console doors of keys to the open API."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from siyu.api.typed import Name
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask, door
from siyu.modules import developers, staff, tenants


class KeyItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A key; `key` itself only in the answer to making it."""

    id: UUID
    name: str
    scopes: list[str]
    prefix: str
    created_by: str | None
    created_at: datetime
    expires_on: date | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    key: str = ""


class KeyGiven(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: Name
    scopes: Annotated[list[str], msgspec.Meta(min_length=1, max_length=50)]
    expires_on: date | None = None


@door.get("/keys", permit="developers.read")
async def list_keys(ask: Ask) -> list[KeyItem]:
    """All keys, the newest first."""
    async with ask.look() as work:
        return await _items(work, await developers.list_keys(work))


@door.get("/keys/scopes", permit="developers.read")
async def list_scopes(ask: Ask) -> list[str]:
    """What a key made here may be allowed to do."""
    return sorted(developers.OPEN_PERMITS & ask.permits)


@door.post(
    "/keys",
    permit="developers.write",
    errors=[developers.TooMuch, developers.UnknownPermit],
)
async def make_key(ask: Ask, data: KeyGiven) -> KeyItem:
    """Make a key; it is shown in this answer and never again."""
    async with ask.work() as work:
        tenant = await tenants.get_tenant(work)
        new = developers.NewKey(
            name=data.name,
            permits=frozenset(data.scopes),
            expires_on=data.expires_on,
            until=tenant.end_of(data.expires_on) if data.expires_on else None,
        )
        key, shown = await developers.make_key(work, new, most=ask.permits)
        [item] = await _items(work, [key])
    return msgspec.structs.replace(item, key=shown)


@door.delete("/keys/{id:uuid}", permit="developers.write", status_code=204)
async def revoke_key(ask: Ask, id: UUID) -> None:
    """Let a key open nothing from now on."""
    async with ask.work() as work:
        await developers.revoke_key(work, id)


async def _items(work: Work, keys: Sequence[developers.Key]) -> list[KeyItem]:
    names = await staff.names(work, [k.made_by for k in keys if k.made_by])
    return [
        KeyItem(
            id=k.id,
            name=k.name,
            scopes=k.permits,
            prefix=k.prefix,
            created_by=names.get(k.made_by) if k.made_by else None,
            created_at=k.made_at,
            expires_on=k.expires_on,
            last_used_at=k.last_used_at,
            revoked_at=k.revoked_at,
        )
        for k in keys
    ]


DOORS = [list_keys, list_scopes, make_key, revoke_key]
