"""The outbound client: an answer or Unreachable, bounded in time and size, silent about people."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from siyu.kernel import logs
from siyu.kernel.http import MAX_ANSWER, Outbound, Unreachable

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def answer(head: bytes, body: bytes = b"") -> Serve:
    """A vendor that answers every request so."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head + b"\r\nConnection: close\r\n")
        writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        writer.close()

    return serve


@asynccontextmanager
async def vendor(serve: Serve, *, answer_s: float = 5) -> AsyncIterator[tuple[Outbound, list[int]]]:
    """The client of a vendor, and how often somebody called there."""
    calls: list[int] = []

    async def counted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        calls.append(1)
        try:
            await serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            writer.close()

    server = await asyncio.start_server(counted, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    outbound = Outbound("kiosk", base_url=f"http://127.0.0.1:{port}", answer_s=answer_s)
    try:
        yield outbound, calls
    finally:
        await outbound.close()
        server.close()


async def test_an_answer_comes_back_whatever_its_status() -> None:
    async with vendor(answer(b"HTTP/1.1 418 Teapot", b"short")) as (outbound, _):
        got = await outbound.send("POST", "/tea", content=b"x")
    assert (got.status, got.body) == (418, b"short")


async def test_a_redirect_is_an_answer_and_not_followed() -> None:
    moved = answer(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/")
    async with vendor(moved) as (outbound, calls):
        assert (await outbound.send("GET", "/")).status == 302
        assert len(calls) == 1


async def test_an_answer_beyond_the_limit_is_refused() -> None:
    async with vendor(answer(b"HTTP/1.1 200 OK", b"x" * (MAX_ANSWER + 1))) as (outbound, _):
        with pytest.raises(Unreachable):
            await outbound.send("GET", "/")


async def test_a_vendor_who_says_nothing_is_given_up() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with vendor(silent, answer_s=0.2) as (outbound, calls):
        with pytest.raises(Unreachable):
            await outbound.send("POST", "/")
        assert len(calls) == 1


async def test_what_may_have_arrived_is_not_sent_twice() -> None:
    async def hangs_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async with vendor(hangs_up) as (outbound, calls):
        with pytest.raises(Unreachable):
            await outbound.send("POST", "/")
        assert len(calls) == 1


async def test_a_vendor_who_is_not_there_is_called_once_more() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    outbound = Outbound("kiosk", base_url=f"http://127.0.0.1:{port}")
    with pytest.raises(Unreachable) as refused:
        await outbound.send("GET", "/")
    await outbound.close()
    assert refused.value.retry
    assert "kiosk" in refused.value.sentence("zh")


async def test_the_log_of_a_call_has_no_address_and_no_person(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure("info", "test")
    async with vendor(answer(b"HTTP/1.1 200 OK")) as (outbound, _):
        await outbound.send("GET", "/people?phone=13800138000")
    written = capsys.readouterr().err
    assert '"vendor":"kiosk"' in written
    assert "13800138000" not in written
    assert "people" not in written


@pytest.mark.parametrize("url", ["ftp://kiosk.test", "kiosk.test", "http://"])
def test_a_client_needs_an_http_address(url: str) -> None:
    with pytest.raises(ValueError, match="address"):
        Outbound("kiosk", base_url=url)
