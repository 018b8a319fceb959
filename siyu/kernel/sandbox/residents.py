"""How the frame asks a resident for the call-back it owes."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

import msgspec

from siyu.kernel.ids import TenantId


class Push(msgspec.Struct, frozen=True, kw_only=True):
    """A call-back to make: where to, what, and which status says that it was taken.

    A vendor that repeats what was not taken says after how many seconds each time; when it has no
    more, it gives up.
    """

    path: str
    body: bytes
    expected_status: int
    headers: Mapping[str, str] = {}
    pauses_s: Sequence[int] | None = None


class Residents(Protocol):
    """All vendors of the sandbox."""

    async def push(self, tenant: TenantId, resident: str, happening: UUID) -> Push: ...
