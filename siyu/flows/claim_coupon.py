"""Coupons are limited in number and per person: the ledger decides, then the wallet is written."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid5

from siyu.kernel.db import Work
from siyu.kernel.errors import Refusal
from siyu.modules import ledger, promotions, tenants


async def define(
    work: Work, code: str, terms: promotions.Terms, *, new: bool = False
) -> promotions.Coupon:
    """A new coupon with its quota, or the next version of one, whose quota grows or shrinks.

    A quota may not become less than what was claimed of it already. `new`: CodeTaken if there is
    one.
    """
    promotions.must_be_sound(terms)
    coupon = promotions.coupon_id(code)
    # Whoever defines the same code at once waits here, and finds what the other one said.
    await ledger.lock(work, [ledger.quota(coupon)])
    known = (await promotions.coupons_of(work, [coupon])).get(coupon)
    if new and known:
        raise promotions.CodeTaken(code=code)
    more = terms.quota - (known.quota if known else 0)
    if more:
        name = uuid5(coupon, f"quota of version {known.version + 1 if known else 1}")
        move = _moved(coupon, more)
        chain = ledger.post(name, [move], reason="quota", ref=coupon)
        [outcome] = await ledger.apply(work, [chain])
        if isinstance(outcome, ledger.Short) and known:
            raise promotions.QuotaTooSmall(claimed=known.quota - outcome.left)
        ledger.must_be_granted([outcome])
    return await promotions.define(work, code, terms)


async def claim(work: Work, claims: Sequence[promotions.Claim]) -> list[promotions.Owned | Refusal]:
    """For each, in order, what she has now, or why she can't have it."""
    coupons = await promotions.coupons_of(work, [one.coupon for one in claims])
    merchant = await tenants.get_tenant(work)
    today = merchant.date_of(work.now)
    answers: dict[int, promotions.Owned | Refusal] = {}
    wanted: list[tuple[int, promotions.Claim, promotions.Coupon]] = []
    for place, one in enumerate(claims):
        coupon = coupons.get(one.coupon)
        ends = coupon.valid_until if coupon else None
        until = str(merchant.date_of(ends)) if ends else ""
        refused = promotions.claim_refusal(coupon, work.now, until)
        if refused is not None or coupon is None:
            answers[place] = refused or promotions.UnknownCoupon()
        else:
            wanted.append((place, one, coupon))
    chains = [_taken(one, coupon, today) for _, one, coupon in wanted]
    outcomes = await ledger.apply(work, chains)
    granted = []
    for (place, one, coupon), outcome in zip(wanted, outcomes, strict=True):
        if (refused := _why_not(outcome, coupon, today)) is not None:
            answers[place] = refused
        else:
            granted.append((place, one, coupon))
    rows = await promotions.claim(work, [(one, coupon) for _, one, coupon in granted])
    answers |= {place: row for (place, _, _), row in zip(granted, rows, strict=True)}
    return [answers[place] for place in range(len(claims))]


async def claim_one(work: Work, claim_: promotions.Claim) -> promotions.Owned:
    """What she has now; raises why she can't have it."""
    [answer] = await claim(work, [claim_])
    if isinstance(answer, Refusal):
        raise answer
    return answer


async def claim_herself(
    work: Work, coupon: UUID, customer: UUID, *, key: str, source: str
) -> promotions.Owned:
    """As `claim_one`, for whoever asks under a key of her own; raises where it is got otherwise."""
    how = (await promotions.get_coupon(work, coupon)).how
    if how in ("sent", "guide"):
        raise promotions.NotToClaim
    if how == "code":
        raise promotions.ByCodeOnly
    return await give_one(work, coupon, customer, key=key, source=source)


async def send_by_guide(
    work: Work, coupon: UUID, customer: UUID, guide: UUID, *, key: str
) -> promotions.Owned:
    """As `give_one`; NotByGuides for a coupon that guides do not give out, GaveEnough where the
    guide gave as many as she may in its period.
    """
    if (await promotions.get_coupon(work, coupon)).how != "guide":
        raise promotions.NotByGuides
    # The same sending in the next period is the same one still.
    name = uuid5(coupon, f"{customer}/{key}")
    if (known := (await promotions.wallets_of(work, [name])).get(name)) is not None:
        return known
    return await give_one(work, coupon, customer, key=key, source="guide", giver=guide)


async def left_to_give(
    work: Work, coupons: Sequence[promotions.Coupon], guide: UUID
) -> dict[UUID, promotions.GaveEnough | int]:
    """Of those that are limited: how many the guide may give still, or since when she may again."""
    today = (await tenants.get_tenant(work)).date_of(work.now)
    limited = [one for one in coupons if one.per_guide is not None]
    given = await ledger.balances_of(work, [_given(one, guide, today) for one in limited])
    left = {one.id: (one.per_guide or 0) - b.posted for one, b in zip(limited, given, strict=True)}
    return {
        one.id: left[one.id] if left[one.id] > 0 else _gave_enough(one, today) for one in limited
    }


async def claim_typed(
    work: Work, code: str, customer: UUID, *, key: str
) -> promotions.Owned | Refusal:
    """What a code brings, or why it brings nothing. Commit in either case: wrong ones count."""
    found = await promotions.find_typed(work, customer, code)
    if isinstance(found, Refusal):
        return found
    name = uuid5(found.id, f"{customer}/{key}")
    one = promotions.Claim(id=name, coupon=found.id, customer=customer, source="code")
    [answer] = await claim(work, [one])
    return answer


async def give_one(
    work: Work,
    coupon: UUID,
    customer: UUID,
    *,
    key: str,
    source: str,
    giver: UUID | None = None,
) -> promotions.Owned:
    """Put one into her wallet, however it is got; ForNewcomers for welcome coupons."""
    [answer] = await give(work, coupon, [customer], key=key, source=source, giver=giver)
    if isinstance(answer, Refusal):
        raise answer
    return answer


async def give(
    work: Work,
    coupon: UUID,
    people: Sequence[UUID],
    *,
    key: str,
    source: str,
    giver: UUID | None = None,
) -> list[promotions.Owned | Refusal]:
    """The same for many, each within quota and limit: for each, in order, or why she has none."""
    if (await promotions.get_coupon(work, coupon)).welcome:
        raise promotions.ForNewcomers
    return await claim(
        work,
        [
            promotions.Claim(
                id=uuid5(coupon, f"{one}/{key}"),
                coupon=coupon,
                customer=one,
                source=source,
                giver=giver,
            )
            for one in people
        ],
    )


async def welcome(
    work: Work, customers: Sequence[UUID], *, also: Sequence[UUID] = ()
) -> list[promotions.Owned]:
    """New customers are given every welcome coupon once, and those that their code promised.

    Who comes when none is left gets none.
    """
    coupons = await promotions.welcome_coupons(work)
    promised = await promotions.coupons_of(work, also) if also else {}
    coupons += [one for id_, one in promised.items() if id_ not in {c.id for c in coupons}]
    claims = [
        promotions.Claim(
            id=uuid5(coupon.id, customer.hex), coupon=coupon.id, customer=customer, source="welcome"
        )
        for customer in customers
        for coupon in coupons
    ]
    given = await claim(work, claims)
    return [one for one in given if isinstance(one, promotions.Owned)]


def _why_not(outcome: ledger.Outcome, coupon: promotions.Coupon, today: date) -> Refusal | None:
    if isinstance(outcome, ledger.Short):
        if outcome.account.kind == "cap":
            if outcome.account.owner != coupon.id:
                return _gave_enough(coupon, today)
            return promotions.HadEnough(most=coupon.per_person)
        return promotions.AllGone()
    return ledger.refusal(outcome)


def _taken(one: promotions.Claim, coupon: promotions.Coupon, today: date) -> ledger.Chain:
    hers = ledger.cap(coupon.id, one.customer, coupon.per_person)
    moves = [ledger.Post(ledger.quota(coupon.id), hers, 1)]
    if one.giver is not None and coupon.per_guide is not None:
        given = _given(coupon, one.giver, today)
        moves.append(ledger.Post(ledger.quota_world(given.owner), given, 1))
    return ledger.post(one.id, moves, reason="claimed", ref=coupon.id)


def _given(coupon: promotions.Coupon, guide: UUID, today: date) -> ledger.Account:
    """What a guide gave of it in the period of today, which has an account of its own."""
    first, _ = promotions.guide_period(coupon.guide_period or "month", today)
    name = uuid5(coupon.id, f"given/{coupon.guide_period}/{first}")
    return ledger.cap(name, guide, coupon.per_guide or 0)


def _gave_enough(coupon: promotions.Coupon, today: date) -> promotions.GaveEnough:
    _, following = promotions.guide_period(coupon.guide_period or "month", today)
    return promotions.GaveEnough(most=coupon.per_guide or 0, next=str(following))


def _moved(coupon: UUID, more: int) -> ledger.Post:
    world, quota = ledger.quota_world(coupon), ledger.quota(coupon)
    return ledger.Post(world, quota, more) if more > 0 else ledger.Post(quota, world, -more)
