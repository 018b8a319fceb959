"""Every SELECT of developers."""

from siyu.kernel.crypto import token_digest
from siyu.kernel.db import Query, Work
from siyu.modules.developers.values import Key

_KEY = """
select id, name, prefix, permits, made_by, made_at, expires_on, last_used_at, revoked_at
from developers.key
"""
LIST = Query(Key, f"{_KEY} where tenant_id = $1 order by made_at desc, id desc")
GET = Query(Key, f"{_KEY} where tenant_id = $1 and id = $2")
_LIVING = Query(
    Key,
    f"""
    {_KEY} where tenant_id = $1 and digest = $2 and revoked_at is null
      and (until is null or until > $3)
    """,
)


async def list_keys(work: Work) -> list[Key]:
    """All keys, the newest first; a merchant has few."""
    return await LIST.all(work, work.tenant)


async def find_key(work: Work, shown: str) -> Key | None:
    """The living key that was shown; None for any other."""
    return await _LIVING.first(work, work.tenant, token_digest(shown), work.now)
