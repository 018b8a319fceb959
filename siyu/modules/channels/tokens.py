"""What a browser carries: who it is as a visitor, and by which visit it came. Both are signed.

Nobody can claim another's visit or be another's visitor; neither says anything of the person.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import Literal
from uuid import UUID

from siyu.kernel import crypto
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Work
from siyu.kernel.ids import TenantId

Came = Literal["visitor", "visit", "opening"]
_LETTERS: dict[Came, bytes] = {"visitor": b"p", "visit": b"v", "opening": b"o"}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_MAC_BYTES = 16


def new_visitor() -> UUID:
    """Random through and through: not even the moment can be read from it."""
    return UUID(bytes=secrets.token_bytes(16), version=4)


def sign(keyring: Keyring, tenant: TenantId, kind: Came, id_: UUID) -> str:
    body = _LETTERS[kind] + id_.bytes
    return base64.urlsafe_b64encode(body + _mac(keyring, tenant, body)).decode()


def read(keyring: Keyring, tenant: TenantId, token: str) -> tuple[Came, UUID] | None:
    """What a token stands for; None if it was not signed here."""
    try:
        raw = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    body, mac = raw[:17], raw[17:]
    if len(raw) != 17 + _MAC_BYTES or not crypto.same(mac, _mac(keyring, tenant, body)):
        return None
    return _KINDS[body[:1]], UUID(bytes=body[1:])


def sign_visitor(keyring: Keyring, tenant: TenantId, visitor: UUID) -> str:
    return sign(keyring, tenant, "visitor", visitor)


def read_visitor(keyring: Keyring, tenant: TenantId, cookie: str | None) -> UUID | None:
    found = read(keyring, tenant, cookie) if cookie else None
    return found[1] if found and found[0] == "visitor" else None


def blind_address(work: Work, address: str) -> bytes:
    """Equal for one address on one day; of two days nobody can tell."""
    key = work.keyring.key(f"tenant/{work.tenant}/channels/address")
    return crypto.blind_index(key, work.now.date().isoformat(), address)


def _mac(keyring: Keyring, tenant: TenantId, body: bytes) -> bytes:
    key = keyring.key(f"tenant/{tenant}/channels/token")
    return hmac.digest(key, body, hashlib.sha256)[:_MAC_BYTES]
