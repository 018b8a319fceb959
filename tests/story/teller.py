"""Tells a story through the doors: a merchant's program with its key, and people who come."""

import re
from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec

from siyu.bootstrap import discover
from siyu.kernel.columns import Feed
from siyu.modules import developers, distribution
from tests.house.columns import next_fence
from tests.house.knocking import Knocker
from tests.house.mall import Mall

OPEN, HERS, DESK, CONSOLE = "/open/v1", "/api/storefront", "/api/guide", "/api/console"
RAW = re.compile(r"^[a-z_]+\.[a-z_]+$")
"""A fact that has no words yet is shown by its name."""


class Buyer(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who signed in, and what the shop answered."""

    who: Knocker
    id: str
    entered: dict[str, Any]


class Teller(msgspec.Struct, frozen=True, kw_only=True):
    """`key` may do whatever the open API has doors for; `began` is the first day, here and in
    Shanghai.
    """

    mall: Mall
    key: Knocker
    began: date

    @staticmethod
    async def begin(mall: Mall) -> "Teller":
        key = await mall.key(developers.OPEN_PERMITS)
        return Teller(mall=mall, key=key, began=mall.clock.now().date())

    async def asks(self, method: str, path: str, *, once: str = "", **sent: Any) -> Any:
        """What the open API answers; `once` is an idempotency key of one's own."""
        headers = self.key.headers(f"{OPEN}{path}")
        headers |= {"idempotency-key": once} if once else {}
        answer = await self.mall.doors.send(method, f"{OPEN}{path}", headers, **sent)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def refused(self, method: str, path: str, **sent: Any) -> str:
        """The code of a refusal."""
        return (await self.mall.refused(self.key, method, f"{OPEN}{path}", **sent))["code"]

    async def scans(self, slug: str) -> str:
        """A browser that was never here follows a printed code: the token that it keeps."""
        answer = await self.mall.doors.send("GET", f"/c/{slug}", {"host": self.mall.host})
        assert answer.status_code == 303, answer.text
        found = re.search(r"came=([\w=-]+)", answer.headers["location"])
        assert found
        return found[1]

    async def signs_in(self, phone: str, *came: str, consents: tuple[str, ...] = ()) -> Buyer:
        """By the code that reached her phone."""
        stranger = Knocker(called="stranger", host=self.mall.host)
        await self.mall.ask(stranger, "POST", f"{HERS}/codes", json={"phone": phone})
        await self.mall.worker.drain()
        boss = await self.mall.staff("headquarters", None)
        box = await self.mall.ask(boss, "GET", f"{CONSOLE}/sandbox/sms/messages")
        [text] = [one["text"] for one in box["items"] if one["phone"].endswith(phone)]
        [digits] = re.findall(r"\d{6}", text)
        said = {"phone": phone, "code": digits, "came": list(came), "consents": list(consents)}
        entered = await self.mall.ask(stranger, "POST", f"{HERS}/session", json=said)
        who = Knocker(called=phone, host=self.mall.host, bearer=entered["token"])
        await self.goes_on()
        return Buyer(who=who, id=entered["customer"]["id"], entered=entered)

    async def pays(self, order: str, *, amount_minor: int) -> None:
        """She presses pay at the cashier's; nothing is paid before its notice was taken."""
        asked = await self.asks("POST", f"/orders/{order}/payment", json={"return_to": "/"})
        assert (asked["paid"], asked["amount_minor"]) == (False, amount_minor)
        assert (await self.mall.press(asked["pay_path"])).is_success
        assert (await self.asks("GET", f"/orders/{order}"))["state"] == "unpaid"
        await self.goes_on()
        assert (await self.asks("GET", f"/orders/{order}"))["state"] == "paid"

    async def orders(self, customer: str, store: str, *lines: tuple[UUID, int], **more: Any) -> Any:
        """Under a key that is sent twice, and is one order."""
        said = [{"sku": str(sku), "quantity": quantity} for sku, quantity in lines]
        body = {"customer": customer, "store": store, "lines": said, **more}
        once = uuid4().hex
        first = await self.asks("POST", "/orders", once=once, json=body)
        again = await self.asks("POST", "/orders", once=once, json=body)
        assert first == again
        await self.goes_on()
        return first

    async def goes_on(self, **by: float) -> None:
        """Time passes, a minute if nothing is said, and the worker does what is to be done."""
        await self.mall.worker.drain()
        self.mall.clock.move(timedelta(**by) if by else timedelta(minutes=1))
        await self.mall.worker.drain()

    async def owes(self, order: str) -> tuple[int, int, int]:
        """What is due for an order; what the cashier has and the store sold, of all orders."""
        return await self.mall.shop.owes(UUID(order))

    async def follow(self) -> None:
        """The columns know of everything that happened."""
        relay, columns = self.mall.kit.database.relay, self.mall.kit.columns
        await Feed(relay, columns, discover.projections(), fence=next_fence()).drain()

    async def facts(self) -> Counter[str]:
        """Everything that was told, read from the feed page by page."""
        told, after = Counter[str](), ""
        while True:
            asked = {"size": "50", "after": after} if after else {"size": "50"}
            page = await self.asks("GET", "/facts", params=asked)
            told.update(one["name"] for one in page["items"])
            if not page["items"]:
                return told
            after = page["next"]

    async def all_well(self) -> None:
        """Every invariant holds, at the door and in a replay from the first line."""
        shown = await self.asks("GET", "/ledger/invariants")
        assert [one for one in shown if not one["holds"]] == []
        assert len(shown) >= 8
        await self.mall.shop.all_well()
        async with self.mall.kit.works.look(self.mall.shop.tenant) as work:
            assert [one for one in await distribution.check(work) if one.broken] == []
