"""Signatures and sealing: RSA-SHA256 (PKCS#1 v1.5, RFC 8017) over lines, AES-256-GCM over notices.

A request is signed over method, path, timestamp, nonce and body; an answer and a notice over
timestamp, nonce and body; every part ends with a line feed.
"""

import base64
import binascii
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256

from siyu.integrations.cashier.rules import RULES

SCHEME = "CASHIER-SHA256-RSA2048"
_PART = re.compile(r'(\w+)="([^"]*)"')


class Unproven(Exception):
    """A signature, an instant or a sealing that proves nothing; says which."""


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What comes with a signed message."""

    timestamp: str
    nonce: str
    serial: str
    signature: str

    def parts(self, body: bytes) -> tuple[bytes, ...]:
        return (self.timestamp.encode(), self.nonce.encode(), body)


def sign(key: RSAPrivateKey, *parts: bytes) -> str:
    return base64.b64encode(key.sign(_lines(parts), PKCS1v15(), SHA256())).decode()


def must_be_signed(key: RSAPublicKey, signature: str, *parts: bytes) -> None:
    try:
        key.verify(base64.b64decode(signature, validate=True), _lines(parts), PKCS1v15(), SHA256())
    except (InvalidSignature, binascii.Error, ValueError) as why:
        raise Unproven("signature") from why


def must_be_recent(timestamp: str, now: datetime) -> None:
    """Within five minutes, either way."""
    if not re.fullmatch(r"\d{1,12}", timestamp, re.ASCII):
        raise Unproven("timestamp")
    if abs(now - datetime.fromtimestamp(int(timestamp), UTC)) > RULES.window:
        raise Unproven("timestamp")


def prove(key: RSAPrivateKey, serial: str, body: bytes, now: datetime) -> dict[str, str]:
    """The headers of an answer or a notice."""
    stamp, nonce = str(int(now.timestamp())), secrets.token_hex(16)
    return {
        "Cashier-Timestamp": stamp,
        "Cashier-Nonce": nonce,
        "Cashier-Serial": serial,
        "Cashier-Signature": sign(key, stamp.encode(), nonce.encode(), body),
    }


def proof_of(headers: Mapping[str, str]) -> Proof:
    """Of an answer or a notice; `headers` as they came, whatever their case."""
    found = {name.lower(): value for name, value in headers.items()}
    try:
        proof = Proof(
            timestamp=found["cashier-timestamp"],
            nonce=found["cashier-nonce"],
            serial=found["cashier-serial"],
            signature=found["cashier-signature"],
        )
    except KeyError as missing:
        raise Unproven("headers") from missing
    return _worded(proof)


def _worded(proof: Proof) -> Proof:
    """With a random word long enough to be nobody else's."""
    if not 16 <= len(proof.nonce) <= 64:
        raise Unproven("nonce")
    return proof


def authorization(mchid: str, proof: Proof) -> str:
    """The header of a request."""
    return (
        f'{SCHEME} mchid="{mchid}",nonce_str="{proof.nonce}",signature="{proof.signature}",'
        f'timestamp="{proof.timestamp}",serial_no="{proof.serial}"'
    )


def read_authorization(header: str) -> tuple[str, Proof]:
    """The merchant that a request is of, and its proof."""
    scheme, _, rest = header.partition(" ")
    parts = dict(_PART.findall(rest))
    try:
        proof = Proof(
            timestamp=parts["timestamp"],
            nonce=parts["nonce_str"],
            serial=parts["serial_no"],
            signature=parts["signature"],
        )
        mchid = parts["mchid"]
    except KeyError as missing:
        raise Unproven("authorization") from missing
    if scheme != SCHEME:
        raise Unproven("authorization")
    return mchid, _worded(proof)


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """What a notice holds, sealed with the merchant's key and bound to what it is."""

    original_type: str
    algorithm: str
    ciphertext: str
    nonce: str
    associated_data: str


def seal(secret: str, kind: str, plain: bytes) -> Resource:
    nonce = secrets.token_hex(6)
    sealed = AESGCM(secret.encode()).encrypt(nonce.encode(), plain, kind.encode())
    return Resource(
        original_type=kind,
        algorithm="AEAD_AES_256_GCM",
        ciphertext=base64.b64encode(sealed).decode(),
        nonce=nonce,
        associated_data=kind,
    )


def unseal(secret: str, resource: Resource) -> bytes:
    if resource.algorithm != "AEAD_AES_256_GCM":
        raise Unproven("algorithm")
    try:
        sealed = base64.b64decode(resource.ciphertext, validate=True)
        nonce, bound = resource.nonce.encode(), resource.associated_data.encode()
        return AESGCM(secret.encode()).decrypt(nonce, sealed, bound)
    except (InvalidTag, binascii.Error, ValueError) as why:
        raise Unproven("sealing") from why


def _lines(parts: tuple[bytes, ...]) -> bytes:
    return b"".join(part + b"\n" for part in parts)
