"""How identities are kept: sealed under the person's own key, found by blind indexes.

The person's key is sealed by the tenant's. Destroying that one row makes all she was known by
unreadable, in backups of later days too.
"""

from uuid import UUID

from msgspec import Struct

from siyu.kernel import crypto
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Work
from siyu.kernel.ids import TenantId
from siyu.modules.customers.rules.identities import tail_of


class Index(Struct, frozen=True):
    """By what a sealed identity is found: whole, and by its last four digits."""

    whole: bytes
    tail: bytes | None


class Seals:
    """Seals and indexes of one tenant."""

    def __init__(self, keyring: Keyring, tenant: TenantId) -> None:
        self._tenant = tenant
        self._wrapping = keyring.tenant_key(tenant)
        self._blinding = keyring.key(f"tenant/{tenant}/customers/blind")

    @classmethod
    def of(cls, work: Work) -> "Seals":
        return cls(work.keyring, work.tenant)

    def index(self, kind: str, value: str) -> Index:
        tail = tail_of(kind, value)
        return Index(self.blind(kind, value), None if tail is None else self.tail(kind, tail))

    def blind(self, kind: str, value: str) -> bytes:
        return crypto.blind_index(self._blinding, kind, value)

    def tail(self, kind: str, last_four: str) -> bytes:
        return crypto.blind_index(self._blinding, f"{kind}/tail", last_four)

    def wrap(self, customer: UUID, key: bytes) -> bytes:
        return crypto.seal(self._wrapping, key, self._place("person_key", customer))

    def unwrap(self, customer: UUID, wrapped: bytes) -> bytes:
        return crypto.unseal(self._wrapping, wrapped, self._place("person_key", customer))

    def seal(self, key: bytes, identity: UUID, value: str) -> bytes:
        return crypto.seal(key, value.encode(), self._place("identity", identity))

    def unseal(self, key: bytes, identity: UUID, sealed: bytes) -> str:
        return crypto.unseal(key, sealed, self._place("identity", identity)).decode()

    def seal_address(self, key: bytes, address: UUID, value: str) -> bytes:
        return crypto.seal(key, value.encode(), self._place("address", address))

    def unseal_address(self, key: bytes, address: UUID, sealed: bytes) -> str:
        return crypto.unseal(key, sealed, self._place("address", address)).decode()

    def _place(self, table: str, row: UUID) -> bytes:
        return f"customers.{table}/{self._tenant}/{row}".encode()
