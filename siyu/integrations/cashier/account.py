"""A merchant's account with the sandbox cashier: made when it is first used, kept sealed.

Both sides' keys are the sandbox's doing: ours to sign requests, the vendor's to sign answers and
notices, and a secret that seals what notices hold.
"""

import asyncio
import hashlib
import secrets
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.kernel.sandbox import World
from siyu.modules.payments import NothingToPayWith

VENDOR = "cashier"
KEYS = "keys"
_OF_OURS = "19"


class Keys(msgspec.Struct, frozen=True):
    """As the sandbox keeps them: two private keys in PEM, and the secret of notices."""

    merchant: str
    platform: str
    secret: str

    def __repr__(self) -> str:
        return "Keys(…)"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return []


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What both sides hold: the client uses its own key and the platform's public one."""

    mchid: str
    key: RSAPrivateKey
    serial: str
    platform: RSAPrivateKey
    platform_serial: str
    secret: str

    def __repr__(self) -> str:
        return f"Account({self.mchid})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("mchid", self.mchid)]

    @property
    def public(self) -> RSAPublicKey:
        return self.key.public_key()

    @property
    def platform_public(self) -> RSAPublicKey:
        return self.platform.public_key()


def mchid_of(tenant: TenantId) -> str:
    """The merchant's number with the vendor: ten digits."""
    return f"{_OF_OURS}{tenant:08d}"


def tenant_of(mchid: str) -> TenantId | None:
    """Whose account this is; None for a number that no sandbox gave."""
    if len(mchid) != 10 or not mchid.startswith(_OF_OURS) or not mchid.isascii():
        return None
    return TenantId(int(mchid[2:])) if mchid.isdigit() else None


class Accounts:
    """Accounts by tenant, remembered: reading a key takes longer than signing with it."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._known: dict[TenantId, Account] = {}

    async def of(self, tenant: TenantId) -> Account:
        """The tenant's account, made if it has none; NothingToPayWith outside of a sandbox."""
        found = await self.find(tenant)
        if found is None:
            found = self._known[tenant] = _account(tenant, await self._made(tenant))
        return found

    async def find(self, tenant: TenantId) -> Account | None:
        """The tenant's account if it has one: nobody makes one by asking the vendor for it."""
        if not self._kit.settings.sandbox:
            raise NothingToPayWith
        if tenant in self._known:
            return self._known[tenant]
        async with self._kit.works.look(tenant) as work:
            found = await World(work, VENDOR).find(KEYS, Keys, by=KEYS)
        if found is None:
            return None
        return self._known.setdefault(tenant, _account(tenant, found[1]))

    async def _made(self, tenant: TenantId) -> Keys:
        new = await asyncio.to_thread(_new_keys)
        async with self._kit.works.open(tenant) as work:
            world = World(work, VENDOR)
            await world.alone(KEYS)
            found = await world.find(KEYS, Keys, by=KEYS)
            if found is not None:
                return found[1]
            await world.remember(KEYS, new, by=KEYS)
        return new


def _new_keys() -> Keys:
    return Keys(merchant=_new_key(), platform=_new_key(), secret=secrets.token_hex(16))


def _new_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _account(tenant: TenantId, keys: Keys) -> Account:
    ours, theirs = _read(keys.merchant), _read(keys.platform)
    return Account(
        mchid=mchid_of(tenant),
        key=ours,
        serial=_serial(ours),
        platform=theirs,
        platform_serial=_serial(theirs),
        secret=keys.secret,
    )


def _read(pem: str) -> RSAPrivateKey:
    # It was made above and kept sealed: to prove its primes anew takes longer than an order.
    key = load_pem_private_key(pem.encode(), password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("the cashier signs with RSA keys")
    return key


def _serial(key: RSAPrivateKey) -> str:
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(public).hexdigest()[:40].upper()
