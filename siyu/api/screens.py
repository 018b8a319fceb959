"""Built screens, served from memory: hashed assets for a year, pages never cached, gzip ready."""

import gzip
import mimetypes
from pathlib import Path
from typing import Any

import msgspec

_POLICY = (
    b"default-src 'self'; img-src 'self' data: blob:; style-src 'self'; "
    b"script-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    b"form-action 'self'; frame-ancestors 'self'"
)
_YEAR = b"public, max-age=31536000, immutable"
_MISSING = (
    "<!doctype html><meta charset=utf-8><title>Siyu</title><p>页面尚未构建，请运行 make screens。"
    "<p>The screens are not built yet; run: make screens."
)


class _File(msgspec.Struct, frozen=True):
    body: bytes
    packed: bytes | None
    headers: list[tuple[bytes, bytes]]


class Screens:
    """A folder of built files below a prefix; unknown pages answer with the index page."""

    def __init__(self, folder: Path, prefix: str, *, index: str = "index.html") -> None:
        self._prefix = prefix
        self._files = _load(folder)
        self._index = self._files.get(index) or _page(_MISSING.encode())
        self._built = index in self._files

    async def __call__(self, scope: dict[str, Any], _receive: Any, send: Any) -> None:
        path = scope["path"].removeprefix(self._prefix).strip("/")
        file = self._files.get(path) or self._files.get(f"{path}/index.html".lstrip("/"))
        if file is None and "." in path.rpartition("/")[2]:
            await _send(send, scope, 404, _page(b"404"))
            return
        await _send(send, scope, 200 if self._built or file else 503, file or self._index)


class Moved:
    """Sends whoever comes to a short address, with their query, to the page that it stands for."""

    def __init__(self, to: str) -> None:
        self._to = to.encode()

    async def __call__(self, scope: dict[str, Any], _receive: Any, send: Any) -> None:
        query = scope.get("query_string", b"")
        to = self._to + b"?" + query if query else self._to
        headers = [(b"location", to), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 307, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def _load(folder: Path) -> dict[str, _File]:
    if not folder.is_dir():
        return {}
    found = sorted(p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): _file(p) for p in found}


def _file(path: Path) -> _File:
    body = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind == "text/html":
        return _page(body)
    packs = kind.startswith("text/") or kind in {"application/javascript", "image/svg+xml"}
    caching = _YEAR if path.parent.name == "assets" else b"public, max-age=600"
    headers = [(b"content-type", kind.encode()), (b"cache-control", caching)]
    return _File(body, gzip.compress(body, 6, mtime=0) if packs else None, headers)


def _page(body: bytes) -> _File:
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"cache-control", b"no-cache"),
        (b"content-security-policy", _POLICY),
    ]
    return _File(body, gzip.compress(body, 6, mtime=0), headers)


async def _send(send: Any, scope: dict[str, Any], status: int, file: _File) -> None:
    accepted = dict(scope["headers"]).get(b"accept-encoding", b"")
    packed = file.packed if b"gzip" in accepted else None
    body = packed or file.body
    headers = [
        *file.headers,
        (b"content-length", str(len(body)).encode()),
        (b"vary", b"accept-encoding"),
    ]
    if packed:
        headers.append((b"content-encoding", b"gzip"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
