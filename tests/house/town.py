"""The town seen by who does what: its people signed in, its keys cut, and the neighbour beside it.

Mo Wen led the lane's store, was let go, and must never see anything again; neither may anybody of
the teahouse next door.
"""

from datetime import UTC, date, datetime
from uuid import UUID

from msgspec import Struct, structs

from siyu.demo.staff import PASSWORD
from siyu.demo.town import BRIDGE, HARBOUR, LANE, NEIGHBOUR, PEOPLE, TEAHOUSE, TOWN
from siyu.demo.townsfolk import settle_merchant, settle_town
from siyu.flows import stock_goods
from siyu.kernel.db import Actor, Work, Works
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import catalog, customers, developers, staff, tenants, tills

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)

CHAIN = {
    "owner": "zhou",
    "hq": "he",
    "finance": "qian",
    "service": "kefu",
    "region": "dong",
    "far_region": "xi",
    "manager": "lan",
    "far_manager": "du",
    "guide": "anan",
    "colleague": "xinxin",
    "far_guide": "chacha",
    "subject": "shitou",
    "left": "mo",
}
TEA = {"owner": "ye", "manager": "zhanggui", "guide": "qing"}
"""What somebody is called in the matrix, and the account of whoever it is."""

ROLES = {one.account: one.role for one in TOWN.staff + NEIGHBOUR.staff}
GUIDE_DESK = {"manager", "far_manager", "guide", "colleague", "far_guide"}
"""Who works at the guide desk; the others live in the console."""


class Merchant(Struct, frozen=True, kw_only=True):
    """A merchant of the town: `ids` are things by what they are called here."""

    tenant: TenantId
    host: str
    cast: dict[str, str]
    ids: dict[str, UUID]
    people: dict[str, UUID]
    tokens: dict[str, str] = {}
    """Console sessions by person; those of the guide desk under `desk/<person>`."""
    keys: dict[str, str] = {}
    """Keys of the open API: `with <permit>`, `without <permit>`, `all`, `revoked`."""


async def furnish_chain(kit: Kit) -> Merchant:
    """春溪母婴 with its receipts, an old store to close, and everybody at work."""
    works, tenant = kit.works, await tenants.next_tenant(kit.works)
    still_here = [structs.replace(one, left_on=None) for one in TOWN.staff]
    settled = await settle_town(kit, tenant, structs.replace(TOWN, staff=tuple(still_here)))
    merchant = _cast(tenant, settled.host, CHAIN, settled.staff)
    places = {"lane": LANE, "bridge": BRIDGE, "harbour": HARBOUR}
    merchant.ids.update({called: settled.stores[code] for called, code in places.items()})
    await _sign_all_in(works, merchant)
    async with works.open(tenant) as work:
        await staff.depart(work, merchant.people["left"], "违规离职")
        merchant.ids["east"], merchant.ids["west"] = await _regions(work)
        spare = tenants.OpenStore(
            code="T09", name="旧仓店", region=merchant.ids["east"], opened_on=date(2024, 5, 1)
        )
        merchant.ids["spare"] = await tenants.open_store(work, spare)
        [first] = (await catalog.list_products(work, limit=1, offset=0))[0]
        merchant.ids["product"] = first.id
        await _stock(work, merchant, first.id)
        merchant.ids["sku"] = (await catalog.get_product(work, first.id))[1][0].id
        for called, number in {"near": 0, "far": 4, "spare": 1}.items():
            await _let_in(work, merchant, called, PEOPLE[number].phone)
    await _cut_keys(works, merchant)
    return merchant


async def furnish_neighbour(works: Works) -> Merchant:
    """南巷茶铺, whose people have no business with the chain; one guest drank her tea."""
    tenant = await tenants.next_tenant(works)
    settled = await settle_merchant(works, tenant, NEIGHBOUR)
    merchant = _cast(tenant, settled.host, TEA, settled.staff)
    await _sign_all_in(works, merchant)
    async with works.open(tenant) as work:
        await _sell_tea(work, merchant, settled.stores[TEAHOUSE])
        await _let_in(work, merchant, "near", "13900139001")
    await _cut_keys(works, merchant)
    return merchant


def _cast(tenant: TenantId, host: str, cast: dict[str, str], accounts: dict[str, UUID]) -> Merchant:
    people = {called: accounts[account] for called, account in cast.items()}
    ids = {f"staff {called}": one for called, one in people.items()}
    if "subject" in people:
        ids["subject"] = people["subject"]
    return Merchant(tenant=tenant, host=host, cast=cast, ids=ids, people=people)


async def _stock(work: Work, merchant: Merchant, product: UUID) -> None:
    """A dozen of each of its SKUs in the lane's store."""
    _, skus = await catalog.get_product(work, product)
    merchant.ids["stocked"] = skus[0].id
    lines = [(sku.id, 12) for sku in skus]
    document = await stock_goods.receive(work, work.new_id(), merchant.ids["lane"], lines)
    merchant.ids["stock document"] = document


async def _regions(work: Work) -> list[UUID]:
    found = {region.name: region.id for region in await tenants.list_regions(work)}
    return [found[name] for name in TOWN.regions]


async def _sign_all_in(works: Works, merchant: Merchant) -> None:
    for called, account in merchant.cast.items():
        if ROLES[account] != "guide":
            merchant.tokens[called] = await sign_in(works, merchant, called, "console")
        if called in GUIDE_DESK:
            merchant.tokens[f"desk/{called}"] = await sign_in(works, merchant, called, "guide")
    merchant.tokens["desk/left"] = merchant.tokens.get("left", "")


async def sign_in(works: Works, merchant: Merchant, called: str, audience: staff.Audience) -> str:
    """A fresh session's token of somebody in the town."""
    shown = staff.Credentials(
        account=merchant.cast[called], password=PASSWORD, code=None, address="203.0.113.7"
    )
    return await staff.sign_in(works, merchant.tenant, shown, audience)


async def _sell_tea(work: Work, merchant: Merchant, store: UUID) -> None:
    by = merchant.people["guide"]
    identity = customers.read_identity("13900139001")
    seen = customers.Meet(identity=identity, source="pos", at=NOON, store=store, guide=by)
    [met] = await customers.meet(work, [seen])
    line = tills.RecordLine(
        source="pos",
        store=store,
        receipt_no="tea-1",
        line_no=1,
        at=NOON,
        on=NOON.date(),
        guide=by,
        customer=met.customer,
        sku_text="桂花米酿",
        quantity_milli=1000,
        amount_minor=38_00,
        kind="sale",
    )
    await tills.record_lines(work, [line])


async def _let_in(work: Work, merchant: Merchant, called: str, phone: str) -> None:
    """A customer's own session, and the latest of her receipts."""
    token, _ = await customers.begin_session(work, phone, [])
    merchant.tokens[f"{called} customer"] = token.text
    merchant.ids[f"{called} customer"] = token.customer
    hers = tills.Filter(customer=token.customer)
    [receipt] = await tills.list_receipts(work, hers, limit=1, offset=0)
    merchant.ids[f"{called} receipt"] = receipt.id


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
