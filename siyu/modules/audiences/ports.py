"""What audiences ask of others: which conditions there are, and for whom each holds."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from msgspec import Struct

from siyu.kernel.blocks import Leaf, Registry
from siyu.kernel.columns import Columns
from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.kernel.scope import Scope


class Asking(Struct, frozen=True):
    """Of which merchant, as of which day, with what to ask."""

    works: Works
    columns: Columns
    tenant: TenantId
    zone: str
    today: date
    now: datetime


class Leaves(Protocol):
    """Conditions and their answers; each answer is one question for all members at once."""

    registry: Registry

    async def members(self, asking: Asking, leaf: Leaf) -> Iterable[int]:
        """Numbers of all members for whom it holds; forgotten ones may be among them."""
        ...

    async def universe(self, asking: Asking, scope: Scope) -> Iterable[int]:
        """Numbers of living members within the scope."""
        ...

    async def forgotten_since(self, asking: Asking, since: datetime) -> Iterable[int]:
        """Numbers of members forgotten at or after an instant."""
        ...
