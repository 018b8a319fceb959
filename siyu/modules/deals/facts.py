"""What deals tell."""

from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact


@fact("deals.sale_confirmed")
class SaleConfirmed(Fact, frozen=True, kw_only=True):
    """Its goods were put aside: it begins when its time comes."""

    sale: UUID
    goods: int
    pieces: int


@fact("deals.sale_ended")
class SaleEnded(Fact, frozen=True, kw_only=True):
    """Nothing more is sold at its prices; `returned` pieces went back to the shelf."""

    sale: UUID
    why: str
    returned: int
