"""Ten digits, sealed with the tenant's key and found by a blind index of it."""

from uuid import UUID

from siyu.kernel.crypto import blind_index, seal, unseal
from siyu.kernel.db import Work


def sealed(work: Work, voucher: UUID, code: str) -> bytes:
    return seal(work.keyring.tenant_key(work.tenant), code.encode(), _place(voucher))


def opened(work: Work, voucher: UUID, kept: bytes) -> str:
    return unseal(work.keyring.tenant_key(work.tenant), kept, _place(voucher)).decode()


def blind(work: Work, code: str) -> bytes:
    key = work.keyring.key(f"tenant/{work.tenant}/vouchers/blind")
    return blind_index(key, "voucher", code)


def _place(voucher: UUID) -> bytes:
    return b"vouchers.voucher/" + voucher.bytes
