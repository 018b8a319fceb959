"""Options, pictures and schedules on a real database."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from siyu.kernel.clock import StoppedClock
from siyu.kernel.db import Works
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.modules import catalog
from siyu.modules.catalog import NewProduct, NewSku, Option

SIZES = Option(name="段位", values=("1 段", "2 段"))
PACKS = Option(name="包装", values=("400g", "800g"))


def sku(code: str, *choice: str, price: int = 100, barcode: str | None = None) -> NewSku:
    return NewSku(code=code, name="", price_minor=price, barcode=barcode, choice=choice)


async def milk(works: Works, tenant: TenantId, **more: object) -> UUID:
    skus = [sku("A", "2 段", "400g", barcode="1"), sku("B", "1 段", "800g", barcode="2")]
    plain = NewProduct(code="M", name="羊奶粉", category_id=None, skus=skus, options=(SIZES, PACKS))
    new = msgspec.structs.replace(plain, **more)
    async with works.open(tenant) as work:
        return (await catalog.list_new(work, [new]))[0]


async def sold(works: Works, tenant: TenantId, product: UUID) -> set[str]:
    async with works.look(tenant) as work:
        _, skus = await catalog.get_product(work, product)
        offers = await catalog.offers(work, [one.id for one in skus])
        return {one.code for one in skus if one.id in offers}


async def test_skus_are_named_by_what_is_chosen_and_stand_as_the_options_do(
    works: Works, tenant: TenantId
) -> None:
    product = await milk(works, tenant)
    async with works.look(tenant) as work:
        shown, skus = await catalog.get_product(work, product)
    assert shown.options == [SIZES, PACKS]
    assert [(one.code, one.name) for one in skus] == [("B", "1 段 800g"), ("A", "2 段 400g")]


async def test_what_is_not_named_is_withdrawn_and_comes_back_with_its_price(
    works: Works, tenant: TenantId
) -> None:
    product = await milk(works, tenant)
    only = [sku("B", "1 段", price=150), sku("C", "2 段", price=250)]
    async with works.open(tenant) as work:
        await catalog.arrange(work, product, [SIZES], only)
    assert await sold(works, tenant, product) == {"B", "C"}
    async with works.open(tenant) as work:
        again = [sku("A", "1 段", barcode="2"), sku("B", "2 段", barcode="1", price=150)]
        await catalog.arrange(work, product, [SIZES], again)
        shown, skus = await catalog.get_product(work, product)
    assert await sold(works, tenant, product) == {"A", "B"}
    found = {one.code: (one.name, one.price_minor, one.barcode) for one in skus}
    assert found["A"] == ("1 段", 100, "2")
    assert found["B"] == ("2 段", 150, "1")
    assert (shown.skus, shown.price_from_minor) == (2, 100)


@pytest.mark.parametrize(
    ("options", "skus", "refused"),
    [
        ([SIZES], [], catalog.NoSkus),
        ([SIZES], [sku("A")], catalog.BadChoice),
        ([SIZES], [sku("A", "3 段")], catalog.BadChoice),
        ([], [sku("A", "1 段")], catalog.BadChoice),
        ([SIZES], [sku("A", "1 段"), sku("B", "1 段")], catalog.ChoiceTwice),
        ([SIZES], [sku("A", "1 段"), sku("A", "2 段")], catalog.CodeTaken),
        ([SIZES, SIZES], [sku("A", "1 段", "1 段")], catalog.BadOptions),
        ([SIZES], [sku("A", "1 段", barcode="9"), sku("B", "2 段", barcode="9")],
         catalog.BarcodeTaken),
        ([SIZES], [sku("X1", "1 段")], catalog.CodeTaken),
        ([SIZES], [sku("A", "1 段", barcode="x")], catalog.BarcodeTaken),
    ],
)  # fmt: skip
async def test_an_arrangement_that_does_not_fit_changes_nothing(
    works: Works, tenant: TenantId, options, skus, refused
) -> None:
    product = await milk(works, tenant)
    async with works.open(tenant) as work:
        other = NewSku(code="X1", name="", price_minor=1, barcode="x")
        await catalog.list_new(
            work, [NewProduct(code="X", name="杯", category_id=None, skus=[other])]
        )
    with pytest.raises(refused):
        async with works.open(tenant) as work:
            await catalog.arrange(work, product, options, skus)
    assert await sold(works, tenant, product) == {"A", "B"}


async def test_nothing_can_be_ordered_outside_of_the_schedule(
    works: Works, tenant: TenantId, clock: StoppedClock
) -> None:
    begins = clock.now() + timedelta(hours=1)
    product = await milk(
        works, tenant, listed_from=begins, listed_until=begins + timedelta(hours=1)
    )

    async def state() -> str:
        async with works.look(tenant) as work:
            shown, _ = await catalog.get_product(work, product)
            assert (await catalog.list_products(work, state=shown.state, limit=1))[1] == 1
            return shown.state

    seen = [(await state(), len(await sold(works, tenant, product)))]
    for _ in range(2):
        clock.move(timedelta(hours=1))
        seen.append((await state(), len(await sold(works, tenant, product))))
    assert seen == [("coming", 0), ("listed", 2), ("ended", 0)]
    async with works.open(tenant) as work:
        await catalog.schedule(work, product, None, None)
    assert len(await sold(works, tenant, product)) == 2
    with pytest.raises(catalog.BadSchedule):
        async with works.open(tenant) as work:
            await catalog.schedule(work, product, begins, begins)


async def test_pictures_keep_their_order_and_the_first_is_the_cover(
    works: Works, tenant: TenantId
) -> None:
    product = await milk(works, tenant)
    async with works.open(tenant) as work:
        for name in ("a.webp", "b.webp", "a.webp", "c.webp"):
            await catalog.add_picture(work, product, name)
        await catalog.order_pictures(work, product, ["c.webp", "a.webp"])
        shown, _ = await catalog.get_product(work, product)
        assert (shown.picture, shown.pictures) == ("c.webp", ["c.webp", "a.webp"])
        for n in range(7):
            await catalog.add_picture(work, product, f"{n}.webp")
    for act, refused in (
        (lambda work: catalog.add_picture(work, product, "z.webp"), catalog.TooManyPictures),
        (lambda work: catalog.order_pictures(work, product, ["z.webp"]), NotFound),
    ):
        with pytest.raises(refused):
            async with works.open(tenant) as work:
                await act(work)
