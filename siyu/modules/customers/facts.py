"""What the room tells."""

from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact


@fact("customers.customer_met")
class CustomerMet(Fact, frozen=True, kw_only=True):
    member_no: int
    source: str
    kind: str
    store: UUID | None
    guide: UUID | None


@fact("customers.identity_added")
class IdentityAdded(Fact, frozen=True, kw_only=True):
    kind: str
    source: str


@fact("customers.bound")
class Bound(Fact, frozen=True, kw_only=True):
    """`store` and `guide` look after her from now on; the `before` pair did until now.

    Without a guide she is in the store's common pool.
    """

    store: UUID
    guide: UUID | None
    rule: str
    before_store: UUID | None
    before_guide: UUID | None


@fact("customers.bond_kept")
class BondKept(Fact, frozen=True, kw_only=True):
    """She stayed with `store` and `guide`, though the `asked` pair would have had her; why."""

    store: UUID
    guide: UUID | None
    asked_store: UUID
    asked_guide: UUID | None
    reason: str


@fact("customers.released")
class Released(Fact, frozen=True, kw_only=True):
    """Nothing happened for too long: she is in the store's common pool, without her guide."""

    store: UUID
    guide: None
    before_guide: UUID


@fact("customers.profile_changed")
class ProfileChanged(Fact, frozen=True, kw_only=True):
    """Names of the fields; what they held and hold stays in the room."""

    fields: list[str]


@fact("customers.consent_changed")
class ConsentChanged(Fact, frozen=True, kw_only=True):
    purpose: str
    channel: str | None
    state: str
    source: str


@fact("customers.phone_revealed")
class PhoneRevealed(Fact, frozen=True, kw_only=True):
    """Somebody read her phone number in clear; the envelope's actor says who."""


@fact("customers.signed_in")
class SignedIn(Fact, frozen=True, kw_only=True):
    session: UUID


@fact("customers.customer_forgotten")
class CustomerForgotten(Fact, frozen=True, kw_only=True):
    """Her personal data was erased; why, the audit says."""


@fact("customers.tagged")
class Tagged(Fact, frozen=True, kw_only=True):
    tag: UUID
    group: UUID
    via: str


@fact("customers.untagged")
class Untagged(Fact, frozen=True, kw_only=True):
    tag: UUID
    group: UUID
    via: str
