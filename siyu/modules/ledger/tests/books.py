"""What the tests of this room share: accounts of a shop of their own, and chains of few words."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from siyu.kernel.db import Work, Works
from siyu.kernel.ids import TenantId
from siyu.modules import ledger
from siyu.modules.ledger import Account, Chain, Post


class Shelf:
    """One SKU in one store."""

    def __init__(self) -> None:
        self.sku, self.store = uuid4(), uuid4()
        self.stock = ledger.stock(self.sku, self.store)
        self.world = ledger.stock_world(self.sku, self.store)

    def comes(self, amount: int, id_: UUID | None = None) -> Chain:
        return moved(self.world, self.stock, amount, id_)

    def goes(self, *amounts: int, id_: UUID | None = None) -> Chain:
        lines = [Post(self.stock, self.world, amount) for amount in amounts]
        return ledger.post(id_ or uuid4(), lines, reason="sold")

    def held(self, *amounts: int, id_: UUID | None = None, expires_at=None) -> Chain:
        lines = [Post(self.stock, self.world, amount) for amount in amounts]
        return ledger.hold(id_ or uuid4(), lines, expires_at=expires_at, reason="order")


def moved(debit: Account, credit: Account, amount: int, id_: UUID | None = None) -> Chain:
    return ledger.post(id_ or uuid4(), [Post(debit, credit, amount)], reason="moved")


def paid(held: Chain, takes: dict[int, int] | None = None) -> Chain:
    return ledger.settle(uuid4(), held.id, takes, reason="paid")


def dropped(held: Chain, lines: Iterable[int] = ()) -> Chain:
    return ledger.void(uuid4(), held.id, lines, reason="expired")


async def booked(works: Works, tenant: TenantId, *chains: Chain) -> list[str]:
    """The outcomes' names, each chain of one batch, committed."""
    async with works.open(tenant) as work:
        return [type(one).__name__ for one in await ledger.apply(work, chains)]


async def stands(work: Work, *accounts: Account) -> list[tuple[int, int, int]]:
    return [(b.posted, b.held, b.coming) for b in await ledger.balances_of(work, accounts)]


async def all_well(works: Works, tenant: TenantId) -> None:
    """Every invariant holds, and a replay from the first line comes to the same."""
    async with works.look(tenant) as work:
        assert [one for one in await ledger.check(work) if one.broken] == []
        assert await ledger.replay(work, chunk=7) == []
