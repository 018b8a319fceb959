"""The people who work for a described merchant, all of whom sign in with one password."""

from collections.abc import Sequence
from uuid import UUID

from siyu.demo.values import Merchant, Staff
from siyu.kernel.db import Work, Works
from siyu.kernel.ids import TenantId
from siyu.modules import staff, tenants

# Printed for everybody who tries the demo; nobody's money is behind it.
PASSWORD = "siyu-demo-2026"  # noqa: S105


async def settle_staff(works: Works, tenant: TenantId, merchant: Merchant) -> dict[str, UUID]:
    """Everybody who works there, leavers included; ids by employee number."""
    hashed = await staff.hash_password(PASSWORD)
    async with works.open(tenant) as work:
        known = await staff.find_guides_by_no(work, [one.employee_no for one in merchant.staff])
        new = [one for one in merchant.staff if one.employee_no not in known]
        return known | await join_all(work, new, hashed)


async def join_all(work: Work, people: Sequence[Staff], hashed: str) -> dict[str, UUID]:
    regions = {region.name: region.id for region in await tenants.list_regions(work)}
    codes = {one.store for one in people if one.store}
    stores = {
        code: ref.id for code, ref in (await tenants.find_stores_by_code(work, codes)).items()
    }
    joined: dict[str, UUID] = {}
    for one in people:
        joined[one.employee_no] = await staff.join(
            work,
            staff.Join(
                account=one.account,
                name=one.name,
                role=one.role,
                password_hash=hashed,
                employee_no=one.employee_no,
                region_id=regions[one.region] if one.region else None,
                store_id=stores[one.store] if one.store else None,
            ),
        )
        if one.left_on:
            await staff.depart(work, joined[one.employee_no], "left the town")
    return joined
