"""A key to the open API: shown once, used, and revoked."""

import httpx
from playwright.async_api import expect

from tests.house.installed import Lived
from tests.screens.conftest import Open


async def test_a_key_is_made_used_and_revoked(opened: Open, lived: Lived) -> None:
    async with opened() as page:
        await page.goto("/console/keys")
        await page.get_by_role("button", name="新建密钥").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("名称").fill("收银对接")
        await dialog.get_by_text("读门店", exact=True).click()
        await dialog.get_by_role("button", name="保存").click()
        key = await page.locator(".shown input[readonly]").input_value()
        async with httpx.AsyncClient(base_url=f"{lived.url}/open/v1", timeout=30) as client:
            client.headers["authorization"] = f"Bearer {key}"
            assert (await client.get("/stores")).json()["items"]
            assert (await client.get("/customers")).status_code == 403
            await page.reload()
            await expect(page.locator("main")).not_to_contain_text(key)
            row = page.locator("main tr", has_text="收银对接")
            await expect(row).to_contain_text("读门店")
            await row.get_by_role("button", name="吊销").click()
            await page.get_by_role("dialog").get_by_role("button", name="吊销").click()
            await expect(row).to_contain_text("已吊销")
            assert (await client.get("/stores")).status_code == 401
