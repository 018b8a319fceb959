"""`siyu check` reads every merchant's books, and names the merchant whose books are wrong."""

from pathlib import Path
from uuid import uuid4

from siyu.bootstrap import addresses
from siyu.bootstrap.care.ledger_checks import check_ledger
from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database
from siyu.modules import deals, distribution, groups, inventory, ledger, loyalty, tenants
from siyu.modules.ledger import Post
from tests.house.database import Server
from tests.house.knocking import as_superuser
from tests.house.street import made_kit

HELP = "update ledger.balance set posted = posted + $1 where tenant_id = $2 and account_id = $3"


async def test_the_books_of_every_merchant_are_checked(
    database: Database, keyring: Keyring, server: Server, tmp_path: Path
) -> None:
    kit = made_kit(database, keyring, Settings(data=tmp_path), Columns.embedded("", 9, ""))
    url = server.superuser_url
    urls = addresses.Urls(url, *(server.urls(role) for role in ("owner", "app", "relay")))
    merchant = await tenants.next_tenant(database.works)
    sku, store = uuid4(), uuid4()
    stock = ledger.stock(sku, store)
    comes = [Post(ledger.stock_world(sku, store), stock, 5)]
    async with database.works.open(merchant) as work:
        await ledger.apply(work, [ledger.post(uuid4(), comes, reason="received")])
    found = await check_ledger(kit, urls, audit=True)
    names = [f"ledger: {code}" for code in ledger.MEANINGS]
    names += [f"distribution: {code}" for code in distribution.MEANINGS]
    names += [f"loyalty: {code}" for code in loyalty.MEANINGS]
    names += [f"inventory: {code}" for code in inventory.MEANINGS]
    names += [f"deals: {code}" for code in deals.MEANINGS]
    names += [f"groups: {code}" for code in groups.MEANINGS]
    names += ["ledger: seals", "ledger: replay"]
    assert [(one.name, one.state) for one in found] == [(name, "ok") for name in names]
    conn = await as_superuser(url, server.urls("app"))
    try:
        await conn.execute(HELP, 1, merchant, stock.id)
        wrong = {one.name: one.said for one in await check_ledger(kit, urls, audit=True)}
        failed = [o.name for o in await check_ledger(kit, urls, audit=True) if o.state == "failed"]
    finally:
        await conn.execute(HELP, -1, merchant, stock.id)
        await conn.close()
    assert failed == ["ledger: balances", "ledger: replay"]
    assert wrong["ledger: balances"] == f"merchant {merchant}: {stock.id}: is 6, transfers say 5"
