"""What the room tells."""

from datetime import date
from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact
from siyu.modules.channels.values import Domain, Target


@fact("channels.code_made")
class CodeMade(Fact, frozen=True, kw_only=True):
    code: UUID
    store: UUID | None
    guide: UUID | None
    source: str
    domain: Domain


@fact("channels.code_closed")
class CodeClosed(Fact, frozen=True, kw_only=True):
    code: UUID


@fact("channels.cost_set")
class CostSet(Fact, frozen=True, kw_only=True):
    """What a code cost in a month, the first day of which is named; None: taken back."""

    code: UUID
    month: date
    amount_minor: int | None


@fact("channels.code_scanned")
class CodeScanned(Fact, frozen=True, kw_only=True):
    """Somebody came by a code; who it was, only `visit_joined` may tell later."""

    code: UUID
    visit: UUID
    visitor: UUID
    store: UUID | None
    guide: UUID | None
    domain: Domain


@fact("channels.visit_joined")
class VisitJoined(Fact, frozen=True, kw_only=True):
    """The visitor signed in: the visit is the subject's. `welcome` is the coupon promised."""

    code: UUID
    visit: UUID
    visitor: UUID
    new: bool
    bound: bool
    store: UUID | None
    guide: UUID | None
    welcome: UUID | None


@fact("channels.link_shared")
class LinkShared(Fact, frozen=True, kw_only=True):
    link: UUID
    guide: UUID
    target: Target
    target_id: UUID


@fact("channels.link_opened")
class LinkOpened(Fact, frozen=True, kw_only=True):
    """A shared link was opened; the subject is set once she is known."""

    link: UUID
    opening: UUID
    visitor: UUID
    guide: UUID
    target: Target
    target_id: UUID
    known: bool
    """True in a second telling, when the visitor of an earlier one signed in."""
