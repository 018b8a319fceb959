from datetime import timedelta

import pytest

from siyu.demo.export import export_chain
from siyu.demo.furnish import CHAIN, RESTAURANT, Furnished, Furnisher, Show, Wanted
from siyu.demo.memory import Notebook
from siyu.demo.settle import find_bare, quiet, settle_goods, settle_pictures, settle_places
from siyu.demo.town import SALES, TOWN
from siyu.demo.townsfolk import ring_up, settle_town
from siyu.kernel.clock import StoppedClock
from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database, Query, Scalar
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import catalog, groups, inventory, staff, tenants, tills
from siyu.views.refills import WhichRefills, list_refills
from tests.demo.counted import Counted
from tests.house.street import made_kit

# No columns are needed to furnish: they are fed from the record afterwards.
NOWHERE = "http://127.0.0.1:1"
WANTED = Wanted(members=120, guests=50, pictures=False)

COUNTED = Query(
    Counted,
    """
    select count(*) as receipts, coalesce(sum(amount_minor), 0)::int8 as amount_minor,
      coalesce(sum(discount_minor), 0)::int8 as discount_minor,
      count(*) filter (where customer_id is not null) as member_receipts,
      count(*) filter (where guide_id is not null) as with_guide
    from tills.receipt where tenant_id = $1
    """,
)
LINES = Scalar("select count(*) from tills.line where tenant_id = $1")
UNKNOWN = Scalar("select count(*) from tills.line where tenant_id = $1 and sku_id is null")
LOOSE = Scalar(
    """
    select count(*) from tills.line
    where tenant_id = $1 and kind = 'return' and returns_receipt_id is null
    """
)
CUSTOMERS = Scalar("select count(*) from customers.customer where tenant_id = $1")
NAMELESS = Scalar("select count(*) from customers.customer where tenant_id = $1 and name is null")


@pytest.fixture(scope="module")
def kit(database: Database, keyring: Keyring, tmp_path_factory: pytest.TempPathFactory) -> Kit:
    settings = Settings(data=tmp_path_factory.mktemp("demo"))
    return made_kit(database, keyring, settings, Columns.at(NOWHERE))


@pytest.fixture(scope="module")
async def chain(kit: Kit) -> Furnished:
    return await Furnisher(kit, CHAIN, quiet).run(WANTED, WANTED.members)


@pytest.fixture(scope="module")
async def restaurant(kit: Kit) -> Furnished:
    return await Furnisher(kit, RESTAURANT, quiet).run(WANTED, WANTED.guests)


async def ask(kit: Kit, furnished: Furnished, scalar: Scalar) -> int:
    async with kit.works.look(TenantId(furnished.tenant)) as work:
        return await scalar.get(work, work.tenant)


async def count(kit: Kit, furnished: Furnished) -> Counted:
    async with kit.works.look(TenantId(furnished.tenant)) as work:
        return await COUNTED.one(work, work.tenant)


async def test_the_record_sums_up_to_what_was_generated(kit: Kit, chain: Furnished) -> None:
    found = await count(kit, chain)
    assert found.receipts == chain.tally.receipts
    assert found.amount_minor == chain.tally.amount_minor
    assert found.discount_minor == chain.tally.discount_minor
    assert found.member_receipts == chain.tally.member_receipts
    assert await ask(kit, chain, LINES) == chain.tally.rows == chain.added_lines


async def test_so_does_that_of_the_restaurant(kit: Kit, restaurant: Furnished) -> None:
    found = await count(kit, restaurant)
    assert found.receipts == restaurant.tally.receipts
    assert found.amount_minor == restaurant.tally.amount_minor


async def test_every_article_is_known_and_every_return_finds_its_sale(
    kit: Kit, chain: Furnished
) -> None:
    assert await ask(kit, chain, UNKNOWN) == 0
    assert await ask(kit, chain, LOOSE) == 0


async def test_members_are_met_once_and_by_name(kit: Kit, chain: Furnished) -> None:
    assert await ask(kit, chain, CUSTOMERS) == WANTED.members
    assert await ask(kit, chain, NAMELESS) == 0


async def test_most_receipts_know_their_guide(kit: Kit, chain: Furnished) -> None:
    found = await count(kit, chain)
    assert found.with_guide > found.receipts * 0.6


async def test_the_shop_window_shows_a_bit_of_everything(kit: Kit, chain: Furnished) -> None:
    async with kit.works.look(TenantId(chain.tenant)) as work:
        shown, _ = await catalog.list_products(work, limit=20)
    assert len({product.category for product in shown}) == 20
    assert "一段" not in {product.category for product in shown}


async def test_a_warehouse_sends_and_stores_lack_something(kit: Kit, chain: Furnished) -> None:
    async with kit.works.look(TenantId(chain.tenant)) as work:
        transfers, _ = await inventory.list_transfers(work, inventory.TransferFilter(), limit=20)
        lacking, _ = await list_refills(work, WhichRefills(), limit=20)
        running, _ = await groups.list_offers(work, which="open", limit=5)
        broken = [one for one in await inventory.check(work) if one.broken]
    assert {(one.sent, one.received) for one in transfers} == {(36, 36), (36, 35), (36, None)}
    assert len(transfers) == 3
    assert {one.store.code for one in lacking} == {"ZB01", "SN01"}
    assert {one.source and one.source.name for one in lacking} == {"杭州中心仓"}
    assert [one.size for one in running] == [3]
    assert broken == []


async def test_a_second_run_adds_nothing(kit: Kit, chain: Furnished) -> None:
    again = await Furnisher(kit, CHAIN, quiet).run(WANTED, WANTED.members)
    assert (again.added_lines, again.imported_files) == (0, 0)
    assert again.tally == chain.tally


async def test_a_forgotten_notebook_page_is_imported_again_without_a_double(
    kit: Kit, chain: Furnished
) -> None:
    notebook = Notebook(kit.uploads, chain.code)
    memory = notebook.find()
    assert memory is not None
    memory.files.pop(next(iter(memory.files)))
    notebook.keep(memory)
    again = await Furnisher(kit, CHAIN, quiet).run(WANTED, WANTED.members)
    assert (again.added_lines, again.imported_files) == (0, 1)


async def test_three_days_later_only_three_days_are_added(
    kit: Kit, chain: Furnished, clock: StoppedClock
) -> None:
    clock.move(timedelta(days=3))
    later = await Furnisher(kit, CHAIN, quiet).run(WANTED, WANTED.members)
    assert later.added_lines == later.tally.rows - chain.tally.rows > 0
    found = await count(kit, later)
    assert (found.receipts, found.amount_minor) == (
        later.tally.receipts,
        later.tally.amount_minor,
    )


class PowerCut(Exception):
    pass


async def test_an_interrupted_run_is_finished_by_the_next_one(
    kit: Kit, clock: StoppedClock
) -> None:
    def cut(what: str, done: int, of: int) -> None:
        if what == "imported" and done > of / 2:
            raise PowerCut

    show = Show("interrupted", export_chain)
    with pytest.raises(PowerCut):
        await Furnisher(kit, show, cut).run(WANTED, WANTED.members)
    clock.move(timedelta(days=1))
    finished = await Furnisher(kit, show, quiet).run(WANTED, WANTED.members)
    found = await count(kit, finished)
    assert found.receipts == finished.tally.receipts
    assert found.amount_minor == finished.tally.amount_minor
    async with kit.works.look(TenantId(finished.tenant)) as work:
        runs = await tills.list_runs(work, limit=100, offset=0)
    assert {run.state for run in runs} == {"done"}


async def test_every_product_of_the_town_gets_a_picture(kit: Kit, tenant: TenantId) -> None:
    works = kit.works
    async with works.open(tenant) as work:
        await tenants.found(work, tenants.Found(code=f"town{tenant}", name=TOWN.name))
        await settle_places(work, TOWN)
        await settle_goods(work, TOWN)
    await settle_pictures(works, tenant, kit.uploads, TOWN.products, told=quiet)
    async with works.look(tenant) as work:
        assert not await find_bare(work, {product.code for product in TOWN.products})
        shown, total = await catalog.list_products(work, limit=100)
    assert total == len(TOWN.products)
    assert all(
        catalog.picture_path(kit.uploads, int(tenant), one.picture or "").exists() for one in shown
    )


async def test_whoever_is_printed_can_sign_in(kit: Kit, chain: Furnished) -> None:
    tenant = TenantId(chain.tenant)
    for person in chain.sign_ins:
        audience = "guide" if person.role == "guide" else "console"
        shown = staff.Credentials(
            account=person.account, password=person.password, code=None, address="127.0.0.1"
        )
        token = await staff.sign_in(kit.works, tenant, shown, audience)
        signed = await staff.find_session(kit.works, tenant, token, audience)
        assert signed is not None
        assert signed.name == person.name


async def test_both_merchants_are_at_home_at_their_addresses(
    kit: Kit, chain: Furnished, restaurant: Furnished
) -> None:
    homes = {
        one.tenant: await tenants.find_tenant_by_host(kit.works, f"{one.host}:8000")
        for one in (chain, restaurant)
    }
    assert homes == {tenant: tenant for tenant in homes}


async def test_only_the_totals_of_the_franchised_are_no_receipts(
    kit: Kit, chain: Furnished
) -> None:
    async with kit.works.look(TenantId(chain.tenant)) as work:
        runs = await tills.list_runs(work, limit=100, offset=0)
    assert {run.state for run in runs} == {"done"}
    assert all(run.problems == run.source.startswith("加盟收银") for run in runs)


async def test_the_town_rings_up_its_roll_once(kit: Kit, tenant: TenantId) -> None:
    await settle_town(kit, tenant)
    again = await ring_up(kit, tenant)
    async with kit.works.look(tenant) as work:
        found = await COUNTED.one(work, work.tenant)
    assert (again.added, again.problems) == (0, 0)
    assert found.receipts == len({sale.receipt for sale in SALES})
    assert found.amount_minor == sum(sale.amount for sale in SALES) * 100
