"""Eight digits, sealed with the tenant's key and found by a blind index of it."""

from uuid import UUID

from siyu.kernel.crypto import blind_index, seal, unseal
from siyu.kernel.db import Work


def sealed(work: Work, pickup: UUID, code: str) -> bytes:
    return seal(work.keyring.tenant_key(work.tenant), code.encode(), _place(pickup))


def opened(work: Work, pickup: UUID, kept: bytes) -> str:
    return unseal(work.keyring.tenant_key(work.tenant), kept, _place(pickup)).decode()


def blind(work: Work, code: str) -> bytes:
    key = work.keyring.key(f"tenant/{work.tenant}/fulfilment/blind")
    return blind_index(key, "pickup", code)


def _place(pickup: UUID) -> bytes:
    return b"fulfilment.pickup/" + pickup.bytes
