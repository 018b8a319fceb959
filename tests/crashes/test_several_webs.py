"""Two web processes behind one address: both serve, either may die, and they agree."""

import asyncio
import os
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from siyu.modules import developers, staff
from tests.crashes.installation import Installation, found, wait_until
from tests.house.merchant import Merchant

WEBS = ("web-1", "web-2")
PASSWORD = "long enough, and nobody's birthday"
RECEIPT = {
    "store": "E1",
    "receipt_no": "R1",
    "at": "2026-03-02T10:00:00+08:00",
    "lines": [{"amount_minor": 1000, "means": "奶粉"}],
}


@pytest.fixture(scope="module")
async def two() -> AsyncIterator[tuple[Installation, Merchant, str]]:
    """An installation with two web processes, a merchant in it, and a key to its open API."""
    with tempfile.TemporaryDirectory(prefix="siyu-two-") as name:
        Path(name).chmod(0o755)
        one = Installation(Path(name) / "data", web_processes=2)
        one.start()
        wait_until(lambda: set(WEBS) <= set(one.pids()), what="both to run")
        async with one.kit() as kit:
            merchant = await found(kit)
            async with kit.works.open(merchant.tenant) as work:
                hashed = await staff.hash_password(PASSWORD)
                join = staff.Join(
                    account="chen", name="陈晨", role="headquarters", password_hash=hashed
                )
                await staff.join(work, join)
                new = developers.NewKey(name="till", permits=developers.OPEN_PERMITS)
                _, key = await developers.make_key(work, new, most=developers.OPEN_PERMITS)
        wait_until(lambda: all(sockets(one, web) for web in WEBS), what="both to listen")
        yield one, merchant, key
        one.stop(signal.SIGTERM)


def sockets(one: Installation, web: str) -> int:
    """How many connections a process holds, its listening one among them."""
    fds = Path(f"/proc/{one.pids()[web]}/fd")
    links = [fd.readlink().name for fd in fds.iterdir() if fd.is_symlink()]
    return sum(link.startswith("socket:") for link in links)


@contextmanager
def only(one: Installation, web: str) -> Iterator[None]:
    """The other stands still: what is answered, this one answers."""
    (other,) = set(WEBS) - {web}
    pid = one.pids()[other]
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def knock(one: Installation, **more: Any) -> httpx.Client:
    """A fresh connection each time it is made."""
    return httpx.Client(base_url=one.url, trust_env=False, timeout=20, **more)


async def test_a_sign_in_at_one_holds_at_the_other(
    two: tuple[Installation, Merchant, str],
) -> None:
    one, merchant, _ = two
    account = {"account": f"chen@t{merchant.tenant}", "password": PASSWORD}
    with only(one, "web-1"), knock(one) as client:
        answer = client.post("/api/console/session", json=account)
        assert answer.status_code == 200, answer.text
        cookies = client.cookies
    with only(one, "web-2"), knock(one, cookies=cookies) as client:
        assert client.get("/api/console/session").json()["csrf"] == answer.json()["csrf"]
        client.headers["x-csrf-token"] = answer.json()["csrf"]
        assert client.delete("/api/console/session").status_code < 300
    with only(one, "web-1"), knock(one, cookies=cookies) as client:
        assert client.get("/api/console/session").status_code == 401


async def test_one_key_sent_to_both_at_once_has_one_effect(
    two: tuple[Installation, Merchant, str],
) -> None:
    one, merchant, key = two
    before = {web: sockets(one, web) for web in WEBS}
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "the same"}
    async with AsyncExitStack() as stack:
        tills: list[httpx.AsyncClient] = []
        # The connections stay: each process has some of them, and answers on those. Which takes
        # how many is the system's to say, and a busy one gives a crowd to whoever is awake.
        while not all(sockets(one, web) > before[web] for web in WEBS):
            assert len(tills) < 400
            crowd = [
                await stack.enter_async_context(
                    httpx.AsyncClient(
                        base_url=one.url, trust_env=False, timeout=30, headers=headers
                    )
                )
                for _ in range(20)
            ]
            await asyncio.gather(*(till.get("/open/v1/products") for till in crowd))
            tills += crowd
        asked = [till.post("/open/v1/receipts", json={"receipts": [RECEIPT]}) for till in tills]
        answers = await asyncio.gather(*asked)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotent-Replayed" in answer.headers for answer in answers) == len(tills) - 1
    async with one.kit() as kit, kit.works.look(merchant.tenant) as work:
        for table in ("tills.line", "kernel.idempotency"):
            count = f"select count(*) from {table} where tenant_id = $1"
            assert await work.conn.fetchval(count, merchant.tenant) == 1
        told = "select count(*) from facts.fact where tenant_id = $1 and name like 'tills.%'"
        assert await work.conn.fetchval(told, merchant.tenant) == 1


async def test_while_one_is_killed_the_other_goes_on(
    two: tuple[Installation, Merchant, str],
) -> None:
    one, _, key = two
    headers, answers, over = {"Authorization": f"Bearer {key}"}, list[int](), asyncio.Event()

    async def buy() -> None:
        while not over.is_set():
            async with httpx.AsyncClient(trust_env=False, timeout=20, headers=headers) as client:
                try:
                    answer = await client.get(f"{one.url}/open/v1/products")
                except httpx.TransportError:
                    answers.append(0)  # It was on the one that died.
                else:
                    answers.append(answer.status_code)

    for web in WEBS:
        (other,) = set(WEBS) - {web}
        spared, taken, begun = one.pids()[other], one.pids()[web], len(answers)
        over.clear()
        buying = [asyncio.create_task(buy()) for _ in range(4)]
        await asyncio.to_thread(wait_until, lambda n=begun: len(answers) > n + 20, what="sales")
        await asyncio.to_thread(one.kill, web)
        over.set()
        await asyncio.gather(*buying)
        now = one.pids()
        assert (now[other], now[web] != taken) == (spared, True)
        with only(one, web):
            wait_until(one.is_ready, what=f"the new {web} to answer alone")
    # Only what the killed one had in hand is lost: fewer than asked at once, each time.
    assert set(answers) <= {0, 200}
    assert answers.count(0) <= 2 * 4
