"""What after-sale tells, about the customer."""

from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact


@fact("aftersale.case_asked")
class CaseAsked(Fact, frozen=True, kw_only=True):
    """She asked for money, for a return or for other goods."""

    case: UUID
    order: UUID
    store: UUID
    kind: str
    reason: str
    pieces: int
    amount_minor: int


@fact("aftersale.case_answered")
class CaseAnswered(Fact, frozen=True, kw_only=True):
    """It was agreed to or refused; `by_clock`: nobody said anything in the time there was."""

    case: UUID
    order: UUID
    store: UUID
    kind: str
    agreed: bool
    by_clock: bool


@fact("aftersale.goods_sent_back")
class GoodsSentBack(Fact, frozen=True, kw_only=True):
    """What she gives back is on its way."""

    case: UUID
    order: UUID
    store: UUID


@fact("aftersale.goods_arrived")
class GoodsArrived(Fact, frozen=True, kw_only=True):
    """What she gave back is at the store; `fit`: it may be sold again."""

    case: UUID
    order: UUID
    store: UUID
    fit: bool
    by_clock: bool


@fact("aftersale.case_ended")
class CaseEnded(Fact, frozen=True, kw_only=True):
    """It is over: done, withdrawn by her, or lapsed."""

    case: UUID
    order: UUID
    store: UUID
    kind: str
    how: str
