"""A kind of points of which the near customer has some, for the matrix."""

from siyu.flows import (
    adjust_points,
    refund_top_up,
    set_points_rule,
    spend_points,
    top_up,
)
from siyu.kernel.db import Works
from siyu.modules import loyalty, payments, tenants
from tests.house.town import Merchant


async def furnish_points(works: Works, chain: Merchant) -> dict[str, object]:
    """The kind and a spend go to the merchant's own."""
    near = chain.ids["near customer"]
    async with works.open(chain.tenant) as work:
        kind = await loyalty.add_kind(work, "matrix", "积分")
        today = (await tenants.get_tenant(work)).date_of(work.now)
        terms = loyalty.Terms(on="paid", points=1, per_minor=100, valid_days=365)
        rule = set_points_rule.RuleAsked(kind=kind.id, since_on=today, terms=terms)
        await set_points_rule.set_rule(work, rule)
        given = adjust_points.Adjusting(
            id=work.new_id(), customer=near, kind=kind.id, amount=100_000, why="开业"
        )
        await adjust_points.adjust(work, given)
        want = loyalty.Want(id=work.new_id(), customer=near, kind=kind.id, amount=100)
        spend = await spend_points.spend_one(work, want)
    chain.ids["points kind"], chain.ids["points spend"] = kind.id, spend.id
    return {called: chain.ids[called] for called in ("points kind", "points spend")}


async def furnish_balance(works: Works, chain: Merchant) -> dict[str, object]:
    """An offer, a top-up that is paid, and a refund of it that is on its way."""
    near = chain.ids["near customer"]
    async with works.open(chain.tenant) as work:
        offer = await loyalty.make_offer(work, 1000, 100)
        asking = top_up.Asking(customer=near, offer=offer.id, return_to="/")
        attempt = await top_up.ask(work, asking)
        said = payments.Notice(
            vendor="cashier",
            account="1900000109",
            through="1900000109",
            number=attempt.number,
            vendor_no=f"4{attempt.number}",
            amount_minor=1000,
            currency="CNY",
            state="paid",
        )
        by = payments.Prepared(account="1900000109", prepay="q", pay_path="/q", until=work.now)
        await payments.prepared(work, attempt.id, by)
        await payments.take_notices(work, [said])
        await top_up.paid(work, attempt.id, attempt.order_id)
        wish = refund_top_up.Asking(
            id=work.new_id(), top_up=attempt.order_id, customer=near, why="不要了"
        )
        refund = await refund_top_up.ask(work, wish)
    ids = {"offer": offer.id, "top up": attempt.order_id, "balance refund": refund.id}
    chain.ids.update(ids)
    return dict(ids)
