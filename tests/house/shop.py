"""A shop for tests: goods on a shelf, buyers, a cashier's words, and what the books say."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from msgspec import structs

from siyu.flows import (
    ask_payment,
    claim_coupon,
    expire_orders,
    place_orders,
    refund_order,
    settle_payment,
    stock_goods,
)
from siyu.flows.order_drafts import Placing
from siyu.kernel.db import Works
from siyu.kernel.errors import Refusal
from siyu.kernel.facts import log
from siyu.kernel.ids import TenantId
from siyu.modules import catalog, ledger, orders, payments, promotions
from tests.house.merchant import Merchant, furnish

ACCOUNT = "1900000109"
MILK, CUP = 29800, 4900
SETTLES = ("payments.payment_taken",)
ENDS = ("payments.refund_paid_back", "payments.refund_failed")


class Shop:
    """One store of a merchant with two SKUs, `milk` and `cup`."""

    def __init__(self, works: Works, merchant: Merchant, skus: dict[str, UUID]) -> None:
        self.works, self.tenant, self.store = works, merchant.tenant, merchant.east
        self.milk, self.cup = skus["M1"], skus["C1"]

    async def receives(self, *lines: tuple[UUID, int]) -> None:
        async with self.works.open(self.tenant) as work:
            await stock_goods.receive(work, uuid4(), self.store, lines)

    async def gives(self, her: UUID, **terms: Any) -> promotions.Owned:
        """A coupon of 50 yuan in her wallet."""
        said = promotions.Terms(name="减 50", amount_minor=5000, valid_days=30, quota=9)
        async with self.works.open(self.tenant) as work:
            made = await claim_coupon.define(work, uuid4().hex, structs.replace(said, **terms))
            claim = promotions.Claim(id=uuid4(), coupon=made.id, customer=her, source="test")
            return await claim_coupon.claim_one(work, claim)

    def asks(self, *lines: tuple[UUID, int], her: UUID | None = None, **more: Any) -> Placing:
        said = Placing(customer=her or uuid4(), store=self.store, lines=lines, key=uuid4().hex)
        return structs.replace(said, **more)

    async def places(self, *asked: Placing) -> list[orders.Order | Refusal]:
        async with self.works.open(self.tenant) as work:
            return await place_orders.place(work, asked)

    async def ordered(self, *lines: tuple[UUID, int], **more: Any) -> orders.Order:
        [made] = await self.places(self.asks(*lines, **more))
        assert isinstance(made, orders.Order), made
        return made

    async def attempts(self, order: UUID) -> payments.Attempt | None:
        """She asks to pay, and the vendor waits for her."""
        async with self.works.open(self.tenant) as work:
            found = await ask_payment.ask(
                work, ask_payment.Asking(order=order, customer=None, return_to="/orders")
            )
            if found is None:
                return None
            by = payments.Prepared(account=ACCOUNT, prepay="p", pay_path="/p", until=work.now)
            return await payments.prepared(work, found.id, by)

    async def hears(self, *attempts: payments.Attempt | None) -> None:
        """The cashier says that they are paid, and the shop reacts."""
        async with self.works.open(self.tenant) as work:
            await payments.take_notices(
                work, [paid_notice(one) for one in attempts if one is not None]
            )
        await self.settles()

    async def pays(self, order: UUID) -> payments.Attempt | None:
        attempt = await self.attempts(order)
        await self.hears(attempt)
        return attempt

    async def settles(self) -> None:
        """React to every payment there ever was, as if no fact had been taken before."""
        told = await self._told(SETTLES)
        async with self.works.open(self.tenant) as work:
            await settle_payment.take_payments(work, told)

    async def pays_back(self, *refunds: UUID) -> None:
        """The cashier pays these back, and the shop reacts."""
        async with self.works.open(self.tenant) as work:
            found = [await payments.get_refund(work, one) for one in refunds]
            await payments.refund_known(work, [_back(one) for one in found])
        told = await self._told(ENDS)
        async with self.works.open(self.tenant) as work:
            await refund_order.take_ends(work, told)

    async def refunds(self, order: UUID, quantities: dict[int, int], **more: Any) -> orders.Refund:
        asked = orders.RefundAsk(id=uuid4(), order=order, quantities=quantities, why="broken")
        async with self.works.open(self.tenant) as work:
            return await refund_order.ask(work, structs.replace(asked, **more))

    async def expires(self) -> int:
        async with self.works.open(self.tenant) as work:
            return await expire_orders.expire(work)

    async def cancels(self, order: UUID) -> orders.Order:
        async with self.works.open(self.tenant) as work:
            return await expire_orders.cancel(work, order, customer=None, why="changed_mind")

    async def state(self, order: UUID) -> str:
        async with self.works.look(self.tenant) as work:
            return (await orders.get_order(work, order)).state

    async def money_back(self, order: UUID) -> list[tuple[str, int, str]]:
        async with self.works.look(self.tenant) as work:
            found = (await orders.refunds_of(work, [order]))[order]
        return [(one.why, one.amount_minor, one.state) for one in found]

    async def stands(self, sku: UUID) -> tuple[int, int]:
        """What lies on the shelf, and what of it is held."""
        async with self.works.look(self.tenant) as work:
            [found] = await ledger.balances_of(work, [ledger.stock(sku, self.store)])
        return found.posted, found.held

    async def owes(self, order: UUID) -> tuple[int, int, int]:
        """What is due for an order, what the cashier has, what the store sold."""
        accounts = [ledger.due(order), ledger.cashier(), ledger.sales(self.store)]
        async with self.works.look(self.tenant) as work:
            due, cashier, sales = await ledger.balances_of(work, accounts)
        return due.posted, cashier.posted, -sales.posted

    async def is_used(self, wallet: UUID) -> bool:
        async with self.works.look(self.tenant) as work:
            return (await promotions.wallets_of(work, [wallet]))[wallet].used_at is not None

    async def all_well(self) -> None:
        """Every invariant of the books holds, and a replay comes to the same."""
        async with self.works.look(self.tenant) as work:
            assert [one for one in await ledger.check(work) if one.broken] == []
            assert await ledger.replay(work) == []

    async def _told(self, names: Sequence[str]) -> list[Any]:
        async with self.works.look(self.tenant) as work:
            rows, _ = await log.read(work, log.START)
        return [row.told() for row in rows if row.name in names]


async def open_shop(works: Works, tenant: TenantId) -> Shop:
    merchant = await furnish(works, tenant)
    milk = catalog.NewSku(code="M1", name="900g", price_minor=MILK)
    cup = catalog.NewSku(code="C1", name="", price_minor=CUP)
    async with works.open(tenant) as work:
        goods = [("M", "羊奶粉 2 段", milk), ("C", "学饮杯", cup)]
        await catalog.list_new(
            work,
            [
                catalog.NewProduct(code=code, name=name, category_id=None, skus=[sku])
                for code, name, sku in goods
            ],
        )
        return Shop(works, merchant, await catalog.find_skus_by_code(work, ["M1", "C1"]))


def paid_notice(attempt: payments.Attempt) -> payments.Notice:
    return payments.Notice(
        vendor="cashier",
        account=ACCOUNT,
        through=ACCOUNT,
        number=attempt.number,
        vendor_no=f"4{attempt.number}",
        amount_minor=attempt.amount_minor,
        currency="CNY",
        state="paid",
    )


def _back(refund: payments.Refund) -> payments.RefundNotice:
    return payments.RefundNotice(
        vendor="cashier",
        account=ACCOUNT,
        through=ACCOUNT,
        number=refund.number,
        paid_number=refund.paid_number,
        vendor_no=f"5{refund.number}",
        amount_minor=refund.amount_minor,
        currency="CNY",
        state="paid_back",
    )
