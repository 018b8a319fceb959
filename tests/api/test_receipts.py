"""The doors of receipts over HTTP: the wizard from file to receipts, and a till that sends."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from siyu.api.open import app as open_api
from siyu.flows.jobs.tills import handlers
from siyu.flows.schedule.tills import tidy_uploads
from siyu.kernel.clock import StoppedClock
from siyu.kernel.columns import Columns
from siyu.kernel.config import Settings
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Database, Scalar, Works
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import developers, staff, tills
from tests.house.apps import lent
from tests.house.database import Server
from tests.house.merchant import Merchant, furnish
from tests.house.street import made_kit

TEXT = (
    "小票号,交易时间,门店编码,会员手机号,商品编码,数量,实收金额\n"
    "A1,2026-01-02 09:00:00,E1,13800138001,690001,2,20.00\n"
    "A2,2026-01-03 09:00:00,旗舰店,,690001,1,10.00\n"
    "A3,2026-01-04 09:00:00,E1,13800138001,690001,-1,10.00\n"
    "A4,去年,E1,13800138001,=cmd(),1,10.00\n"
)

PASSWORD = "long enough, and nobody's birthday"


@pytest.fixture
async def merchant(works: Works, tenant: TenantId) -> Merchant:
    return await furnish(works, tenant)


@pytest.fixture
def kit(database: Database, keyring: Keyring, tmp_path: Path) -> Kit:
    away = Columns.embedded("127.0.0.1", 9, "nobody")
    return made_kit(database, keyring, Settings(data=tmp_path), away)


@pytest.fixture
async def desk(kit: Kit, merchant: Merchant) -> AsyncIterator[httpx.AsyncClient]:
    """The console, with somebody of headquarters signed in."""
    async with kit.works.open(merchant.tenant) as work:
        hashed = await staff.hash_password(PASSWORD)
        join = staff.Join(account="chen", name="陈晨", role="headquarters", password_hash=hashed)
        await staff.join(work, join)
    transport = httpx.ASGITransport(app=cast("Any", lent(kit)["/api/console"]))
    base = f"http://{merchant.host}/api/console"
    async with httpx.AsyncClient(transport=transport, base_url=base) as client:
        await _sign_in(client)
        yield client


async def _sign_in(client: httpx.AsyncClient) -> None:
    answer = await client.post("/session", json={"account": "chen", "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    client.headers["x-csrf-token"] = answer.json()["csrf"]


async def _uploaded(desk: httpx.AsyncClient, text: str = TEXT) -> dict[str, Any]:
    answer = await desk.post("/receipts/files", files={"file": ("一月.csv", text.encode("gbk"))})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def _imported(
    desk: httpx.AsyncClient, kit: Kit, merchant: Merchant, path: str, body: Any
) -> dict[str, Any]:
    """Ask for an import and let its job run."""
    answer = await desk.post(path, json=body)
    assert answer.status_code == 202, answer.text
    run = answer.json()["id"]
    await handlers(kit)[tills.JOB](merchant.tenant, uuid4(), {"run": run})
    return (await desk.get(f"/receipts/imports/{run}")).json()


async def test_a_file_goes_through_the_wizard(
    desk: httpx.AsyncClient, kit: Kit, merchant: Merchant
) -> None:
    file = await _uploaded(desk)
    assert (file["name"], file["encoding"], file["rows"]) == ("一月.csv", "gb18030", 4)
    assert file["guess"]["columns"]["member"] == "会员手机号"
    looked = await desk.post(
        f"/receipts/files/{file['id']}/preview", json={"mapping": file["guess"]}
    )
    assert looked.status_code == 200, looked.text
    preview = looked.json()
    assert preview["unknown_stores"] == [{"value": "旗舰店", "rows": 1}]
    assert preview["unknown_skus"] == [{"value": "690001", "rows": 3}]
    assert preview["rows"][3]["problem"].startswith("“交易时间”里的“去年”")
    assert preview["counted"]["amount_minor"] == 2000

    body = {"file": file["id"], "mapping": file["guess"]}
    run = await _imported(desk, kit, merchant, "/receipts/imports", body)
    assert (run["state"], run["added"], run["problems"]) == ("done", 2, 2)
    assert run["by"]["name"] == "陈晨"
    problems = (await desk.get(f"/receipts/imports/{run['id']}/problems")).json()
    assert [(p["line"], p["code"]) for p in problems["items"]] == [
        (3, "store_unknown"),
        (5, "date_bad"),
    ]
    assert problems["items"][1]["raw"][0] == "A4"
    table = (await desk.get(f"/receipts/imports/{run['id']}/problems.csv")).text
    assert "A2,2026-01-03 09:00:00,旗舰店" in table
    assert ",'=cmd()," in table


async def test_aliases_let_the_rest_in(
    desk: httpx.AsyncClient, kit: Kit, merchant: Merchant
) -> None:
    file = await _uploaded(desk)
    body = {"file": file["id"], "mapping": file["guess"]}
    run = await _imported(desk, kit, merchant, "/receipts/imports", body)
    items = [
        {"kind": "store", "value": "旗舰店", "target": str(merchant.west)},
        {"kind": "sku", "value": "690001", "create": True},
    ]
    assert (await desk.put("/receipts/aliases", json={"items": items})).status_code == 204
    again = await _imported(desk, kit, merchant, f"/receipts/imports/{run['id']}/repeat", None)
    assert (again["added"], again["known"], again["problems"]) == (1, 2, 1)
    listed = (await desk.get("/receipts", params={"store": str(merchant.west)})).json()
    assert [r["store"]["name"] for r in listed["items"]] == ["西门店"]


async def test_an_alias_must_stand_for_something_of_ones_own(desk: httpx.AsyncClient) -> None:
    items = [{"kind": "store", "value": "x", "target": str(uuid4())}]
    assert (await desk.put("/receipts/aliases", json={"items": items})).status_code == 404


async def test_receipts_are_listed_and_shown(
    desk: httpx.AsyncClient, kit: Kit, merchant: Merchant
) -> None:
    file = await _uploaded(desk)
    await _imported(
        desk, kit, merchant, "/receipts/imports", {"file": file["id"], "mapping": file["guess"]}
    )
    returns = (await desk.get("/receipts", params={"kind": "return"})).json()
    assert [(r["receipt_no"], r["amount_minor"]) for r in returns["items"]] == [("A3", -1000)]
    sold = (
        await desk.get("/receipts", params={"q": "A1", "member": "yes", "from": "2026-01-02"})
    ).json()
    detail = (await desk.get(f"/receipts/{sold['items'][0]['id']}")).json()
    (line,) = detail["lines"]
    assert (line["quantity"], line["amount_minor"], line["sku_text"]) == (2, 2000, "690001")
    assert (await desk.get("/receipts", params={"to": "2026-01-01"})).json()["total"] == 0


async def test_a_mapping_is_kept_for_files_alike(desk: httpx.AsyncClient) -> None:
    file = await _uploaded(desk)
    body = {"name": "思迅", "file": file["id"], "mapping": file["guess"] | {"source": "sixun"}}
    assert (await desk.post("/receipts/mappings", json=body)).status_code == 201
    assert (await desk.post("/receipts/mappings", json=body)).json()[
        "code"
    ] == "tills.mapping_named"
    assert (await _uploaded(desk))["saved"]["source"] == "sixun"


async def test_a_mapping_that_does_not_fit_is_refused_at_the_door(desk: httpx.AsyncClient) -> None:
    file = await _uploaded(desk)
    mapping = {"columns": {"at": "何时", "amount": "实收金额", "store": "门店编码"}}
    body = {"file": file["id"], "mapping": mapping}
    answer = await desk.post("/receipts/imports", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "tills.mapping_unfit")
    mapping = {
        "columns": {"at": "交易时间", "amount": "实收金额"},
        "constants": {"store": str(uuid4())},
    }
    body = {"file": file["id"], "mapping": mapping}
    assert (await desk.post("/receipts/imports", json=body)).json()["code"] == "tills.store_missing"


async def test_bytes_that_no_database_keeps_are_told_apart(
    desk: httpx.AsyncClient, kit: Kit, merchant: Merchant
) -> None:
    text = "小\0票号,交易时间,门店编码,金额\nA1,2026-01-02,E1,1\0.00\nA\x002,2026-01-02,E1,1.00\n"
    file = await _uploaded(desk, text + "A3,2026-01-02,E1,1.00\n")
    columns = file["guess"]["columns"] | {"receipt": file["columns"][0]["name"]}
    body = {"file": file["id"], "mapping": file["guess"] | {"columns": columns}}
    run = await _imported(desk, kit, merchant, "/receipts/imports", body)
    assert (run["added"], run["problems"]) == (1, 2)


async def test_a_web_page_is_no_file_of_receipts(desk: httpx.AsyncClient) -> None:
    answer = await desk.post("/receipts/files", files={"file": ("a.xls", b"<html><table></table>")})
    assert (answer.status_code, answer.json()["code"]) == (400, "tills.file_is_page")


@pytest.fixture
async def till(kit: Kit, merchant: Merchant) -> AsyncIterator[httpx.AsyncClient]:
    """A till with a key of its own."""
    permits = frozenset({"receipts.read", "receipts.write"})
    async with kit.works.open(merchant.tenant) as work:
        _, key = await developers.make_key(
            work, developers.NewKey(name="till", permits=permits), most=permits
        )
    transport = httpx.ASGITransport(app=cast("Any", open_api(kit)))
    headers = {"authorization": f"Bearer {key}"}
    base = f"http://{merchant.host}/open/v1"
    async with httpx.AsyncClient(transport=transport, base_url=base, headers=headers) as client:
        yield client


def _receipt(number: str = "L1", **given: Any) -> dict[str, Any]:
    lines = [{"sku": "690001", "quantity": 2, "amount_minor": 1000, "means": "微信"}]
    known = {"store": "E1", "receipt_no": number, "at": "2026-03-01T09:00:00+08:00", "lines": lines}
    return known | given


async def _send(
    till: httpx.AsyncClient, *receipts: dict[str, Any], key: str = "k1"
) -> httpx.Response:
    headers = {"idempotency-key": key}
    return await till.post("/receipts", json={"receipts": list(receipts)}, headers=headers)


async def test_a_till_sends_what_it_prints(till: httpx.AsyncClient) -> None:
    answer = await _send(till, _receipt(member="13800138001"), _receipt("L2", store="nowhere"))
    assert answer.status_code == 201, answer.text
    sent, lost = answer.json()["receipts"]
    assert (sent["status"], sent["added"], lost["status"]) == ("recorded", 1, "refused")
    assert lost["refused"][0]["code"] == "store_unknown"
    detail = (await till.get(f"/receipts/{sent['id']}")).json()
    assert detail["means"] == [{"kind": "微信", "amount_minor": 1000}]
    assert detail["customer"] is not None


async def test_a_receipt_sent_again_is_known(till: httpx.AsyncClient) -> None:
    await _send(till, _receipt())
    again = (await _send(till, _receipt(), key="k2")).json()["receipts"][0]
    assert (again["status"], again["added"]) == ("known", 0)


async def test_the_same_key_gets_the_same_answer(till: httpx.AsyncClient) -> None:
    first = await _send(till, _receipt())
    second = await _send(till, _receipt())
    assert second.json() == first.json()
    assert second.headers["idempotent-replayed"] == "true"
    other = await _send(till, _receipt("L9"))
    assert (other.status_code, other.json()["code"]) == (422, "kernel.key_reused")


async def test_requests_sent_at_once_share_commits_and_each_is_answered_once(
    till: httpx.AsyncClient, kit: Kit, merchant: Merchant
) -> None:
    sendings = [_send(till, _receipt(f"N{n % 20}"), key=f"n{n % 20}") for n in range(60)]
    answers = await asyncio.gather(*sendings, _send(till, _receipt("N99"), key="n0"))
    assert [a.status_code for a in answers] == [201] * 60 + [422]
    for n in range(20):
        assert answers[n].json() == answers[n + 20].json() == answers[n + 40].json()
        assert answers[n].json()["receipts"][0]["status"] == "recorded"
    assert sum("idempotent-replayed" in answer.headers for answer in answers) == 40
    async with kit.works.look(merchant.tenant) as work:
        assert await tills.count_receipts(work, tills.Filter()) == 20


_TOGETHER = Scalar(
    """
    select count(*) from kernel.idempotency k
    join tills.receipt r on r.tenant_id = $1 and r.xmin = k.xmin
    join kernel.audit a on a.tenant_id = $1 and a.xmin = k.xmin
    where k.tenant_id = $1
    """
)


async def test_receipts_audit_and_answer_are_one_transaction(
    till: httpx.AsyncClient, kit: Kit, merchant: Merchant
) -> None:
    """Whatever dies in between leaves all or nothing, so a repeat is answered as the first was."""
    assert (await _send(till, _receipt())).status_code == 201
    async with kit.works.look(merchant.tenant) as work:
        assert await _TOGETHER.get(work, merchant.tenant) == 1


async def test_an_answer_that_can_not_be_kept_takes_its_receipts_back(
    till: httpx.AsyncClient, kit: Kit, merchant: Merchant, server: Server
) -> None:
    owner = await asyncpg.connect(server.urls("owner"))
    await owner.execute(
        "alter table kernel.idempotency add constraint full_up check (key <> 'unkept')"
    )
    try:
        assert (await _send(till, _receipt(), key="unkept")).status_code == 500
    finally:
        await owner.execute("alter table kernel.idempotency drop constraint full_up")
        await owner.close()
    async with kit.works.look(merchant.tenant) as work:
        assert await tills.count_receipts(work, tills.Filter()) == 0
    (sent,) = (await _send(till, _receipt(), key="unkept")).json()["receipts"]
    assert (sent["status"], sent["added"]) == ("recorded", 1)


async def test_what_only_looks_like_a_receipt_is_named(till: httpx.AsyncClient) -> None:
    lines = [{"amount_minor": 1, "quantity": 0.0001}]
    answer = await _send(till, _receipt(at="2026-03-01T09:00:00"), _receipt("L2", lines=lines))
    assert answer.status_code == 400
    paths = [field["path"] for field in answer.json()["fields"]]
    assert paths == ["receipts[0].at", "receipts[1].lines[0].quantity"]


async def test_an_upload_lies_sealed_and_no_table_holds_samples_of_it(
    desk: httpx.AsyncClient, kit: Kit, merchant: Merchant
) -> None:
    file = await _uploaded(desk)
    assert "13800138001" in file["columns"][3]["samples"]
    kept = _kept(kit)
    assert [path.name for path in kept] == [file["id"]]
    assert b"13800138001" not in kept[0].read_bytes()
    assert kept[0].stat().st_mode & 0o777 == 0o600
    async with kit.works.look(merchant.tenant) as work:
        found = await tills.get_file(work, UUID(file["id"]))
    assert found.size == len(TEXT.encode("gbk"))
    assert not any(column.samples for column in found.shape.columns)


async def test_a_sealed_workbook_is_read_and_imported(
    desk: httpx.AsyncClient, kit: Kit, merchant: Merchant
) -> None:
    book = Path(tills.__file__).parent / "tests" / "receipts.xls"
    sent = {"file": ("receipts.xls", book.read_bytes())}
    file = (await desk.post("/receipts/files", files=sent)).json()
    assert (file["format"], file["bytes"]) == ("xls", book.stat().st_size)
    previewed = await desk.post(
        f"/receipts/files/{file['id']}/preview", json={"mapping": file["guess"]}
    )
    assert previewed.json()["counted"]["rows"] == file["rows"] > 0


async def test_an_upload_goes_after_a_month_unless_it_is_being_read(
    desk: httpx.AsyncClient, kit: Kit, merchant: Merchant, clock: StoppedClock
) -> None:
    first, second = await _uploaded(desk), await _uploaded(desk)
    body = {"file": first["id"], "mapping": first["guess"]}
    run = await _imported(desk, kit, merchant, "/receipts/imports", body)
    waiting = await desk.post(
        "/receipts/imports", json={"file": second["id"], "mapping": second["guess"]}
    )
    clock.move(timedelta(days=29))
    await tidy_uploads(kit.works, kit.uploads, merchant.tenant)
    assert len(_kept(kit)) == 2
    clock.move(timedelta(days=2))
    await tidy_uploads(kit.works, kit.uploads, merchant.tenant)
    assert [path.name for path in _kept(kit)] == [second["id"]]
    await handlers(kit)[tills.JOB](merchant.tenant, uuid4(), {"run": waiting.json()["id"]})
    await tidy_uploads(kit.works, kit.uploads, merchant.tenant)
    assert _kept(kit) == []
    await _sign_in(desk)
    again = await desk.post(f"/receipts/imports/{run['id']}/repeat")
    assert (again.status_code, again.json()["code"]) == (404, "tills.file_gone")
    table = (await desk.get(f"/receipts/imports/{run['id']}/problems.csv")).text
    assert len(table.splitlines()) == 1 + run["problems"]


async def test_what_a_broken_upload_left_goes_after_a_day(
    desk: httpx.AsyncClient, kit: Kit, merchant: Merchant
) -> None:
    file = await _uploaded(desk)
    draft = tills.new_draft(kit.keyring, kit.uploads, merchant.tenant)
    draft.path.write_bytes(b"half of it")
    await tidy_uploads(kit.works, kit.uploads, merchant.tenant)
    assert len(_kept(kit)) == 2
    long_ago = draft.path.stat().st_mtime - 2 * 24 * 3600
    for path in _kept(kit):
        os.utime(path, (long_ago, long_ago))
    await tidy_uploads(kit.works, kit.uploads, merchant.tenant)
    assert [path.name for path in _kept(kit)] == [file["id"]]


def _kept(kit: Kit) -> list[Path]:
    return [path for path in kit.uploads.rglob("*") if path.is_file()]
