"""The demo and files of receipts, bound to a kit of their own."""

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from siyu.bootstrap import addresses, furnishing
from siyu.bootstrap.ground import awake, furnish_database, keyring
from siyu.bootstrap.house import opened
from siyu.cli.program import Delivery, Moved, Wishes
from siyu.demo.furnish import Wanted, furnish
from siyu.flows import import_goods as goods
from siyu.flows.import_file import import_file
from siyu.kernel.config import BadSetting, Settings
from siyu.kernel.errors import Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import catalog
from siyu.modules.tills import ImportRun
from siyu.modules.tills.reading import Mapping


class WhichMerchant(Refusal):
    code = "kernel.which_merchant"
    status = 422
    zh = "请用 --merchant 指明商户，可选：{codes}。"
    en = "Say which merchant with --merchant; there are: {codes}."


async def demo(settings: Settings, wishes: Wishes, *, moved: Moved) -> bytes:
    """What was furnished and who one may be there; also kept in the data folder."""
    if not settings.sandbox:
        raise BadSetting("the demo belongs into a sandbox; SIYU_SANDBOX is false here")
    until = date.fromisoformat(wishes.until) if wishes.until else None
    wanted = Wanted(members=wishes.members, seed=wishes.seed, until=until)
    async with awake(settings):
        await furnish_database(settings)
        furnishing.begun(settings).touch()
        async with opened(settings) as kit:
            furnished = await furnish(kit, wanted, told=moved)
    told = msgspec.json.encode(furnished)
    draft = furnishing.told(settings).with_suffix(".new")
    draft.write_bytes(told)
    draft.replace(furnishing.told(settings))
    furnishing.begun(settings).unlink(missing_ok=True)
    return told


async def import_receipts(
    settings: Settings, delivery: Delivery, *, moved: Moved
) -> dict[str, Any]:
    """Import one file; the figures of what it came to."""
    mapping = _mapping(delivery)

    def progress(run: ImportRun) -> None:
        moved("rows", run.read, run.rows)

    async with awake(settings):
        await furnish_database(settings)
        tenant = await find_merchant(settings, delivery.merchant)
        async with opened(settings) as kit:
            ended = await import_file(
                kit,
                tenant,
                delivery.file,
                mapping=mapping,
                source=delivery.source,
                store=delivery.store,
                create=delivery.create,
                progress=progress,
            )
    return _told(ended)


async def import_goods(
    settings: Settings, file: Path, merchant: str | None, *, moved: Moved
) -> dict[str, Any]:
    """Bring a table of goods in; what it came to, and the rows that were left out."""
    body = await asyncio.to_thread(file.read_bytes)
    table = goods.read(body)
    async with awake(settings):
        await furnish_database(settings)
        tenant = await find_merchant(settings, merchant)
        async with opened(settings) as kit:
            async with kit.works.open(tenant) as work:
                run = await goods.ask(work, file.name, body, table)
            await goods.run(kit.works, tenant, run, lambda done, of: moved("products", done, of))
            async with kit.works.look(tenant) as work:
                ended = await catalog.get_import(work, run)
                faults = await catalog.faults_of(work, run)
    figures = ("rows", "products", "added", "changed", "same")
    left_out = [{"line": one.line, "zh": one.zh, "en": one.en} for one in faults]
    return {name: getattr(ended, name) for name in figures} | {"left_out": left_out}


def _mapping(delivery: Delivery) -> Mapping | None:
    if delivery.mapping is None:
        return None
    try:
        return msgspec.json.decode(delivery.mapping.read_bytes(), type=Mapping)
    except msgspec.DecodeError as why:
        raise BadSetting(f"{delivery.mapping} is no mapping: {why}") from why


async def find_merchant(settings: Settings, code: str | None) -> TenantId:
    """The merchant of that code, or the only one there is."""
    conn = await asyncpg.connect(addresses.urls(settings, keyring(settings)).admin)
    try:
        rows = await conn.fetch("select tenant_id, code from tenants.merchant order by code")
    finally:
        await conn.close()
    found = [row["tenant_id"] for row in rows if code in (None, row["code"])]
    if len(found) != 1:
        raise WhichMerchant(codes=", ".join(row["code"] for row in rows) or "none yet")
    return TenantId(found[0])


def _told(run: ImportRun) -> dict[str, Any]:
    seconds = (
        (run.ended_at - run.started_at).total_seconds() if run.ended_at and run.started_at else 0
    )
    return {
        "id": str(run.id),
        "state": run.state,
        "stopped_by": run.stopped_by,
        "rows": run.rows,
        "added": run.added,
        "known": run.known,
        "problems": run.problems,
        "returns": run.returns,
        "without_member": run.without_member,
        "amount_minor": run.amount_minor,
        "seconds": round(seconds, 1),
        "rows_per_second": round(run.read / seconds) if seconds > 0 else None,
    }
