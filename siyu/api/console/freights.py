"""Console doors of delivery: ways, the rule of the clock, and freight templates."""

from uuid import UUID

from msgspec import structs

from siyu.api.delivery_shapes import (
    Delivery,
    DeliveryGiven,
    FreightDetail,
    FreightGiven,
    FreightProducts,
    FreightShape,
    NamedProduct,
    UsualGiven,
    freight_shape,
)
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask, door
from siyu.kernel.errors import NotFound
from siyu.modules import catalog, fulfilment, tenants

READ, WRITE = "orders.read", "fulfilment.write"
REFUSALS = [fulfilment.FreightTwice, fulfilment.FreightNameTaken]


@door.get("/delivery", permit=READ)
async def show_delivery(ask: Ask) -> Delivery:
    """How orders come to whoever bought, and what the clock does with them."""
    async with ask.look() as work:
        return await _delivery(work)


@door.put("/delivery", permit=WRITE, errors=[fulfilment.RuleOutOfOrder])
async def write_delivery(ask: Ask, data: DeliveryGiven) -> Delivery:
    """From now on; a store may say other ways for itself."""
    async with ask.work() as work:
        await tenants.choose_ways(work, data.ways)
        await fulfilment.write_rule(work, data.rule())
        return await _delivery(work)


@door.get("/freights", permit=READ)
async def list_freights(ask: Ask) -> list[FreightShape]:
    """Every template at its newest version."""
    async with ask.look() as work:
        return [freight_shape(one) for one in await fulfilment.list_freights(work)]


@door.post("/freights", permit=WRITE, errors=REFUSALS)
async def add_freight(ask: Ask, data: FreightGiven) -> FreightDetail:
    """A new template; the first is the usual one."""
    async with ask.work() as work:
        first = not await fulfilment.list_freights(work)
        made = await fulfilment.write_freight(work, None, data.name, data.terms)
        if first:
            await fulfilment.usual_freight(work, made.id, usual=True)
        return await _detail(work, made.id)


@door.get("/freights/{id:uuid}", permit=READ)
async def show_freight(ask: Ask, id: UUID) -> FreightDetail:
    """A template with the products that name it."""
    async with ask.look() as work:
        return await _detail(work, id)


@door.put("/freights/{id:uuid}", permit=WRITE, errors=REFUSALS)
async def change_freight(ask: Ask, id: UUID, data: FreightGiven) -> FreightDetail:
    """Its next version; what was ordered keeps the price it had."""
    async with ask.work() as work:
        await fulfilment.write_freight(work, id, data.name, data.terms)
        return await _detail(work, id)


@door.put("/freights/{id:uuid}/products", permit=WRITE)
async def send_under(ask: Ask, id: UUID, data: FreightProducts) -> FreightDetail:
    """Which products are sent under it."""
    async with ask.work() as work:
        known = await catalog.find_products(work, data.add)
        if set(data.add) - known:
            raise NotFound
        await fulfilment.use_freight_no_more(work, id, data.remove)
        await fulfilment.use_freight(work, id, data.add)
        return await _detail(work, id)


@door.put("/freights/{id:uuid}/usual", permit=WRITE)
async def choose_usual(ask: Ask, id: UUID, data: UsualGiven) -> FreightDetail:
    """Whether everything that names no template is sent under this one."""
    async with ask.work() as work:
        await fulfilment.usual_freight(work, id, usual=data.usual)
        return await _detail(work, id)


async def _delivery(work: Work) -> Delivery:
    rule = await fulfilment.current_rule(work)
    return Delivery(
        ways=(await tenants.get_tenant(work)).ways,
        received_after_days=rule.received_after_days,
        remind_after_days=rule.remind_after_days,
        unfetched_after_days=rule.unfetched_after_days,
        unfetched=rule.unfetched,
        version=rule.version,
        at=rule.at,
    )


async def _detail(work: Work, template: UUID) -> FreightDetail:
    shape = freight_shape(await fulfilment.get_freight(work, template))
    ids = await fulfilment.products_under(work, template)
    names = await catalog.product_names(work, ids)
    named = [NamedProduct(id=id_, name=names[id_]) for id_ in ids if id_ in names]
    return FreightDetail(**structs.asdict(shape), named=named)


DOORS = [
    show_delivery,
    write_delivery,
    list_freights,
    add_freight,
    show_freight,
    change_freight,
    send_under,
    choose_usual,
]
