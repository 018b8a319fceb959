"""Pictures of cases: few, real, sealed, hers alone, and gone with her."""

import asyncio
import os
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PIL import Image

from siyu.flows import after_sale_clock, case_pictures
from siyu.kernel.crypto import Unsealable
from siyu.kernel.db import Works
from siyu.kernel.errors import NotFound, Refusal
from siyu.kernel.ids import TenantId
from siyu.modules import aftersale, customers
from tests.flows.test_after_sale import Desk
from tests.house.post import open_post


@pytest.fixture
async def desk(works: Works, tenant: TenantId) -> Desk:
    opened = await open_post(works, tenant)
    opened.__class__ = Desk
    assert isinstance(opened, Desk)
    return opened


def drawn(colour: int, form: str = "PNG", size: tuple[int, int] = (60, 40)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, (colour, 90, 200 - colour)).save(file, form)
    return file.getvalue()


async def case_of(desk: Desk) -> aftersale.Case:
    order = await desk.has((desk.milk, 1))
    return await desk.asked(order.id, "refund", "broken", {1: 1})


async def adds(desk: Desk, uploads: Path, case: UUID, sent: bytes) -> str:
    """What was told, empty when it was taken."""
    try:
        made = await case_pictures.write(desk.works, uploads, desk.tenant, case, sent)
        async with desk.works.open(desk.tenant) as work:
            await case_pictures.add(work, case, made)
    except Refusal as refused:
        return refused.code
    return ""


async def shown(desk: Desk, case: UUID) -> list[UUID]:
    async with desk.works.look(desk.tenant) as work:
        return (await aftersale.pictures_of(work, [case])).get(case, [])


def files(uploads: Path) -> list[Path]:
    return [path for path in uploads.rglob("*") if path.is_file()]


async def test_a_picture_is_tidied_sealed_and_kept_once(desk: Desk, tmp_path: Path) -> None:
    case = await case_of(desk)
    large = drawn(10, "JPEG", (3000, 1000))
    assert [await adds(desk, tmp_path, case.id, large) for _ in range(2)] == ["", ""]
    [picture] = await shown(desk, case.id)
    [file] = files(tmp_path)
    assert b"JFIF" not in file.read_bytes()
    kept = aftersale.read_picture(desk.works.keyring, tmp_path, desk.tenant, picture)
    with Image.open(BytesIO(kept)) as opened:
        assert (opened.format, opened.size) == ("JPEG", (1280, 427))


async def test_what_it_says_of_the_place_is_left_out(desk: Desk, tmp_path: Path) -> None:
    case = await case_of(desk)
    told = Image.Exif()
    told[0x010E] = "杭州市文三路 1 号"
    file = BytesIO()
    Image.new("RGB", (30, 30)).save(file, "JPEG", exif=told)
    assert await adds(desk, tmp_path, case.id, file.getvalue()) == ""
    [picture] = await shown(desk, case.id)
    kept = aftersale.read_picture(desk.works.keyring, tmp_path, desk.tenant, picture)
    with Image.open(BytesIO(kept)) as opened:
        assert not opened.getexif()


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "aftersale.bad_picture"),
        (b"GIF89a" + bytes(40), "aftersale.bad_picture"),
        (b"", "aftersale.bad_picture"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "aftersale.bad_picture"),
        (bytes(10 * 1024 * 1024 + 1), "aftersale.picture_too_big"),
    ],
)
async def test_what_is_no_picture_leaves_nothing(
    desk: Desk, tmp_path: Path, sent: bytes, code: str
) -> None:
    case = await case_of(desk)
    assert await adds(desk, tmp_path, case.id, sent) == code
    assert await adds(desk, tmp_path, case.id, drawn(1, size=(9000, 4))) == "aftersale.bad_picture"
    assert (await shown(desk, case.id), files(tmp_path)) == ([], [])


async def test_of_many_at_once_no_more_than_six_stay(desk: Desk, tmp_path: Path) -> None:
    case = await case_of(desk)
    told = await asyncio.gather(*(adds(desk, tmp_path, case.id, drawn(10 * n)) for n in range(10)))
    assert sorted(told) == [""] * 6 + ["aftersale.too_many_pictures"] * 4
    assert len(await shown(desk, case.id)) == aftersale.MOST_PICTURES


async def test_a_case_that_is_over_takes_no_more(desk: Desk, tmp_path: Path) -> None:
    case = await case_of(desk)
    await desk.does("withdraw", case.id)
    assert await adds(desk, tmp_path, case.id, drawn(1)) == "aftersale.not_now"


async def test_files_that_no_case_knows_are_swept_after_a_day(desk: Desk, tmp_path: Path) -> None:
    case = await case_of(desk)
    assert await adds(desk, tmp_path, case.id, drawn(1)) == ""
    stray = await case_pictures.write(desk.works, tmp_path, desk.tenant, case.id, drawn(2))
    assert await case_pictures.sweep(desk.works, tmp_path, desk.tenant) == 0
    for file in files(tmp_path):
        os.utime(file, (1, 1))
    assert await case_pictures.sweep(desk.works, tmp_path, desk.tenant) == 1
    with pytest.raises(NotFound):
        aftersale.read_picture(desk.works.keyring, tmp_path, desk.tenant, stray)
    assert len(files(tmp_path)) == 1


async def test_forgetting_her_takes_them_from_every_case(desk: Desk, tmp_path: Path) -> None:
    case = await case_of(desk)
    assert await adds(desk, tmp_path, case.id, drawn(1)) == ""
    [picture] = await shown(desk, case.id)
    async with desk.works.open(desk.tenant) as work:
        await customers.forget(work, desk.her, reason="她本人的要求")
    await desk.hears_of("customers.customer_forgotten", after_sale_clock.forget)
    assert await shown(desk, case.id) == []
    async with desk.works.look(desk.tenant) as work:
        with pytest.raises(NotFound):
            await aftersale.case_of_picture(work, picture)
    aftersale.remove_pictures(tmp_path, desk.tenant, [picture])
    assert files(tmp_path) == []


async def test_a_picture_opens_for_its_own_case_only(desk: Desk, tmp_path: Path) -> None:
    case = await case_of(desk)
    assert await adds(desk, tmp_path, case.id, drawn(1)) == ""
    [file] = files(tmp_path)
    other = uuid4()
    place = tmp_path / "cases" / str(int(desk.tenant)) / other.hex[:2] / str(other)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(file.read_bytes())
    with pytest.raises(Unsealable):
        aftersale.read_picture(desk.works.keyring, tmp_path, desk.tenant, other)
