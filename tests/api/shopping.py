"""Orders, a pickup and coupons of the town, for the matrix: the near customer's, at the lane."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

from msgspec import structs
from PIL import Image

from siyu.flows import (
    after_sale,
    case_pictures,
    claim_coupon,
    flash_sales,
    group_buys,
    import_goods,
    place_orders,
    ready_pickups,
    settle_payment,
    ship_order,
    stock_goods,
    transfer_goods,
)
from siyu.flows.group_prices import Bid
from siyu.flows.order_drafts import Placing
from siyu.kernel.db import Work, Works
from siyu.modules import (
    catalog,
    customers,
    deals,
    fulfilment,
    groups,
    inventory,
    promotions,
    tenants,
    vouchers,
)
from siyu.modules.fulfilment import freight
from tests.house.town import Merchant

TERMS = promotions.Terms(
    name="满 100 减 10", amount_minor=1000, valid_days=30, quota=99, per_person=9
)


async def furnish_shop(works: Works, uploads: Path, chain: Merchant) -> dict[str, object]:
    """Orders are somebody's and go to the merchant's own; a coupon is everybody's."""
    near = chain.ids["near customer"]
    async with works.open(chain.tenant) as work:
        lines = [(chain.ids["stocked"], 60)]
        await stock_goods.receive(work, work.new_id(), chain.ids["lane"], lines)
        coupon = await claim_coupon.define(work, "MATRIX", TERMS)
        spare = await claim_coupon.define(work, "SPARE", TERMS)
        await claim_coupon.define(work, "TYPED", structs.replace(TERMS, how="code"))
        guided = structs.replace(TERMS, how="guide", quota=9999, per_person=999)
        handed = await claim_coupon.define(work, "HANDED", guided)
        for called in ("near order", "cancelled order", "paid order", "refunded order"):
            chain.ids[called] = await _order(work, chain, called)
        said = {"name": "王小明", "phone": "13800138000", "city": "", "district": ""}
        where = customers.AddressGiven(**said, province="33", detail="文三路 1 号")
        for called in ("address", "other address", "spare address"):
            chain.ids[called] = (await customers.add_address(work, near, where)).id
        await tenants.choose_ways(work, ["pickup", "mail"])
        terms = freight.Terms(usual=freight.Charge(first_minor=0))
        opened = [catalog.NewCategory(code="MATRIX", name="生鲜")]
        chain.ids["category"] = (await catalog.add_categories(work, opened))["MATRIX"]
        for called in ("freight", "spare freight"):
            made = await fulfilment.write_freight(work, None, called, terms)
            chain.ids[called] = made.id
        chain.ids["sent order"] = await _order(work, chain, "sent order", mailed=True)
        card = await _card(work, chain)
        chain.ids["voucher order"] = await _order(work, chain, "voucher order", (card, 2))
    async with works.open(chain.tenant) as work:
        for called in ("paid order", "refunded order", "voucher order", "sent order"):
            await settle_payment.settle_free(work, chain.ids[called])
        await ready_pickups.make_ready(work, [chain.ids["sent order"]])
        parcel = fulfilment.Send(
            id=work.new_id(),
            order=chain.ids["sent order"],
            carrier="sf",
            tracking="SF1234567890",
            quantities={1: 2},
        )
        chain.ids["parcel"] = (await ship_order.send(work, parcel)).id
        chain.ids["case order"] = chain.ids["sent order"]
        for called in ("case", "spare case"):
            asking = after_sale.Asking(
                id=work.new_id(),
                order=chain.ids["case order"],
                kind="refund",
                reason="late",
                lines={1: 1},
            )
            chain.ids[called] = (await after_sale.ask(work, asking)).id
        voucher, spare_voucher = await vouchers.issue(work, [chain.ids["voucher order"]])
        [card] = await vouchers.codes_of(work, [voucher])
        made = fulfilment.Make(
            order=chain.ids["paid order"], store=chain.ids["lane"], customer=near
        )
        [shown] = await fulfilment.make(work, [made])
        price = catalog.NewPrice(sku=chain.ids["sku"], unit_minor=100)
        terms = catalog.BookTerms(name="清仓", valid_from=work.now, prices=(price,))
        chain.ids["price book"] = (await catalog.define_book(work, "MATRIX", terms)).id
        chain.ids["spare book"] = (await catalog.define_book(work, "SPARE", terms)).id
        said = promotions.pricing.Wording(
            name="满一亿减一分",
            effect=promotions.pricing.Said(
                block="amount_over", args={"off_minor": 1, "threshold_minor": 10**10}
            ),
        )
        running = await promotions.make_promotion(work, said)
        chain.ids["promotion"] = running.id
        chain.ids["spare promotion"] = (await promotions.make_promotion(work, said)).id
    await _sell_fast(works, chain)
    chain.ids["case picture"] = await _picture(works, uploads, chain)
    chain.ids.update({"coupon": coupon.id, "spare coupon": spare.id})
    chain.ids.update({"voucher": voucher.id, "spare voucher": spare_voucher.id})
    return {
        "any coupon": coupon.id,
        "any guided coupon": handed.id,
        "code of coupon": "TYPED",
        "code of pickup": shown.code,
        "strange code": "00000000",
        "code of voucher": card.code,
        "strange voucher": "0000000000",
    }


async def _sell_fast(works: Works, chain: Merchant) -> None:
    """A sale that comes, and two drafts."""
    async with works.open(chain.tenant) as work:
        good = deals.NewGood(sku=chain.ids["stocked"], price_minor=1, pieces=1)
        said = deals.Said(
            name="周年秒杀",
            since=work.now + timedelta(days=1),
            until=work.now + timedelta(days=2),
            stores=(chain.ids["lane"],),
            goods=(good,),
        )
        for called in ("sale", "spare sale", "open sale"):
            chain.ids[called] = (await flash_sales.draft(work, said)).id
    async with works.open(chain.tenant) as work:
        await flash_sales.confirm(work, chain.ids["open sale"])
    await _sell_together(works, chain)


async def _sell_together(works: Works, chain: Merchant) -> None:
    """A group that somebody starts under an open offer, and two drafts."""
    async with works.open(chain.tenant) as work:
        terms = groups.Terms(
            name="两人拼团",
            sku=chain.ids["stocked"],
            price_minor=1,
            size=2,
            hours=24,
            since=work.now,
            until=work.now + timedelta(days=1),
        )
        for called in ("group buy", "spare group buy", "open group buy"):
            chain.ids[called] = (await group_buys.draft(work, terms)).id
        await group_buys.move(work, chain.ids["open group buy"], "open")
    async with works.open(chain.tenant) as work:
        asked = Placing(
            customer=chain.ids["near customer"],
            store=chain.ids["lane"],
            lines=((chain.ids["stocked"], 1),),
            key="group",
            bid=Bid(offer=chain.ids["open group buy"]),
        )
        order = await place_orders.place_one(work, asked)
        chain.ids["group"] = groups.group_id(order.id)


async def _card(work: Work, chain: Merchant) -> UUID:
    """A card of many uses, of which the lane has some."""
    terms = catalog.VoucherTerms(uses=99, days=30)
    new = catalog.NewSku(code="CARD", name="", price_minor=9900, voucher=terms)
    goods = catalog.NewProduct(code="CARD", name="次卡", category_id=None, skus=[new])
    spare = catalog.NewSku(code="SPARE-1", name="", price_minor=100)
    more = catalog.NewProduct(code="SPARE", name="备用", category_id=None, skus=[spare])
    table = "商品编码,规格编码\n,X-1\n".encode()
    read = import_goods.read(table)
    chain.ids["goods import"] = await import_goods.ask(work, "goods.csv", table, read)
    sending = inventory.Sending(
        id=work.new_id(),
        source=chain.ids["lane"],
        target=chain.ids["spare"],
        lines=((chain.ids["stocked"], 1),),
    )
    chain.ids["transfer"] = await transfer_goods.send(work, sending)
    _, chain.ids["spare product"] = await catalog.list_new(work, [goods, more])
    card = (await catalog.find_skus_by_code(work, ["CARD"]))["CARD"]
    await stock_goods.receive(work, work.new_id(), chain.ids["lane"], [(card, 9)])
    return card


async def _order(
    work: Work,
    chain: Merchant,
    key: str,
    line: tuple[UUID, int] | None = None,
    *,
    mailed: bool = False,
) -> UUID:
    """Of something that a coupon makes free, so that no cashier is needed to pay for it."""
    near = chain.ids["near customer"]
    wallet = None
    if key in {"paid order", "refunded order", "voucher order", "sent order"}:
        free = promotions.Terms(name=key, amount_minor=10**9, valid_days=30, quota=1)
        given = await claim_coupon.define(work, key, free)
        claim = promotions.Claim(id=work.new_id(), coupon=given.id, customer=near, source="test")
        wallet = (await claim_coupon.claim_one(work, claim)).id
    asked = Placing(
        customer=near,
        store=chain.ids["lane"],
        lines=(line or (chain.ids["stocked"], 3 if mailed else 1),),
        way="mail" if mailed else "pickup",
        address=chain.ids["address"] if mailed else None,
        key=key,
        wallet=wallet,
    )
    return (await place_orders.place_one(work, asked)).id


async def _picture(works: Works, uploads: Path, chain: Merchant) -> UUID:
    """What is wrong with the goods of the case."""
    file = BytesIO()
    Image.new("RGB", (40, 30), "#a75").save(file, "PNG")
    case = chain.ids["case"]
    made = await case_pictures.write(works, uploads, chain.tenant, case, file.getvalue())
    async with works.open(chain.tenant) as work:
        await case_pictures.add(work, case, made)
    return made
