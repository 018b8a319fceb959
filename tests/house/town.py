"""The town: a merchant with regions, stores and people of every role, and a stranger beside it.

Ma Jun led a store, was let go, and must never see anything again; neither may anybody of the
noodle house next door.
"""

from datetime import UTC, date, datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Actor, Work, Works
from siyu.kernel.ids import TenantId
from siyu.modules import catalog, customers, developers, staff, tenants, tills

PASSWORD = "a long walk by the lake"
NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)


class Hired(Struct, frozen=True):
    """Somebody of the staff: `post` is a store, or a region for whoever leads one."""

    name: str
    role: staff.Role
    post: str = ""


CHAIN = {
    "owner": Hired("周建国", "owner"),
    "hq": Hired("陈思敏", "headquarters"),
    "finance": Hired("何丽", "finance"),
    "service": Hired("孙悦", "service"),
    "region": Hired("王海涛", "region_manager", "east"),
    "far_region": Hired("罗秋霞", "region_manager", "south"),
    "manager": Hired("刘芳", "store_manager", "renmin"),
    "far_manager": Hired("黄志强", "store_manager", "tianhe"),
    "guide": Hired("张小燕", "guide", "renmin"),
    "colleague": Hired("李慧", "guide", "renmin"),
    "far_guide": Hired("吴佳怡", "guide", "tianhe"),
    "subject": Hired("郭涛", "guide", "renmin"),
    "left": Hired("马俊", "store_manager", "binjiang"),
}
NOODLES = {
    "owner": Hired("郑伟", "owner"),
    "manager": Hired("冯玉兰", "store_manager", "harbour"),
    "guide": Hired("许倩", "guide", "harbour"),
}
GUIDE_DESK = {"manager", "far_manager", "guide", "colleague", "far_guide"}
"""Who works at the guide desk; the others live in the console."""


class Merchant(Struct, frozen=True, kw_only=True):
    """A merchant of the town: `ids` are things by what they are called here."""

    tenant: TenantId
    code: str
    host: str
    ids: dict[str, UUID]
    people: dict[str, UUID]
    tokens: dict[str, str]
    """Console sessions by person; those of the guide desk under `desk/<person>`."""
    keys: dict[str, str]
    """Keys of the open API: `with <permit>`, `without <permit>`, `all`, `revoked`."""


async def furnish_chain(works: Works) -> Merchant:
    """Two regions, three stores of which one is franchised, thirteen people, three customers."""
    stores: list[tuple[str, str, str, tenants.StoreKind, str]] = [
        ("renmin", "R001", "人民路店", "own", "east"),
        ("binjiang", "R002", "滨江店", "franchise", "east"),
        ("tianhe", "R003", "天河店", "own", "south"),
        ("spare", "R009", "旧仓店", "own", "east"),
    ]
    regions = {"east": "华东", "south": "华南"}
    merchant = await _found(works, "安禾母婴", regions, stores)
    await _hire_all(works, merchant, CHAIN, PASSWORD)
    await _sign_all_in(works, merchant, CHAIN)
    async with works.open(merchant.tenant) as work:
        await staff.depart(work, merchant.people["left"], "违规离职")
        await _stock(work, merchant)
        await _sell(work, merchant, "near", "13800138001", "renmin", "guide")
        await _sell(work, merchant, "far", "13800138002", "tianhe", "far_guide")
        await _sell(work, merchant, "spare", "13800138003", "renmin", "guide")
    await _let_customers_in(works, merchant)
    await _cut_keys(works, merchant)
    return merchant


async def furnish_noodle_house(works: Works) -> Merchant:
    """One store and three people who have no business with the chain."""
    merchant = await _found(
        works, "北岸面馆", {"only": "码头"}, [("harbour", "H1", "码头店", "own", "only")]
    )
    await _hire_all(works, merchant, NOODLES, PASSWORD)
    await _sign_all_in(works, merchant, NOODLES)
    async with works.open(merchant.tenant) as work:
        await _sell(work, merchant, "near", "13900139001", "harbour", "guide")
    await _let_customers_in(works, merchant)
    await _cut_keys(works, merchant)
    return merchant


async def _found(
    works: Works,
    name: str,
    regions: dict[str, str],
    stores: list[tuple[str, str, str, tenants.StoreKind, str]],
) -> Merchant:
    tenant = await tenants.next_tenant(works)
    code, host, ids = f"town{tenant}", f"town{tenant}.example.test", {}
    async with works.open(tenant) as work:
        await tenants.found(work, tenants.Found(code=code, name=name, hosts=(host,)))
        for called, region in regions.items():
            ids[called] = await tenants.add_region(work, region)
        for called, number, store, kind, region in stores:
            opening = tenants.OpenStore(
                code=number, name=store, kind=kind, region=ids[region], opened_on=date(2024, 5, 1)
            )
            ids[called] = await tenants.open_store(work, opening)
    return Merchant(tenant=tenant, code=code, host=host, ids=ids, people={}, tokens={}, keys={})


async def _hire_all(
    works: Works, merchant: Merchant, people: dict[str, Hired], password: str
) -> None:
    hashed = await staff.hash_password(password)
    async with works.open(merchant.tenant) as work:
        for called, hired in people.items():
            leads = hired.role == "region_manager"
            post = merchant.ids.get(hired.post)
            new = staff.Join(
                account=called.replace("_", "."),
                name=hired.name,
                role=hired.role,
                password_hash=hashed,
                region_id=post if leads else None,
                store_id=None if leads else post,
            )
            merchant.people[called] = await staff.join(work, new)
            merchant.ids[called if called == "subject" else f"staff {called}"] = merchant.people[
                called
            ]


async def _sign_all_in(works: Works, merchant: Merchant, people: dict[str, Hired]) -> None:
    for called, hired in people.items():
        if hired.role != "guide":
            merchant.tokens[called] = await sign_in(works, merchant, called, "console")
        if called in GUIDE_DESK:
            merchant.tokens[f"desk/{called}"] = await sign_in(works, merchant, called, "guide")
    merchant.tokens["desk/left"] = merchant.tokens.get("left", "")


async def sign_in(works: Works, merchant: Merchant, called: str, audience: staff.Audience) -> str:
    """A fresh session's token of somebody in the town."""
    shown = staff.Credentials(
        account=called.replace("_", "."), password=PASSWORD, code=None, address="203.0.113.7"
    )
    return await staff.sign_in(works, merchant.tenant, shown, audience)


async def _stock(work: Work, merchant: Merchant) -> None:
    await catalog.add_categories(work, [catalog.NewCategory(code="milk", name="奶粉")])
    sku = catalog.NewSku(code="M1-800", name="800 克", price_minor=268_00, barcode=None)
    product = catalog.NewProduct(code="M1", name="羊奶粉一段", category_id=None, skus=[sku])
    [merchant.ids["product"]] = await catalog.list_new(work, [product])


async def _sell(
    work: Work, merchant: Merchant, called: str, phone: str, store: str, guide: str
) -> None:
    """Somebody with this phone buys one thing of that guide."""
    place, by = merchant.ids[store], merchant.people[guide]
    identity = customers.read_identity(phone)
    seen = customers.Meet(identity=identity, source="pos", at=NOON, store=place, guide=by)
    [met] = await customers.meet(work, [seen])
    assert met.customer is not None
    line = tills.RecordLine(
        source="pos",
        store=place,
        receipt_no=f"{called}-1",
        line_no=1,
        at=NOON,
        on=NOON.date(),
        guide=by,
        customer=met.customer,
        sku_text="羊奶粉",
        quantity_milli=1000,
        amount_minor=268_00,
        kind="sale",
    )
    await tills.record_lines(work, [line])
    merchant.ids[f"{called} customer"] = met.customer
    sold = tills.Filter(customer=met.customer)
    [receipt] = await tills.list_receipts(work, sold, limit=1, offset=0)
    merchant.ids[f"{called} receipt"] = receipt.id


async def _let_customers_in(works: Works, merchant: Merchant) -> None:
    phones = {"near": "13800138001", "far": "13800138002"}
    if "far customer" not in merchant.ids:
        phones = {"near": "13900139001"}
    async with works.open(merchant.tenant) as work:
        for called, phone in phones.items():
            token, _ = await customers.begin_session(work, phone, [])
            assert token.customer == merchant.ids[f"{called} customer"]
            merchant.tokens[f"{called} customer"] = token.text


async def _cut_keys(works: Works, merchant: Merchant) -> None:
    every = developers.OPEN_PERMITS
    wanted = {"all": every, "revoked": every}
    wanted |= {f"with {permit}": frozenset({permit}) for permit in every}
    wanted |= {f"without {permit}": every - {permit} for permit in every}
    boss = Actor("staff", merchant.people["owner"])
    async with works.open(merchant.tenant, actor=boss) as work:
        for called, permits in wanted.items():
            new = developers.NewKey(name=called, permits=permits)
            key, shown = await developers.make_key(work, new, most=staff.EVERY)
            merchant.keys[called] = shown
            merchant.ids[f"key {called}"] = key.id
        await developers.revoke_key(work, merchant.ids["key revoked"])
