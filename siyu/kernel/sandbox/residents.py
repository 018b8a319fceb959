"""How the frame asks a resident for the call-back it owes."""

from typing import Protocol
from uuid import UUID

import msgspec

from siyu.kernel.ids import TenantId


class Push(msgspec.Struct, frozen=True, kw_only=True):
    """A call-back to make: where to, what, and which status says that it was taken."""

    path: str
    body: bytes
    expected_status: int


class Residents(Protocol):
    """All vendors of the sandbox."""

    async def push(self, tenant: TenantId, resident: str, happening: UUID) -> Push: ...
