"""What an operator does in the console: what got stuck is seen, and moved on once it can."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from playwright.async_api import Page, expect

from siyu.kernel.db import Work
from siyu.kernel.errors import Refusal
from siyu.kernel.facts.envelope import Told
from siyu.kernel.facts.reactor import Reaction, Reactor
from siyu.kernel.ids import TenantId
from siyu.kernel.jobs import Runner
from tests.house.installed import Lived
from tests.screens.conftest import PHONE, Open

FACT, JOB = "tenants.merchant_founded", "kettle.boil"


class NoWater(Refusal):
    code = "kettle.no_water"
    zh = "壶里没有水。"
    en = "There is no water in the kettle."


class Kettle:
    """Something of this program that fails until it is filled."""

    filled = False

    async def react(self, _: Work, __: Sequence[Told[Any]]) -> None:
        self._boil()

    async def handle(self, _: TenantId, __: UUID, ___: Mapping[str, Any]) -> None:
        self._boil()

    def _boil(self) -> None:
        if not self.filled:
            raise NoWater


async def press(page: Page, address: str, row: str, words: str, done: str) -> None:
    await page.goto(address)
    await expect(page.locator("main")).to_contain_text(row)
    await expect(page.locator("main")).to_contain_text("kettle.no_water")
    await page.get_by_role("button", name=words).click()
    await expect(page.get_by_text(done)).to_be_visible()


async def test_a_parked_fact_is_seen_and_replayed(opened: Open, lived: Lived) -> None:
    kettle = Kettle()
    async with lived.installation.kit() as kit, opened() as page:
        reactor = Reactor(kit.works, [Reaction("kettle", (FACT,), kettle.react)])
        await reactor.run(lived.town.tenant)
        await press(page, "/console/parked", FACT, "重放", "已重放")
        await reactor.run(lived.town.tenant)
        await page.reload()
        await expect(page.locator("main")).to_contain_text("kettle.no_water")
        kettle.filled = True
        await press(page, "/console/parked", FACT, "重放", "已重放")
        await reactor.run(lived.town.tenant)
        await page.reload()
        await expect(page.locator("main")).to_contain_text("所有事实都已处理")


async def test_a_failed_job_is_seen_and_retried(opened: Open, lived: Lived) -> None:
    kettle = Kettle()
    async with lived.installation.kit() as kit, opened(PHONE) as page:
        async with kit.works.open(lived.town.tenant) as work:
            work.enqueue(JOB, {})
        runner = Runner(kit.database, {JOB: kettle.handle}, "kettle")
        await runner.run()
        await runner.finish()
        kettle.filled = True
        await press(page, "/console/jobs?state=failed", JOB, "重试", "已重新排队")
        await runner.run()
        await runner.finish()
        await page.goto("/console/jobs")
        await expect(page.locator("main")).to_be_visible()
        await expect(page.locator("main")).not_to_contain_text(JOB)
