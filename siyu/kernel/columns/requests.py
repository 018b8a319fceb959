"""A request as ClickHouse's HTTP clients make it: who asks, and what is to be run."""

import base64
import binascii
import hashlib
import hmac
import re
import sys
import zlib
from email import message_from_bytes
from email.policy import HTTP
from typing import Any, Literal

import lz4.frame
import msgspec

from siyu.kernel.columns.engine import Run
from siyu.kernel.columns.errors import EngineError
from siyu.kernel.columns.statements import Statement, read_statement

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

WRITER = "siyu"
READER = "reader"

User = Literal["siyu", "reader"]

# What a request carries beside settings of the engine.
_TRANSPORT = frozenset(
    {
        "buffer_size",
        "cancel_http_readonly_queries_on_client_close",
        "client_protocol_version",
        "compress",
        "database",
        "decompress",
        "default_format",
        "enable_http_compression",
        "http_headers_progress_interval_ms",
        "http_method",
        "query",
        "query_id",
        "quota_key",
        "role",
        "send_progress_in_http_headers",
        "session_check",
        "session_id",
        "session_timeout",
        "wait_end_of_query",
    }
)
_LIST_SETTINGS = re.compile(
    rb"\s*select name, value, readonly from system\.settings(?: limit \d+)?\s*(?:format \w+\s*)?$",
    re.IGNORECASE,
)


def reader_secret(secret: str) -> str:
    """What `reader` signs in with: derived, so that a reader can't become the writer."""
    return hmac.new(secret.encode(), b"columns reader", hashlib.sha256).hexdigest()


class Keys:
    """The two users; both comparisons are always made, in constant time."""

    def __init__(self, secret: str) -> None:
        self._known: dict[User, bytes] = {
            "siyu": secret.encode(),
            "reader": reader_secret(secret).encode(),
        }

    def get_user(self, headers: dict[str, str]) -> User:
        """The user whose name and secret the headers carry; EngineError 516 for anybody else."""
        name, secret = _credentials(headers)
        found: User | None = None
        for user, known in self._known.items():
            same_name = hmac.compare_digest(user.encode(), name)
            if hmac.compare_digest(known, secret) and same_name:
                found = user
        if found is None:
            raise EngineError(516, "Authentication failed: name or password is incorrect")
        return found


def _credentials(headers: dict[str, str]) -> tuple[bytes, bytes]:
    if "x-clickhouse-user" in headers:
        key = headers.get("x-clickhouse-key", "")
        return headers["x-clickhouse-user"].encode(), key.encode()
    scheme, _, coded = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return b"", b""
    try:
        name, _, secret = base64.b64decode(coded, validate=True).partition(b":")
    except binascii.Error:
        return b"", b""
    return name, secret


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of one HTTP request that decide what is run."""

    user: User
    method: str
    headers: dict[str, str]
    fields: dict[str, str]
    body: bytes

    def run(self, query_id: str, most: int) -> Run:
        """What to run; `most` bounds the body once it is unpacked."""
        fields, body = self._unpacked(most)
        query = fields.get("query", "").encode()
        raw = query + b"\n" + body if query and body else query or body
        statement = read_statement(raw)
        return Run(
            statement=statement,
            database=fields.get("database") or "default",
            parameters={k[6:]: v for k, v in fields.items() if k.startswith("param_")},
            settings=_settings(fields),
            readonly=self._readonly(statement, raw),
            format=_format(fields.get("default_format") or "TabSeparated"),
            query_id=query_id,
        )

    def _readonly(self, statement: Statement, raw: bytes) -> bool:
        """Reading statements never get a handle that writes, whoever sends them.

        One is excepted: the list of settings shows each as fixed when seen from a locked handle,
        and clients then refuse to send any; here a request's settings precede the lock.
        """
        if statement.kind == "read":
            return not _LIST_SETTINGS.match(raw)
        return self.user != WRITER or self.method != "POST"

    def _unpacked(self, most: int) -> tuple[dict[str, str], bytes]:
        body = unpacked(self.body, self.headers.get("content-encoding", ""), most)
        kind = self.headers.get("content-type", "")
        if not kind.startswith("multipart/form-data"):
            return self.fields, body
        return {**self.fields, **_form(kind, body)}, b""


def _format(name: str) -> str:
    if not re.fullmatch(r"\w+", name, re.ASCII):
        raise EngineError(73, f"Unknown format {name[:40]!r}")
    return name


def _settings(fields: dict[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in fields.items()
        if name not in _TRANSPORT and not name.startswith("param_")
    }


def _form(kind: str, body: bytes) -> dict[str, str]:
    """Long parameters come as a form; files (external data) are not taken."""
    head = f"Content-Type: {kind}\r\n\r\n".encode()
    form: dict[str, str] = {}
    for part in message_from_bytes(head + body, policy=HTTP).iter_parts():
        name = part.get_param("name", header="content-disposition")
        if part.get_filename() and name != "query" and not str(name).startswith("param_"):
            raise EngineError(48, "External data is not taken")
        content: Any = part.get_payload(decode=True)
        form[str(name)] = content.decode()
    return form


def unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """The body without its Content-Encoding; EngineError 107 past `most` bytes."""
    if encoding in ("", "identity"):
        return body
    out = bytearray()
    try:
        while body:
            part = _decompressor(encoding)
            out += _all(part, body, most + 1 - len(out))
            if len(out) > most:
                raise EngineError(107, "The body is too large")
            body = part.unused_data or b""
    except (zlib.error, RuntimeError, EOFError, zstd.ZstdError) as why:
        raise EngineError(354, f"The body is not {encoding}: {why}") from why
    return bytes(out)


def _decompressor(encoding: str) -> Any:
    match encoding:
        case "lz4":
            return lz4.frame.LZ4FrameDecompressor()
        case "zstd":
            return zstd.ZstdDecompressor()
        case "gzip":
            return zlib.decompressobj(31)
        case "deflate":
            return zlib.decompressobj()
    raise EngineError(48, f"Content-Encoding {encoding[:20]!r} is not taken")


def _all(part: Any, body: bytes, most: int) -> bytes:
    text = part.decompress(body, most)
    if not part.eof and len(text) < most:
        raise EOFError("it ends early")
    return text
