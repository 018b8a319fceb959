"""`siyu demo`: the chain and the restaurant, furnished to the last receipt.

Receipts take the road that everybody's take: files, imported. A second run adds what has happened
since the first one, because a record that ends later begins with the one that ended earlier.
"""

import asyncio
import hashlib
import tempfile
from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from siyu.demo.export import Exported, export_chain
from siyu.demo.memory import Memory, Notebook
from siyu.demo.people import shift_months
from siyu.demo.restaurant import export_restaurant
from siyu.demo.settle import (
    Told,
    quiet,
    settle_goods,
    settle_people,
    settle_pictures,
    settle_places,
)
from siyu.demo.staff import PASSWORD, settle_staff
from siyu.demo.story import Stage, settle_story
from siyu.demo.tally import Tally, TillFile
from siyu.demo.trade import MONTHS, Plan
from siyu.demo.values import Merchant, Staff
from siyu.flows.import_file import import_file
from siyu.flows.import_receipts import Progress
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import tenants, tills
from siyu.modules.tills.reading import Mapping

ZONE = "Asia/Shanghai"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SHOWN = ("owner", "headquarters", "finance", "region_manager", "store_manager", "guide", "service")


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for; `until` is the last day (default: today, up to this minute).

    Members, guests and seed are those of the first run: a top-up continues what there is.
    """

    members: int = 20_000
    guests: int = 2_000
    seed: int = 1
    until: date | None = None
    pictures: bool = True


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the demo whom one may be."""

    role: str
    name: str
    account: str
    password: str


class Furnished(msgspec.Struct, frozen=True, kw_only=True):
    """A merchant that is ready, what this run added to it, and what its record now sums up to."""

    merchant: str
    code: str
    tenant: int
    added_lines: int
    imported_files: int
    tally: Tally
    host: str
    sign_ins: list[SignIn]
    stage: Stage | None = None
    """Where the first story is played; the restaurant has none."""


Export = Callable[[Path, Plan, datetime], Exported]


class Show(msgspec.Struct, frozen=True):
    """One merchant of the demo: the code that it is founded under, and what writes its files."""

    code: str
    export: Export


CHAIN = Show("hedouwan", export_chain)
RESTAURANT = Show("zaoxitou", export_restaurant)


async def furnish(kit: Kit, wanted: Wanted, *, told: Told = quiet) -> list[Furnished]:
    """Both merchants, made or topped up."""
    chain = await Furnisher(kit, CHAIN, told).run(wanted, wanted.members)
    restaurant = await Furnisher(kit, RESTAURANT, told).run(wanted, wanted.guests)
    return [chain, restaurant]


class Furnisher:
    """Furnishes one merchant; every step may be repeated."""

    def __init__(self, kit: Kit, show: Show, told: Told) -> None:
        self.kit, self.show, self.told = kit, show, told
        self.notebook = Notebook(kit.uploads, show.code)

    async def run(self, wanted: Wanted, members: int) -> Furnished:
        until = self.get_end(wanted.until)
        memory = self.notebook.find() or Memory(
            seed=wanted.seed, members=members, since=shift_months(until.date(), -MONTHS)
        )
        until = memory.until = memory.until or until
        self.notebook.keep(memory)
        plan = Plan(seed=memory.seed, members=memory.members, since=memory.since)
        with tempfile.TemporaryDirectory(prefix="siyu-demo-") as folder:
            self.told("receipts", 0, 1)
            exported = await asyncio.to_thread(self.show.export, Path(folder), plan, until)
            self.told("receipts", 1, 1)
            tenant, staff = await self.settle(exported, memory)
            stage = None
            if self.show.code == CHAIN.code:
                stage = await settle_story(self.kit.works, tenant, exported.merchant, staff)
            if wanted.pictures:
                await self.show_goods(tenant, exported.merchant)
            furnished = await self.bring_in(tenant, exported, memory)
            return msgspec.structs.replace(furnished, stage=stage)

    def get_end(self, until: date | None) -> datetime:
        """The last moment of the record on the merchant's wall; never in the future."""
        now = self.kit.clock.now().astimezone(ZoneInfo(ZONE)).replace(tzinfo=None, microsecond=0)
        return min(now, datetime.combine(until, time(23, 59, 59))) if until else now

    async def settle(self, exported: Exported, memory: Memory) -> tuple[TenantId, dict[str, UUID]]:
        """Everything but the receipts; the merchant, and its staff by employee number."""
        merchant, works = exported.merchant, self.kit.works
        tenant = await self.found(merchant)
        async with works.open(tenant) as work:
            await settle_places(work, merchant)
            await settle_goods(work, merchant)
        staff = await settle_staff(works, tenant, merchant)
        await self.name_guides(tenant, merchant, staff)
        new = exported.people[memory.people :]
        await settle_people(works, tenant, new, staff=staff, told=self.told)
        memory.people = len(exported.people)
        self.notebook.keep(memory)
        return tenant, staff

    async def show_goods(self, tenant: TenantId, merchant: Merchant) -> None:
        works, uploads = self.kit.works, self.kit.uploads
        await settle_pictures(works, tenant, uploads, merchant.products, told=self.told)

    async def found(self, merchant: Merchant) -> TenantId:
        known = await tenants.find_tenant_by_code(self.kit.works, self.show.code)
        if known is not None:
            return known
        hosts = await self.choose_hosts()
        tenant = await tenants.next_tenant(self.kit.works)
        async with self.kit.works.open(tenant) as work:
            found = tenants.Found(code=self.show.code, name=merchant.name, hosts=hosts)
            await tenants.found(work, found)
        return tenant

    async def choose_hosts(self) -> tuple[str, ...]:
        """An address of its own, and this machine's where nobody is at home there yet."""
        own = f"{self.show.code}.localhost"
        taken = await tenants.find_tenant_by_host(self.kit.works, LOOPBACK[0])
        return (own,) if taken else (own, *LOOPBACK)

    async def name_guides(
        self, tenant: TenantId, merchant: Merchant, staff: dict[str, UUID]
    ) -> None:
        """The tills of franchised stores print a guide's name where others print a number."""
        aliases = [
            tills.Alias("guide", guide.name, staff[guide.employee_no]) for guide in merchant.guides
        ]
        async with self.kit.works.open(tenant) as work:
            await tills.set_aliases(work, aliases)

    async def bring_in(self, tenant: TenantId, exported: Exported, memory: Memory) -> Furnished:
        """Imports every file that is new or has grown, the oldest first."""
        added = imported = done = 0
        total = exported.tally.rows
        for file in exported.files:
            digest = hashlib.sha256(file.path.read_bytes()).hexdigest()
            if memory.files.get(file.path.name) != digest:
                run = await self.import_one(tenant, file, partial(self.tell_rows, done, total))
                added, imported = added + run.added, imported + 1
                memory.files[file.path.name] = digest
                self.notebook.keep(memory)
            done += file.tally.rows
            self.told("imported", done, total)
        memory.until = None
        self.notebook.keep(memory)
        return Furnished(
            merchant=exported.merchant.name,
            code=self.show.code,
            tenant=int(tenant),
            added_lines=added,
            imported_files=imported,
            tally=exported.tally,
            host=f"{self.show.code}.localhost",
            sign_ins=list_sign_ins(exported.merchant),
        )

    def tell_rows(self, before: int, total: int, run: tills.ImportRun) -> None:
        self.told("imported", min(before + run.read, total), total)

    async def import_one(
        self, tenant: TenantId, file: TillFile, progress: Progress
    ) -> tills.ImportRun:
        mapping = msgspec.convert({"columns": file.columns, "source": file.source}, Mapping)
        return await import_file(
            self.kit,
            tenant,
            file.path,
            mapping=mapping,
            source=file.source,
            store=file.store,
            create=False,
            progress=progress,
        )


def list_sign_ins(merchant: Merchant) -> list[SignIn]:
    """The first person of each role, in the order in which one would like to try them."""
    first: dict[str, Staff] = {}
    for person in merchant.staff:
        first.setdefault(person.role, person)
    return [
        SignIn(role=role, name=first[role].name, account=first[role].account, password=PASSWORD)
        for role in SHOWN
        if role in first
    ]
