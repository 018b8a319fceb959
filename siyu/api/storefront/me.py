"""What a customer sees and says of herself."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from siyu.api.storefront.shop import purpose_shape
from siyu.kernel.db import Work
from siyu.kernel.doors import SIGNED_IN, Ask, door
from siyu.kernel.errors import Language
from siyu.modules import customers
from siyu.modules.customers.errors import NeedsGuardian, UnknownPurpose, UnreadableBirthday
from siyu.views.refs import gather_refs

SOURCE = "storefront"


class Named(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str


class MyBelonging(Struct, frozen=True, kw_only=True):
    """Who looks after her."""

    store: Named | None
    guide: Named | None


class Me(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str | None
    phone_masked: str | None
    member_no: int
    belonging: MyBelonging | None
    birthday: date | None
    gender: customers.Gender | None


class MyChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changes; what is absent stays."""

    name: Annotated[str, Meta(max_length=60)] | UnsetType = UNSET
    gender: customers.Gender | UnsetType | None = UNSET
    birthday: date | UnsetType | None = UNSET
    language: Language | UnsetType = UNSET
    """In which she is written to; signing in says it too."""


class MyConsent(Struct, frozen=True, kw_only=True):
    purpose: str
    title: str
    sentence: str
    state: Literal["granted", "refused", "legacy", "unknown"]
    at: datetime | None


class MyGuardian(Struct, frozen=True, kw_only=True):
    """What a guardian is asked for a child below fourteen, and what was said."""

    title: str
    sentence: str
    guardian: customers.Guardian | None
    at: datetime | None


class GuardianGiven(Struct, frozen=True, forbid_unknown_fields=True):
    guardian: customers.Guardian


class Decision(Struct, frozen=True, forbid_unknown_fields=True):
    granted: bool


@door.get("/me", permit=SIGNED_IN)
async def show_me(ask: Ask) -> Me:
    """The signed-in customer."""
    async with ask.look() as work:
        return await _me(work, ask.id)


@door.put("/me", permit=SIGNED_IN, errors=[UnreadableBirthday, NeedsGuardian])
async def change_me(ask: Ask, data: MyChange) -> Me:
    """Correct one's own profile."""
    async with ask.work() as work:
        given = {name: getattr(data, name) for name in ("name", "gender", "birthday")}
        said = {name: value for name, value in given.items() if value is not UNSET}
        change = customers.ProfileChange(fields=frozenset(said), **said)
        await customers.change_profile(work, ask.id, change)
        if data.language is not UNSET:
            await customers.speak(work, ask.id, data.language)
        return await _me(work, ask.id)


@door.get("/me/consents", permit=SIGNED_IN)
async def list_my_consents(ask: Ask) -> list[MyConsent]:
    """Every purpose, and what she last said to it."""
    async with ask.look() as work:
        said = {c.purpose: c for c in await customers.list_consents(work, ask.id)}
    return [_consent(purpose, said, ask) for purpose in customers.PURPOSES]


@door.put("/me/consents/{purpose:str}", permit=SIGNED_IN, errors=[UnknownPurpose, NeedsGuardian])
async def decide_consent(ask: Ask, purpose: str, data: Decision) -> MyConsent:
    """Agree to a purpose, or take the agreement back."""
    async with ask.work() as work:
        said = await customers.agree(work, ask.id, purpose, granted=data.granted, source=SOURCE)
        work.audit("customers.agree", "customer", ask.id, after={purpose: said.state})
    asked = next(p for p in customers.PURPOSES if p.code == purpose)
    return _consent(asked, {purpose: said}, ask)


@door.get("/me/guardian", permit=SIGNED_IN)
async def show_guardian(ask: Ask) -> MyGuardian:
    """The sentence for a guardian, and whether one agreed to it."""
    async with ask.look() as work:
        said = {c.purpose: c for c in await customers.list_consents(work, ask.id)}
    return _guardian(said.get(customers.CHILD.code), ask)


@door.put("/me/guardian", permit=SIGNED_IN)
async def put_guardian(ask: Ask, data: GuardianGiven) -> MyGuardian:
    """A guardian agrees that the child's data may be kept; erasing takes it back."""
    async with ask.work() as work:
        said = await customers.agree_for_child(work, ask.id, data.guardian, source=SOURCE)
    return _guardian(said, ask)


def _guardian(said: customers.Consent | None, ask: Ask) -> MyGuardian:
    words = purpose_shape(customers.CHILD, ask.language)
    return MyGuardian(
        title=words.title,
        sentence=words.sentence,
        guardian=said.guardian if said else None,
        at=said.at if said else None,
    )


async def _me(work: Work, customer: UUID) -> Me:
    person = await customers.get_customer(work, customer)
    phones = await customers.masked_phones(work, [customer])
    refs = await gather_refs(work, stores={person.store_id}, people={person.guide_id})
    store, guide = refs.store(person.store_id), refs.person(person.guide_id)
    named = Named(id=store.id, name=store.name) if store else None
    by = Named(id=guide.id, name=guide.name) if guide else None
    return Me(
        id=person.id,
        name=person.name,
        phone_masked=phones.get(customer),
        member_no=person.member_no,
        belonging=MyBelonging(store=named, guide=by) if named else None,
        birthday=person.birthday,
        gender=person.gender,
    )


def _consent(
    purpose: customers.Purpose, said: Mapping[str, customers.Consent], ask: Ask
) -> MyConsent:
    words, word = purpose_shape(purpose, ask.language), said.get(purpose.code)
    return MyConsent(
        purpose=purpose.code,
        title=words.title,
        sentence=words.sentence,
        state=word.state if word else "unknown",
        at=word.at if word else None,
    )


DOORS = [show_me, change_me, list_my_consents, decide_consent, show_guardian, put_guardian]
