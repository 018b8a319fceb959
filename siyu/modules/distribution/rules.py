"""Who earns of an order, how much, and what is left of it when goods go back.

`docs/algorithms/who-earns.md` says it in words; its tables are run as tests.
"""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from msgspec import Struct, structs

from siyu.kernel.errors import Refusal
from siyu.modules.distribution.errors import (
    BeginsInPast,
    PlaceClosed,
    RateAboveCeiling,
    RateTooHigh,
    RateTwice,
)
from siyu.modules.distribution.values import (
    Earning,
    Line,
    NewPlan,
    Part,
    Payer,
    Plan,
    Reason,
    Role,
    Share,
    Taken,
)

WHOLE_BP = 10_000

TIERS = 2
"""So many may earn from one line because of a sale that another made: the law allows no third."""

ALL_BP = 5_000
"""No plan gives away more than this of a line, all places together."""


class Place(Struct, frozen=True, kw_only=True):
    """A place in the order in which shares are dealt out.

    `tiered`: whoever has it earns because of another's sale. A place that is not `opened` stands
    in the table and earns nothing yet.
    """

    role: Role
    payer: Payer = "merchant"
    most_bp: int
    tiered: bool = False
    opened: bool = False


PLACES = (
    Place(role="guide", most_bp=3_000, opened=True),
    Place(role="promoter_1", most_bp=3_000, tiered=True),
    Place(role="promoter_2", most_bp=1_500, tiered=True),
    Place(role="leader", most_bp=1_500, tiered=True),
    Place(role="agent", most_bp=1_000, tiered=True),
    Place(role="franchise", payer="store", most_bp=3_000),
)


def split(
    lines: Sequence[Line],
    plan: Plan,
    parties: Mapping[Role, UUID],
    places: Sequence[Place] = PLACES,
) -> list[Share]:
    """Shares above nothing, place by place: a later one gets at most what the earlier ones left."""
    room = {line.n: line.base_minor * plan.ceiling_bp // WHOLE_BP for line in lines}
    tiers = dict.fromkeys(room, 0)
    shares: list[Share] = []
    for place in places:
        earner = parties.get(place.role)
        if earner is None or not place.opened:
            continue
        asked = [one for one in lines if not place.tiered or tiers[one.n] < TIERS]
        for share in _of_place(place, earner, plan, asked, room):
            room[share.n] -= share.amount_minor
            tiers[share.n] += place.tiered
            tier = tiers[share.n] if place.tiered else None
            shares.append(structs.replace(share, tier=tier))
    return shares


def _of_place(
    place: Place, earner: UUID, plan: Plan, lines: Sequence[Line], room: Mapping[int, int]
) -> list[Share]:
    """All its lines together come to whole fen, rounded down; the largest remainders get them."""
    rates = {line.n: _rate(plan, place, line.categories) for line in lines}
    exact = {line.n: line.base_minor * rates[line.n][0] for line in lines}
    parts = {n: min(whole // WHOLE_BP, room[n]) for n, whole in exact.items()}
    over = sum(exact.values()) // WHOLE_BP - sum(whole // WHOLE_BP for whole in exact.values())
    for n in sorted(exact, key=lambda n: (-(exact[n] % WHOLE_BP), n)):
        if over and exact[n] % WHOLE_BP and parts[n] < room[n]:
            parts[n] += 1
            over -= 1
    return [
        Share(
            n=line.n,
            role=place.role,
            earner=earner,
            payer=place.payer,
            tier=None,
            category=rates[line.n][1],
            base_minor=line.base_minor,
            rate_bp=rates[line.n][0],
            amount_minor=parts[line.n],
        )
        for line in lines
        if parts[line.n]
    ]


def _rate(plan: Plan, place: Place, categories: Sequence[UUID]) -> tuple[int, UUID | None]:
    """The rate of the nearest category that has one, else the general one; and whose it is."""
    said = {rate.category: rate.rate_bp for rate in plan.rates if rate.role == place.role}
    for category in (*categories, None):
        if category in said:
            return min(said[category], place.most_bp), category
    return 0, None


def credited(link: UUID | None, bond: UUID | None, here: Set[UUID]) -> tuple[UUID | None, Reason]:
    """Whose sale it is: hers whose link led to it, else hers who looks after the customer.

    Who had left by then earns nothing of what comes after.
    """
    if link in here:
        return link, "link"
    if bond in here:
        return bond, "bond"
    return None, "nobody" if link is None and bond is None else "left"


def plan_at(plans: Sequence[Plan], at: datetime) -> Plan | None:
    """The plan that counts then: the one that began last, and of several the newest version."""
    begun = [plan for plan in plans if plan.since <= at]
    return max(begun, key=lambda plan: (plan.since, plan.version), default=None)


def thaws_at(redeemed_at: datetime, after_sale_days: int) -> datetime:
    return redeemed_at + timedelta(days=after_sale_days)


def kept(amount_minor: int, base_minor: int, returned_minor: int) -> int:
    """What is left of a share: in proportion to what was not returned, rounded down.

    It depends on how much went back, not on the parts in which it went.
    """
    left = max(0, base_minor - returned_minor)
    return amount_minor * left // base_minor if base_minor else 0


def take_back(earning: Earning, refund: UUID, part: Part) -> tuple[Earning, Taken]:
    """The earning after a refund of its line, and what that takes."""
    returned = earning.returned_minor + part.amount_minor
    left = kept(earning.amount_minor, earning.base_minor, returned)
    gone = earning.kept_minor - left
    pending = earning.state == "pending"
    moves = pending and gone > 0
    hold = uuid5(earning.id, refund.hex) if moves and left else earning.hold_id
    taken = Taken(
        earning=earning.id,
        refund=refund,
        order=earning.order_id,
        earner=earning.earner_id,
        role=earning.role,
        payer_store=earning.payer_store_id,
        was_hold=earning.hold_id,
        hold=hold,
        base_minor=part.amount_minor,
        void_minor=gone if pending else 0,
        rest_minor=left if pending else 0,
        debt_minor=0 if pending else gone,
    )
    after = structs.replace(
        earning,
        returned_minor=returned,
        kept_minor=left,
        clawed_minor=earning.clawed_minor + taken.debt_minor,
        state="void" if pending and not left else earning.state,
        hold_id=hold,
    )
    return after, taken


def refusal(plan: NewPlan, now: datetime, places: Sequence[Place] = PLACES) -> Refusal | None:
    """Why a plan can't be set: the first thing that is wrong with it."""
    if plan.since < now:
        return BeginsInPast()
    table = {place.role: place for place in places}
    seen: set[tuple[Role, UUID | None]] = set()
    for rate in plan.rates:
        place = table[rate.role]
        if (rate.role, rate.category) in seen:
            return RateTwice(role=rate.role)
        seen.add((rate.role, rate.category))
        if rate.rate_bp and not place.opened:
            return PlaceClosed(role=rate.role)
        if rate.rate_bp > place.most_bp:
            return RateTooHigh(rate=percent(rate.rate_bp), most=percent(place.most_bp))
        if rate.rate_bp > plan.ceiling_bp:
            return RateAboveCeiling(rate=percent(rate.rate_bp), most=percent(plan.ceiling_bp))
    return None


def percent(bp: int) -> str:
    """`5%`, `12.5%`, `0.05%`."""
    whole, rest = divmod(bp, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%"
