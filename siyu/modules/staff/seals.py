"""How personal data of people who work here is kept: under a key of their own.

Their key is sealed by the merchant's; without it phone and places are noise.
"""

from typing import NamedTuple
from uuid import UUID

from siyu.kernel.crypto import blind_index, new_key, seal, unseal
from siyu.kernel.db import Work


class SealedPhone(NamedTuple):
    """A phone as it is kept, and by what it is found: whole, and by its last four digits."""

    sealed: bytes | None = None
    blind: bytes | None = None
    tail: bytes | None = None


class Seals:
    """Opens and seals what is one person's."""

    def __init__(self, work: Work, person: UUID, wrapped: bytes) -> None:
        self._person = person
        self.wrapped = wrapped
        self._key = unseal(work.keyring.tenant_key(work.tenant), wrapped, _place("key", person))

    @classmethod
    def new(cls, work: Work, person: UUID) -> "Seals":
        key = work.keyring.tenant_key(work.tenant)
        return cls(work, person, seal(key, new_key(), _place("key", person)))

    def seal(self, what: str, text: str) -> bytes:
        return seal(self._key, text.encode(), _place(what, self._person))

    def unseal(self, what: str, sealed: bytes) -> str:
        return unseal(self._key, sealed, _place(what, self._person)).decode()


def sealed_phone(work: Work, seals: Seals, phone: str | None) -> SealedPhone:
    if phone is None:
        return SealedPhone()
    return SealedPhone(seals.seal("phone", phone), blind(work, phone), tail(work, phone[-4:]))


def blind(work: Work, phone: str) -> bytes:
    return blind_index(_blinding(work), "phone", phone)


def tail(work: Work, last_four: str) -> bytes:
    return blind_index(_blinding(work), "phone/tail", last_four)


def _blinding(work: Work) -> bytes:
    return work.keyring.key(f"tenant/{work.tenant}/staff/blind")


def _place(what: str, person: UUID) -> bytes:
    return f"staff.person.{what}/".encode() + person.bytes
