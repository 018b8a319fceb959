"""Shapes the room gives and takes; all frozen."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

IdentityKind = Literal["phone", "pos_card", "member_no", "email", "openid"]
Gender = Literal["female", "male"]
Guardian = Literal["mother", "father", "other"]
Rule = Literal["first_purchase", "by_hand", "first_add", "last_purchase", "released"]
BookRule = Literal["first_add", "last_purchase", "by_hand"]
LaterAdd = Literal["stays", "moves"]
BondHappening = Literal["add", "purchase", "hand", "idle"]
"""A guide added her; she bought; a person decided; nothing happened for a long time."""
BondOutcome = Literal["moved", "kept", "released"]
ConsentState = Literal["legacy", "granted", "refused"]


class Identity(Struct, frozen=True):
    """Something a customer is known by, as it was written down; `meet` reads it strictly."""

    kind: IdentityKind
    value: str


class Meet(Struct, frozen=True, kw_only=True):
    """Somebody showed an identity at a place and time: who is she?

    `also` are further identities of the same person, from a source that knows them to be hers;
    they are added where they are free and never join two customers. `asked` says that consents
    were asked for at this meeting; without it she starts as *legacy*: served, never advertised to.
    """

    identity: Identity
    source: str
    at: datetime
    store: UUID | None = None
    guide: UUID | None = None
    name: str | None = None
    gender: Gender | None = None
    birthday: date | None = None
    also: tuple[Identity, ...] = ()
    asked: bool = False


class Met(Struct, frozen=True, kw_only=True):
    """The answer to one `Meet`: the customer, or the code of what was wrong with the identity."""

    customer: UUID | None
    member_no: int | None = None
    new: bool = False
    problem: str | None = None


class CustomerRef(Struct, frozen=True):
    """How other rooms' lists show a customer."""

    id: UUID
    name: str | None
    member_no: int


class Customer(Struct, frozen=True, kw_only=True):
    id: UUID
    member_no: int
    name: str | None
    pinyin: str
    remark: str
    gender: Gender | None
    birthday: date | None
    source: str
    met_at: datetime
    store_id: UUID | None
    guide_id: UUID | None


class KnownBy(Struct, frozen=True, kw_only=True):
    """An identity as it may be shown: its value masked."""

    kind: str
    masked: str
    source: str
    since: datetime


class Belonging(Struct, frozen=True, kw_only=True):
    """Who looks after a customer, by which rule, since when; ended ones are kept."""

    customer_id: UUID
    turn: int
    store_id: UUID
    guide_id: UUID | None
    rule: Rule
    since: datetime
    by: str
    reason: str
    ended_at: datetime | None
    active_at: datetime | None
    """When she last bought or was added; None: not since it began."""


class Book(Struct, frozen=True, kw_only=True):
    """By what bonds are decided; `idle_days` None: nobody goes to the common pool by herself."""

    rule: BookRule = "first_add"
    protection_days: int = 30
    later_add: LaterAdd = "stays"
    idle_days: int | None = None


class BookVersion(Struct, frozen=True, kw_only=True):
    """A version of the rule book, and since when it counts."""

    version: int
    rule: BookRule
    protection_days: int
    later_add: LaterAdd
    idle_days: int | None
    since: datetime
    by: str

    @property
    def book(self) -> Book:
        return Book(
            rule=self.rule,
            protection_days=self.protection_days,
            later_add=self.later_add,
            idle_days=self.idle_days,
        )


class BondEvent(Struct, frozen=True, kw_only=True):
    """Something that may change who looks after her; `via` says by what, `words` are a person's."""

    customer: UUID
    what: BondHappening
    store: UUID | None = None
    guide: UUID | None = None
    at: datetime | None = None
    """When it happened, if not now."""
    via: str = ""
    words: str = ""


class BondDecision(Struct, frozen=True, kw_only=True):
    """A decision as it was made: whose she is since, whose she was and would have been."""

    id: UUID
    customer_id: UUID
    at: datetime
    event: BondHappening
    outcome: BondOutcome
    reason: str
    words: str
    via: str
    version: int
    store_id: UUID | None
    guide_id: UUID | None
    asked_store_id: UUID | None
    asked_guide_id: UUID | None
    before_guide_id: UUID | None
    until: datetime | None
    by: str


class Consent(Struct, frozen=True, kw_only=True):
    """What a customer last said to a purpose; `source` is where she said it.

    `guardian` is who spoke for a child, and `store_id` the store where that was.
    """

    purpose: str
    channel: str | None
    state: ConsentState
    source: str
    text_version: str | None
    guardian: Guardian | None
    store_id: UUID | None
    at: datetime


class ProfileChange(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """New values of the named fields; `fields` says which of them are meant."""

    fields: frozenset[str]
    name: str | None = None
    remark: str = ""
    gender: Gender | None = None
    birthday: date | None = None


class Purpose(Struct, frozen=True, kw_only=True):
    """Something a customer may be asked to agree to, with the sentence she reads."""

    code: str
    channel: str | None
    version: str
    title_zh: str
    title_en: str
    sentence_zh: str
    sentence_en: str


class Token(Struct, frozen=True):
    """A session's token, shown to its owner once, and the customer it is of."""

    text: str
    session: UUID
    customer: UUID


class Code(Struct, frozen=True):
    """A sign-in code in clear, on its way to the phone; kept only as a digest."""

    phone: str
    digits: str
    again_in_s: int


class Tag(Struct, frozen=True, kw_only=True):
    """A tag and how many have it, where that is asked; a retired one is given to nobody."""

    id: UUID
    group_id: UUID
    name: str
    retired_at: datetime | None
    people: int | None


class TagGroup(Struct, frozen=True, kw_only=True):
    """Tags that belong together."""

    id: UUID
    name: str
    tags: list[Tag]


class TagRef(Struct, frozen=True):
    """How lists and sentences show a tag."""

    id: UUID
    group: str
    name: str


class Tagging(Struct, frozen=True, kw_only=True):
    """Somebody has, or had, a tag; `via` says by what it was given."""

    customer_id: UUID
    tag_id: UUID
    group: str
    name: str
    since: datetime
    by: str
    via: str
    ended_at: datetime | None
    ended_by: str | None


class BulkTagging(Struct, frozen=True, kw_only=True):
    """Giving a tag to `people`, or taking it: `done` were looked at, of `changed` it was news.

    `stopped_by` is the code of what refused the rest.
    """

    id: UUID
    tag_id: UUID
    audience_id: UUID
    has: bool
    people: int
    done: int
    changed: int
    asked_at: datetime
    asked_by: str
    ended_at: datetime | None
    stopped_by: str | None


class TagChunk(Struct, frozen=True):
    """The next member numbers of a bulk tagging, held until this work's commit."""

    of: BulkTagging
    numbers: list[int]


class AddressGiven(Struct, frozen=True, kw_only=True):
    """Where she wants things sent; `province` is the first two digits of GB/T 2260."""

    name: str
    phone: str
    province: str
    city: str
    district: str
    detail: str


class Address(AddressGiven, frozen=True, kw_only=True):
    """An address in clear; a row of it never changes, so that an order may name it for ever.

    `ended_at`: she changed or removed it. Unreadable ones of who was forgotten are not there.
    """

    id: UUID
    customer_id: UUID
    is_default: bool
    ended_at: datetime | None

    def __repr__(self) -> str:
        return f"Address({self.id})"


class Destination(Struct, frozen=True, kw_only=True):
    """What the price of sending has to know of an address, without opening it."""

    id: UUID
    customer_id: UUID
    province: str
    ended_at: datetime | None
