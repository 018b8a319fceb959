"""The town, lived in by a whole installation that `siyu up` started: for browsers and fuzzers."""

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from siyu.demo.furnish import SignIn
from siyu.demo.staff import PASSWORD
from siyu.demo.story import Stage
from siyu.demo.town import LANE, TOWN
from siyu.demo.townsfolk import Settled, settle_town
from siyu.modules import catalog, developers, tenants
from tests.crashes.installation import Installation, settled

# The town's own dozen fits on one page; lists have to go on.
MORE = [
    catalog.NewProduct(
        code=f"MORE{n}",
        name=f"口水巾 {n} 号",
        category_id=None,
        skus=[catalog.NewSku(code=f"MORE{n}-1", name="", price_minor=990 + n)],
    )
    for n in range(1, 31)
]


GUIDE = "anan"


class Lived:
    """A running installation with the town in it."""

    def __init__(self, installation: Installation, town: Settled, key: str) -> None:
        self.installation = installation
        self.town = town
        self.url = installation.url
        self.password = PASSWORD
        self.key = key

    def set_stage(self, *, slug: str, sku: UUID, product: UUID) -> None:
        """What a furnished demo leaves behind: who one may be, the code to scan, what all want."""
        here = Stage(code=slug, store=self.town.stores[LANE], sku=sku, product=product, guide=GUIDE)
        people = [one for one in TOWN.staff if one.account in {"zhou", GUIDE}]
        shown = [
            SignIn(role=one.role, name=one.name, account=one.account, password=self.password)
            for one in people
        ]
        merchant = f"t{int(self.town.tenant)}"
        told = {"merchant": TOWN.name, "code": merchant, "sign_ins": shown, "stage": here}
        (self.installation.data / "demo.json").write_bytes(msgspec.json.encode([told]))


@pytest.fixture(scope="session")
async def lived() -> AsyncIterator[Lived]:
    with tempfile.TemporaryDirectory(prefix="siyu-town-") as name:
        Path(name).chmod(0o755)
        installation = Installation(Path(name) / "data")
        installation.start()
        try:
            async with installation.kit() as kit:
                tenant = await tenants.next_tenant(kit.works)
                town = await settle_town(kit, tenant)
                async with kit.works.open(tenant) as work:
                    await catalog.list_new(work, MORE)
                    new = developers.NewKey(name="fuzz", permits=developers.OPEN_PERMITS)
                    _, key = await developers.make_key(work, new, most=developers.OPEN_PERMITS)
                await settled(kit)
            yield Lived(installation, town, key)
        finally:
            installation.stop()
