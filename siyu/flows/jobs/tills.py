"""Jobs of the tills."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from siyu.flows.import_receipts import import_run
from siyu.kernel.ids import TenantId
from siyu.kernel.jobs import Handler
from siyu.kernel.kit import Kit
from siyu.modules import tills


def handlers(kit: Kit) -> dict[str, Handler]:
    async def import_file(tenant: TenantId, _: UUID, args: Mapping[str, Any]) -> None:
        await import_run(kit.works, kit.uploads, tenant, UUID(args["run"]))

    return {tills.JOB: import_file}
