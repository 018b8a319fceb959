"""Pictures of cases: written before the work that makes them hers, swept where no row knows."""

import asyncio
from pathlib import Path
from uuid import UUID

from siyu.flows import after_sale
from siyu.kernel.clock import SystemClock
from siyu.kernel.db import Work, Works
from siyu.kernel.ids import TenantId
from siyu.modules import aftersale

AT_ONCE = 2
"""A large picture takes some hundred megabytes while it is made small."""
_tidying = asyncio.Semaphore(AT_ONCE)


async def write(works: Works, uploads: Path, tenant: TenantId, case: UUID, sent: bytes) -> UUID:
    """The picture's id, for `add`; BadPicture, PictureTooBig, and what `add` would say now."""
    async with _tidying:
        jpeg = await asyncio.to_thread(aftersale.tidied, sent)
    picture = aftersale.picture_id(case, jpeg)
    async with works.look(tenant) as work:
        new = await aftersale.must_take(work, await aftersale.get_case(work, case), picture)
    if new:
        kept = (works.keyring, uploads, tenant, picture, jpeg)
        await asyncio.to_thread(aftersale.write_picture, *kept)
    return picture


async def add(work: Work, case: UUID, picture: UUID) -> None:
    """The case shows it from now on; NotNow when it is over, TooManyPictures."""
    await aftersale.add_picture(work, await after_sale.hold(work, case), picture)


async def sweep(works: Works, uploads: Path, tenant: TenantId) -> int:
    """Remove files that no case knows: of works that broke off; how many there were."""
    async with works.look(tenant) as work:
        living = await aftersale.living_pictures(work)
    # Files carry the machine's time, whatever a sandbox says.
    before = SystemClock().now() - aftersale.STRAY
    return await asyncio.to_thread(
        aftersale.remove_stray_pictures, uploads, tenant, living, before=before
    )
