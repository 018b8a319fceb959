"""`siyu key`: keys to the open API, made where the program runs instead of in the console."""

from uuid import UUID

from siyu.bootstrap.bringing import find_merchant
from siyu.bootstrap.ground import awake
from siyu.bootstrap.house import opened
from siyu.cli.program import KeyShown
from siyu.kernel.config import Settings
from siyu.kernel.db import Actor
from siyu.modules import developers

OPERATOR = Actor("operator")


async def make(
    settings: Settings, merchant: str | None, *, name: str, permits: list[str]
) -> KeyShown:
    """A key, shown this once; without permits named it may do all that the open API does."""
    async with awake(settings):
        tenant = await find_merchant(settings, merchant)
        async with opened(settings, size=2) as kit, kit.works.open(tenant, actor=OPERATOR) as work:
            chosen = frozenset(permits) or developers.OPEN_PERMITS
            new = developers.NewKey(name=name, permits=chosen)
            key, shown = await developers.make_key(work, new, most=developers.OPEN_PERMITS)
    return _shown(key, shown)


async def list_all(settings: Settings, merchant: str | None) -> list[KeyShown]:
    async with awake(settings):
        tenant = await find_merchant(settings, merchant)
        async with opened(settings, size=2) as kit, kit.works.look(tenant) as work:
            return [_shown(key) for key in await developers.list_keys(work)]


async def revoke(settings: Settings, merchant: str | None, key: UUID) -> None:
    async with awake(settings):
        tenant = await find_merchant(settings, merchant)
        async with opened(settings, size=2) as kit, kit.works.open(tenant, actor=OPERATOR) as work:
            await developers.revoke_key(work, key)


def _shown(key: developers.Key, shown: str | None = None) -> KeyShown:
    return KeyShown(
        id=str(key.id),
        name=key.name,
        prefix=key.prefix,
        permits=key.permits,
        made_at=key.made_at.isoformat(timespec="seconds"),
        revoked_at=key.revoked_at.isoformat(timespec="seconds") if key.revoked_at else None,
        key=shown,
    )
