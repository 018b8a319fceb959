"""A small merchant for tests: two stores, a guide in each, people who buy."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work, Works
from siyu.kernel.ids import TenantId
from siyu.modules import customers, staff, tenants, tills

UNUSABLE = "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"


class Merchant(Struct, frozen=True, kw_only=True):
    """Ids of what was furnished; `host` is the address of its storefront."""

    tenant: TenantId
    host: str
    east: UUID
    west: UUID
    lin: UUID
    """A guide of the eastern store."""
    zhao: UUID
    """A guide of the western store."""


async def furnish(works: Works, tenant: TenantId) -> Merchant:
    host = f"t{tenant}.shop.test"
    async with works.open(tenant) as work:
        await tenants.found(work, tenants.Found(code=f"t{tenant}", name="小镇母婴", hosts=(host,)))
        east = await _open(work, "E1", "东门店")
        west = await _open(work, "W1", "西门店")
        lin = await _hire(work, "林静", east)
        zhao = await _hire(work, "赵敏", west)
    return Merchant(tenant=tenant, host=host, east=east, west=west, lin=lin, zhao=zhao)


async def _open(work: Work, code: str, name: str) -> UUID:
    opening = tenants.OpenStore(code=code, name=name, opened_on=date(2025, 1, 1), city="苏州")
    return await tenants.open_store(work, opening)


async def _hire(work: Work, name: str, store: UUID) -> UUID:
    return await hire(work, f"guide{work.new_id().hex[-8:]}", "guide", name=name, store=store)


async def hire(
    work: Work, account: str, role: staff.Role, *, name: str = "某人", store: UUID | None = None
) -> UUID:
    """Somebody who never signs in by a password: tests open their sessions themselves."""
    new = staff.Join(account=account, name=name, role=role, password_hash=UNUSABLE, store_id=store)
    return await staff.join(work, new)


async def buy(work: Work, merchant: Merchant, text: str, at: datetime, minor: int) -> UUID:
    """Somebody with this card or phone buys one thing of Lin's in the east; minus: brings back."""
    seen = customers.Meet(
        identity=customers.read_identity(text),
        source="pos",
        at=at,
        store=merchant.east,
        guide=merchant.lin,
    )
    (met,) = await customers.meet(work, [seen])
    assert met.customer is not None
    sign = 1 if minor >= 0 else -1
    day = (await tenants.get_tenant(work)).date_of(at)
    line = tills.RecordLine(
        source="pos",
        store=merchant.east,
        receipt_no=work.new_id().hex,
        line_no=1,
        at=at,
        on=day,
        guide=merchant.lin,
        customer=met.customer,
        sku_text="奶粉",
        quantity_milli=1000 * sign,
        amount_minor=minor,
        kind="sale" if minor >= 0 else "return",
    )
    await tills.record_lines(work, [line])
    return met.customer
