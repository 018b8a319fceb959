"""A payment and a page to pay at, for the matrix."""

from siyu.integrations.cashier.account import mchid_of
from siyu.integrations.cashier.sandbox import trades
from siyu.integrations.cashier.shapes import Amount, TradeGiven
from siyu.kernel.db import Works
from siyu.modules import payments
from tests.house.town import Merchant


async def furnish_money(works: Works, chain: Merchant) -> dict[str, object]:
    """The payment's id goes to the merchant's own."""
    mchid = mchid_of(chain.tenant)
    async with works.open(chain.tenant) as work:
        asking = payments.Ask(
            order=work.new_id(), amount_minor=100, currency="CNY", about="订单", return_to="/"
        )
        (attempt,) = await payments.ask(work, [asking])
        given = TradeGiven(
            mchid=mchid,
            out_trade_no=attempt.number,
            description="订单",
            amount=Amount(total=100, currency="CNY"),
            notify_url=f"http://127.0.0.1/callbacks/cashier/{mchid}",
            return_path="/",
        )
        ready = await trades.prepare(work, given)
    chain.ids["payment"] = attempt.id
    return {"payment": attempt.id, "prepay": ready.prepay_id, "number": attempt.number}
