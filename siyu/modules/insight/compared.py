"""What insight answers with about ways, steps, stores and guides."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

Step = Literal["scan", "customer", "message", "visit", "order", "repurchase"]
STEPS: tuple[Step, ...] = ("scan", "customer", "message", "visit", "order", "repurchase")
MESSAGE = STEPS.index("message")


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """Whose steps are counted: of one code, of a source's codes, of a campaign, or of every code.

    Everybody who began from one instant up to another is watched for so many days; what she bought
    counts unless all of it went back by `today`. A campaign's people begin with its message: how
    they were met once is another question.
    """

    code: UUID | None = None
    source: str | None = None
    campaign: UUID | None = None
    since: datetime
    until: datetime
    days: int
    today: date

    @property
    def steps(self) -> tuple[Step, ...]:
        return STEPS if self.campaign is None else STEPS[MESSAGE:]


class Bar(msgspec.Struct, frozen=True):
    """Who came to a step; `stopped`: and no further."""

    step: Step
    stopped: bool = False


class StepCount(msgspec.Struct, frozen=True, kw_only=True):
    """`people` came to the step; `named` of them can be shown by name.

    The others are visitors who are nobody yet, and people who were erased.
    """

    step: Step
    people: int
    named: int


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who came to a step, when, and how far she has come since."""

    customer: UUID
    at: datetime
    furthest: Step


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """What a code brought: `met` are people first met through it, `bound` those given a guide.

    `purchases` and amounts are of the people met through it, from then on.
    """

    scans: int = 0
    visitors: int = 0
    met: int = 0
    bound: int = 0
    purchases: int = 0
    amount_minor: int = 0
    mall_amount_minor: int = 0
    cost_minor: int | None = None
    costed_met: int = 0
    """People met through codes of which a cost is given."""

    @property
    def acquisition_minor(self) -> int | None:
        """获客成本: None without a cost, or when nobody was met."""
        if self.cost_minor is None or not self.costed_met:
            return None
        return round(self.cost_minor / self.costed_met)


class CodeMonth(msgspec.Struct, frozen=True, kw_only=True):
    month: date
    brought: Brought


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """A store or a guide in a period; None stands for sales that name none.

    `made` is what it sold, to whomever; `own` is what its own customers bought, wherever.
    """

    id: UUID | None
    customers: int = 0
    new: int = 0
    active: int = 0
    purchases: int = 0
    made_store_minor: int = 0
    made_mall_minor: int = 0
    own_store_minor: int = 0
    own_mall_minor: int = 0
