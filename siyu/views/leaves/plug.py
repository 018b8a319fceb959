"""All conditions as the room of audiences asks for them."""

import sys
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any

from siyu.kernel.blocks import Leaf, Registry
from siyu.kernel.blocks.registry import files
from siyu.kernel.db import Scalar
from siyu.kernel.scope import Scope
from siyu.modules.audiences import Asking

_UNIVERSE = Scalar(
    """
    select coalesce(array_agg(member_no), '{}') from customers.customer
    where tenant_id = $1 and forgotten_at is null
      and ($2::uuid[] is null or store_id = any($2)) and ($3::uuid is null or guide_id = $3)
    """
)
_FORGOTTEN = Scalar(
    "select member_no from customers.customer where tenant_id = $1 and forgotten_at >= $2"
)

Ask = Callable[[Asking, Any], Awaitable[Iterable[int]]]


class PluggedLeaves:
    """The conditions of this folder."""

    def __init__(self) -> None:
        here = list(files(sys.modules[__package__ or ""]))
        self.registry = Registry(module.BLOCK for module in here)
        self._asks: dict[str, Ask] = {module.BLOCK.code: module.members for module in here}

    async def members(self, asking: Asking, leaf: Leaf) -> Iterable[int]:
        return await self._asks[leaf.block](asking, leaf.args)

    async def universe(self, asking: Asking, scope: Scope) -> Iterable[int]:
        async with asking.works.look(asking.tenant) as work:
            return await _UNIVERSE.get(work, asking.tenant, scope.place_list(), scope.own)

    async def forgotten_since(self, asking: Asking, since: datetime) -> Iterable[int]:
        async with asking.works.look(asking.tenant) as work:
            return await _FORGOTTEN.column(work, asking.tenant, since)
