"""The calendar of the tills: uploaded files go when their time is over."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from siyu.kernel.clock import SystemClock
from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.schedule import Entry
from siyu.modules import tills


def entries(kit: Kit) -> list[Entry]:
    async def drop_files(_: datetime) -> None:
        for tenant in await asyncio.to_thread(tills.tenants_with_files, kit.uploads):
            await tidy_uploads(kit.works, kit.uploads, tenant)

    return [Entry("tills.drop_files", timedelta(days=1), drop_files)]


async def tidy_uploads(works: Works, uploads: Path, tenant: TenantId) -> None:
    """Remove files past their time, and what uploads that broke off have left."""
    async with works.open(tenant) as work:
        dropped = await tills.drop_files(work)
    await asyncio.to_thread(tills.remove_files, uploads, tenant, dropped)
    async with works.look(tenant) as work:
        living = await tills.living_files(work)
    # Files carry the machine's time, whatever a sandbox says.
    before = SystemClock().now() - tills.STRAY
    await asyncio.to_thread(tills.remove_strays, uploads, tenant, living, before=before)
