"""Buyers on plain sockets, for bench.flash_sale: reads who they are as JSON, prints what they saw.

Each keeps one connection. It reads answers whole and decodes those of quotes and refusals; of an
order it looks at the status and keeps the receipt, to be decoded when the crowd has gone home, so
that what is measured is the shop.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from typing import Any
from uuid import uuid4


class Buyer:
    """One connection, one token."""

    def __init__(self, asked: dict[str, Any], token: str) -> None:
        self._asked = asked
        self._head = (
            f"Host: {asked['host']}\r\nAuthorization: Bearer {token}\r\n"
            "Content-Type: application/json\r\n"
        )
        self._lines = [{"sku": asked["sku"], "quantity": 1}]
        self._seen = 0
        self.took: list[float] = []
        self.said: Counter[str] = Counter()
        self.receipts: list[bytes] = []

    async def enter(self) -> None:
        """Connect, and read what it costs."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._asked["port"])
        body = {"store": self._asked["store"], "lines": self._lines}
        status, answer = await self._post("/api/storefront/quote", body)
        if status != 200:
            raise SystemExit(f"quote: {status} {answer!r}")
        self._seen = json.loads(answer)["payable_minor"]

    async def order(self) -> None:
        body = {
            "key": uuid4().hex,
            "store": self._asked["store"],
            "lines": self._lines,
            "seen_minor": self._seen,
        }
        began = time.perf_counter()
        status, answer = await self._post("/api/storefront/orders", body)
        self.took.append(time.perf_counter() - began)
        if status == 201:
            self.receipts.append(answer)
        self.said["placed" if status == 201 else json.loads(answer)["code"]] += 1

    async def order_until(self, end: float) -> None:
        while time.perf_counter() < end:
            await self.order()

    async def _post(self, path: str, body: dict[str, Any]) -> tuple[int, bytes]:
        sent = json.dumps(body).encode()
        head = f"POST {path} HTTP/1.1\r\n{self._head}Content-Length: {len(sent)}\r\n\r\n"
        self._writer.write(head.encode() + sent)
        said = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = int(said.partition(b"content-length:")[2].partition(b"\r\n")[0])
        return int(said[9:12]), await self._reader.readexactly(length)


async def main(asked: dict[str, Any]) -> dict[str, Any]:
    buyers = [Buyer(asked, token) for token in asked["tokens"]]
    for first in range(0, len(buyers), 100):
        await asyncio.gather(*(one.enter() for one in buyers[first : first + 100]))
    began = time.perf_counter()
    if asked["seconds"]:
        await asyncio.gather(*(one.order_until(began + asked["seconds"]) for one in buyers))
    else:
        await asyncio.gather(*(one.order() for one in buyers))
    seconds = time.perf_counter() - began
    took = sorted(value for one in buyers for value in one.took)
    said = sum((one.said for one in buyers), Counter[str]())
    return {
        "orders": said["placed"],
        "orders_per_s": round(said["placed"] / seconds, 1),
        "answers_per_s": round(len(took) / seconds, 1),
        "p50_ms": round(took[len(took) // 2] * 1000, 1),
        "p99_ms": round(took[len(took) * 99 // 100] * 1000, 1),
        "refused": {code: n for code, n in said.items() if code != "placed"},
        "ids": [json.loads(receipt)["id"] for one in buyers for receipt in one.receipts],
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(json.load(sys.stdin)))))
