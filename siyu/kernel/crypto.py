"""Keys and sealing: every secret is derived from one master secret, every person has a key.

AES-256-GCM (NIST SP 800-38D) seals, HKDF-SHA256 (RFC 5869) derives, HMAC-SHA256 indexes blindly.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12


class Unsealable(Exception):
    """The sealed bytes were made with another key or for another place, or were changed."""


class Keyring:
    """What is derived from the installation's master secret; the secret itself never leaves."""

    def __init__(self, master: bytes) -> None:
        if len(master) < 32:
            raise ValueError("the master secret needs at least 32 bytes")
        self._master = master

    def key(self, purpose: str) -> bytes:
        """32 bytes for one purpose; different purposes tell nothing about one another."""
        return HKDF(SHA256(), 32, salt=b"siyu", info=purpose.encode()).derive(self._master)

    def password(self, purpose: str) -> str:
        return self.key(f"password/{purpose}").hex()

    def tenant_key(self, tenant: int) -> bytes:
        return self.key(f"tenant/{tenant}")


def new_key() -> bytes:
    return secrets.token_bytes(32)


def seal(key: bytes, plain: bytes, place: bytes) -> bytes:
    """Sealed bytes that open only with `key` and only at `place` (a table, column, row)."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place)


def unseal(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """The plain bytes; Unsealable if key, place or content differ from the sealing."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place)
    except InvalidTag as wrong:
        raise Unsealable from wrong


def blind_index(key: bytes, kind: str, value: str) -> bytes:
    """16 bytes equal for equal values of one kind: finds a value that is kept only sealed."""
    return hmac.digest(key, f"{kind}\0{value}".encode(), hashlib.sha256)[:16]


def same(one: bytes, other: bytes) -> bool:
    """Equality in constant time."""
    return hmac.compare_digest(one, other)


def token_digest(token: str) -> bytes:
    """How a random token of at least 128 bits is kept: it needs no salt and no slow hash."""
    return hashlib.sha256(token.encode()).digest()
