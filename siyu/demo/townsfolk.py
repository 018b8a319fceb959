"""The town, put into the rooms: all staff sign in by one password, the till roll is imported."""

import csv
import tempfile
from pathlib import Path
from uuid import UUID

import msgspec

from siyu.demo.settle import quiet, settle_goods, settle_people, settle_places
from siyu.demo.staff import settle_staff
from siyu.demo.town import PEOPLE, SALES, TOWN
from siyu.demo.values import Merchant
from siyu.flows.import_file import import_file
from siyu.kernel.db import Works
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import tenants, tills
from siyu.modules.tills.reading import Mapping

COLUMNS = {
    "receipt": "小票号",
    "line": "行号",
    "at": "交易时间",
    "store": "门店编码",
    "guide": "导购工号",
    "member": "会员卡号",
    "sku": "商品编码",
    "quantity": "数量",
    "amount": "实收金额",
    "means": "支付方式",
}


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """Ids by the town's own words: stores by code, staff by account."""

    tenant: TenantId
    host: str
    stores: dict[str, UUID]
    staff: dict[str, UUID]


async def settle_merchant(works: Works, tenant: TenantId, merchant: Merchant) -> Settled:
    """Either merchant of the town with its stores, goods and staff; nobody has bought yet."""
    host = f"t{int(tenant)}.town.localhost"
    async with works.open(tenant) as work:
        founding = tenants.Found(code=f"t{int(tenant)}", name=merchant.name, hosts=(host,))
        await tenants.found(work, founding)
        stores = await settle_places(work, merchant)
        await settle_goods(work, merchant)
    staff = await settle_staff(works, tenant, merchant)
    return Settled(tenant=tenant, host=host, stores=stores, staff=staff)


async def settle_town(kit: Kit, tenant: TenantId, town: Merchant = TOWN) -> Settled:
    """春溪母婴 with its six customers and every receipt of its till roll."""
    settled = await settle_merchant(kit.works, tenant, town)
    await settle_people(kit.works, tenant, PEOPLE, staff=settled.staff, told=quiet)
    await ring_up(kit, tenant)
    return settled


async def ring_up(kit: Kit, tenant: TenantId) -> tills.ImportRun:
    """Imports the till roll; a second time adds nothing."""
    mapping = msgspec.convert({"columns": COLUMNS, "source": "town"}, Mapping)
    with tempfile.TemporaryDirectory(prefix="siyu-town-") as folder:
        path = Path(folder) / "till-roll.csv"
        write_roll(path)
        return await import_file(
            kit, tenant, path, mapping=mapping, source=mapping.source, create=False
        )


def write_roll(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS.values())
        for sale in SALES:
            seen = (sale.receipt, sale.line, sale.at, sale.store, sale.guide, sale.card)
            rows.writerow([*seen, sale.sku, sale.quantity, sale.amount, sale.means])
