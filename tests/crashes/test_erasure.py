"""Forgetting, seen from the disk: in no file of the data folder is a byte of her left."""

from datetime import date
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import pytest

from siyu.api.console import entry
from siyu.bootstrap import addresses
from siyu.bootstrap.ground import keyring
from siyu.flows.import_file import import_file
from siyu.kernel.kit import Kit
from siyu.modules import customers, staff
from tests.crashes.installation import Installation, found, settled
from tests.house.merchant import Merchant

NAME, PHONE, REMARK = "慕容雪霁", "13912340987", "住在听雨轩，爱喝茉莉花茶"
PASSWORD = "a long walk by the lake"
HERS = [NAME, PHONE, REMARK, NAME[:3], "murongxueji"]
TILL = (
    f"小票号,交易时间,会员手机号,会员姓名,实收金额\nA1,2026-03-02 09:00:00,{PHONE},{NAME},20.00\n"
)


@pytest.fixture
def receipts(tmp_path: Path) -> Path:
    file = tmp_path / "receipts.csv"
    file.write_text(TILL)
    return file


async def test_of_whom_was_forgotten_no_file_holds_a_byte(
    home: Installation, receipts: Path
) -> None:
    async with home.kit() as kit:
        merchant = await found(kit)
        await import_file(kit, merchant.tenant, receipts, store="E1")
        customer = await live(home, kit, merchant)
        await settled(kit)
        await rewrite(home, kit)
        assert holders(home.data) != {}, "what is looked for was never there"
        async with kit.works.open(merchant.tenant) as work:
            await customers.forget(work, customer, reason="she asked")
        await settled(kit)
        await rewrite(home, kit)
    assert holders(home.data) == {}


async def live(home: Installation, kit: Kit, merchant: Merchant) -> UUID:
    """She is named, written about, looked at, searched for, and asks for a code herself."""
    async with kit.works.open(merchant.tenant) as work:
        token, met = await customers.begin_session(work, PHONE, ["marketing_sms"])
        assert not met.new
        profile = {"name": NAME, "remark": REMARK, "birthday": date(1990, 2, 3)}
        change = customers.ProfileChange(fields=frozenset(profile), **profile)
        await customers.change_profile(work, token.customer, change)
        await customers.reveal_phone(work, token.customer)
    cookie = await signed_in(kit, merchant)
    at = {"host": merchant.host}
    async with httpx.AsyncClient(base_url=home.url, headers=at, trust_env=False) as client:
        asked = await client.post("/api/storefront/codes", json={"phone": PHONE})
        assert asked.status_code == 202, asked.text
        client.cookies.set(entry.COOKIE, cookie)
        for question in (PHONE, NAME):
            found_ = await client.get("/api/console/customers", params={"q": question})
            assert [one["name"] for one in found_.json()["items"]] == [NAME]
    return token.customer


async def signed_in(kit: Kit, merchant: Merchant) -> str:
    hashed = await staff.hash_password(PASSWORD)
    async with kit.works.open(merchant.tenant) as work:
        new = staff.Join(account="boss", name="周建国", role="owner", password_hash=hashed)
        await staff.join(work, new)
    shown = staff.Credentials(account="boss", password=PASSWORD, code=None, address="203.0.113.5")
    return await staff.sign_in(kit.works, merchant.tenant, shown, "console")


def holders(folder: Path) -> dict[str, list[str]]:
    """What is hers, by the file that holds it."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    found = {str(path.relative_to(folder)): _seen(path) for path in files}
    return {name: seen for name, seen in found.items() if seen}


def _seen(path: Path) -> list[str]:
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        return []
    return [one for one in HERS if one.encode() in body]


async def rewrite(home: Installation, kit: Kit) -> None:
    """What a database keeps of rows that are gone goes with the space they took."""
    urls = addresses.urls(home.settings, keyring(home.settings))
    conn = await asyncpg.connect(urls.admin)
    try:
        await conn.execute("analyze")
        await conn.execute("vacuum full")
        await conn.execute("select pg_switch_wal()")
        await conn.execute("checkpoint")
    finally:
        await conn.close()
