"""Pictures of a case: tidied, and sealed with the merchant's key in files named by their ids.

A picture's id is made of its case and its content, so that the same sent again is the same one.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

import msgspec

from siyu.kernel import pictures
from siyu.kernel.crypto import Keyring
from siyu.kernel.db import Command, Query, Scalar, Work
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.kernel.sealed_files import SealedFile
from siyu.modules.aftersale.errors import BadPicture, NotNow, PictureTooBig, TooManyPictures
from siyu.modules.aftersale.values import Case

MOST_PICTURES = 6
MEGABYTES = 10
SIDE = 1280
DROP_PICTURES = "aftersale.drop_pictures"
STRAY = timedelta(days=1)
"""After this nobody is writing any more what no row knows."""


class Picture(msgspec.Struct, frozen=True):
    id: UUID
    case_id: UUID


_ADD = Command("insert into aftersale.picture (tenant_id, id, case_id, at) values ($1, $2, $3, $4)")
_OF = Query(
    Picture,
    """
    select id, case_id from aftersale.picture
    where tenant_id = $1 and case_id = any($2::uuid[]) order by case_id, at, id
    """,
)
_CASE = Scalar("select case_id from aftersale.picture where tenant_id = $1 and id = $2")
_FORGET = Query(
    Picture,
    """
    delete from aftersale.picture p using aftersale.case c
    where p.tenant_id = $1 and c.tenant_id = $1 and c.id = p.case_id
      and c.customer_id = any($2::uuid[])
    returning p.id, p.case_id
    """,
)
_LIVING = Scalar("select id from aftersale.picture where tenant_id = $1")


def tidied(uploaded: bytes) -> bytes:
    """A JPEG of at most 1,280 pixels a side; PictureTooBig, BadPicture."""
    if len(uploaded) > MEGABYTES * 1024 * 1024:
        raise PictureTooBig(most=MEGABYTES)
    try:
        return pictures.tidy(uploaded, side=SIDE, form="JPEG")
    except pictures.NotAPicture as why:
        raise BadPicture(most=pictures.MOST) from why


def picture_id(case: UUID, jpeg: bytes) -> UUID:
    """Of the same picture of the same case the same."""
    return uuid5(case, pictures.named(jpeg))


def write_picture(
    keyring: Keyring, uploads: Path, tenant: TenantId, picture: UUID, jpeg: bytes
) -> None:
    """Its file, whole or not at all, before any row knows of it."""
    place = _path(uploads, tenant, picture)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_name(f".{pictures.new_name()}")
    try:
        with _sealed(keyring, tenant, draft, picture).create() as file:
            file.write(jpeg)
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)


def read_picture(keyring: Keyring, uploads: Path, tenant: TenantId, picture: UUID) -> bytes:
    """The JPEG; NotFound if its file is gone."""
    kept = _sealed(keyring, tenant, _path(uploads, tenant, picture), picture)
    if not kept.exists():
        raise NotFound
    with kept.open() as file:
        return file.read()


async def add_picture(work: Work, case: Case, picture: UUID) -> None:
    """What was written belongs to an open case now; whoever adds holds the case's lock."""
    if await must_take(work, case, picture):
        await _ADD.run(work, work.tenant, picture, case.id, work.now)


async def must_take(work: Work, case: Case, picture: UUID) -> bool:
    """Whether it is new to the case; NotNow when that is over, TooManyPictures."""
    known = (await pictures_of(work, [case.id])).get(case.id, [])
    if picture in known:
        return False
    if not case.is_open:
        raise NotNow
    if len(known) >= MOST_PICTURES:
        raise TooManyPictures(most=MOST_PICTURES)
    return True


async def pictures_of(work: Work, cases: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """By case, in the order in which they came."""
    found: dict[UUID, list[UUID]] = {}
    for one in await _OF.all(work, work.tenant, list(cases)) if cases else []:
        found.setdefault(one.case_id, []).append(one.id)
    return found


async def case_of_picture(work: Work, picture: UUID) -> UUID:
    """NotFound if no case shows it."""
    found: UUID | None = await _CASE.get(work, work.tenant, picture)
    if found is None:
        raise NotFound
    return found


async def forget_pictures(work: Work, people: Sequence[UUID]) -> None:
    """Nobody sees them from now on; a job takes the files away."""
    gone = await _FORGET.all(work, work.tenant, list(people))
    if gone:
        work.enqueue(DROP_PICTURES, {"pictures": [str(one.id) for one in gone]})


async def living_pictures(work: Work) -> set[str]:
    """Names of the files that rows know."""
    return {str(one) for one in await _LIVING.column(work, work.tenant)}


def tenants_with_pictures(uploads: Path) -> list[TenantId]:
    """Merchants who have a folder of them on this machine."""
    folders = (uploads / "cases").glob("[0-9]*")
    return sorted(TenantId(int(folder.name)) for folder in folders if folder.name.isdecimal())


def remove_pictures(uploads: Path, tenant: TenantId, gone: Sequence[UUID]) -> None:
    for one in gone:
        _path(uploads, tenant, one).unlink(missing_ok=True)


def remove_stray_pictures(
    uploads: Path, tenant: TenantId, living: Collection[str], *, before: datetime
) -> int:
    """Remove what no row knows and was last written before that; how many there were."""
    strays = [
        path
        for path in (uploads / "cases" / str(int(tenant))).glob("*/*")
        if path.name not in living and path.stat().st_mtime < before.timestamp()
    ]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)


def _path(uploads: Path, tenant: TenantId, picture: UUID) -> Path:
    return uploads / "cases" / str(int(tenant)) / picture.hex[:2] / str(picture)


def _sealed(keyring: Keyring, tenant: TenantId, path: Path, picture: UUID) -> SealedFile:
    key = keyring.key(f"tenant/{tenant}/aftersale/pictures")
    return SealedFile(path, key, f"aftersale.picture/{tenant}/{picture}".encode())
