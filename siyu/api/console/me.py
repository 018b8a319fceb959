"""Console doors of one's own account."""

from typing import Annotated

import msgspec
import segno

from siyu.api.staff_entry import StaffAsk
from siyu.kernel.doors import SIGNED_IN, door
from siyu.modules import staff, tenants

Password = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class PasswordChange(msgspec.Struct, forbid_unknown_fields=True):
    old: Password
    new: Password


class Code(msgspec.Struct, forbid_unknown_fields=True):
    code: Annotated[str, msgspec.Meta(min_length=6, max_length=20)]


class Shown(msgspec.Struct, forbid_unknown_fields=True):
    password: Password


class EnrolmentShape(msgspec.Struct, frozen=True):
    """For an authenticator app: scan the picture or type the secret."""

    secret: str
    uri: str
    qr_svg: str


class RecoveryCodes(msgspec.Struct, frozen=True):
    """Shown once; each is good for one sign-in without the app."""

    recovery_codes: list[str]


@door.put(
    "/me/password",
    permit=SIGNED_IN,
    status_code=204,
    errors=[staff.WrongCredentials, staff.WeakPassword],
)
async def change_password(ask: StaffAsk, data: PasswordChange) -> None:
    """Set another password; all other sessions end."""
    staff.must_be_strong(ask.signed.account, data.new)
    await staff.must_know_password(ask.works, ask.tenant, ask.id, data.old)
    hashed = await staff.hash_password(data.new)
    async with ask.work() as work:
        await staff.put_password(work, ask.id, hashed, keep=ask.signed.session)


@door.post("/me/totp", permit=SIGNED_IN, status_code=200, errors=[staff.AlreadyEnrolled])
async def enrol(ask: StaffAsk) -> EnrolmentShape:
    """Begin with an authenticator app; nothing changes until a first code confirms it."""
    async with ask.work() as work:
        merchant = await tenants.get_tenant(work)
        made = await staff.enrol(work, ask.id, account=ask.signed.account, merchant=merchant.name)
        work.audit("staff.enrol_totp", "staff", ask.id)
    picture = segno.make(made.uri, error="m").svg_inline(scale=4, border=2)
    return EnrolmentShape(made.secret, made.uri, picture)


@door.put(
    "/me/totp",
    permit=SIGNED_IN,
    errors=[staff.WrongCode, staff.AlreadyEnrolled],
)
async def confirm(ask: StaffAsk, data: Code) -> RecoveryCodes:
    """Switch codes on with a first code of the app."""
    async with ask.work() as work:
        return RecoveryCodes(await staff.confirm(work, ask.id, data.code))


@door.delete("/me/totp", permit=SIGNED_IN, status_code=204, errors=[staff.WrongCredentials])
async def unenrol(ask: StaffAsk, data: Shown) -> None:
    """Switch codes off; asks for the password once more."""
    await staff.must_know_password(ask.works, ask.tenant, ask.id, data.password)
    async with ask.work() as work:
        await staff.unenrol(work, ask.id)


DOORS = [change_password, enrol, confirm, unenrol]
