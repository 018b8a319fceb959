"""Outcomes that are no grant, as refusals with a sentence."""

from collections.abc import Iterable

from siyu.kernel.errors import Refusal
from siyu.modules.ledger.errors import (
    ChainDiffers,
    HoldEnded,
    HoldExceeded,
    HoldMissing,
    NotEnough,
)
from siyu.modules.ledger.kinds import KINDS
from siyu.modules.ledger.values import (
    Differs,
    Ended,
    Excess,
    Missing,
    Outcome,
    Short,
)


def refusal(outcome: Outcome) -> Refusal | None:
    """What to raise for it; None when the chain stands."""
    match outcome:
        case Short(account=account, wanted=wanted, left=left):
            kind = KINDS.get(account.kind)
            return (kind.short if kind else NotEnough)(wanted=wanted, left=left)
        case Differs():
            return ChainDiffers()
        case Ended():
            return HoldEnded()
        case Missing():
            return HoldMissing()
        case Excess(wanted=wanted, held=held):
            return HoldExceeded(wanted=wanted, held=held)
    return None


def must_be_granted(outcomes: Iterable[Outcome]) -> None:
    """Raise the first refusal among them."""
    for outcome in outcomes:
        if (refused := refusal(outcome)) is not None:
            raise refused
