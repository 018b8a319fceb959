"""Orders as a table that a spreadsheet program opens."""

from collections.abc import AsyncIterator, Sequence
from zoneinfo import ZoneInfo

from siyu.api import spreadsheets
from siyu.kernel.doors import Ask
from siyu.modules import orders, tenants
from siyu.views.orders import OrderItem, order_items

CHUNK = 500
MOST = 50_000
_HEAD = {
    "zh": "订单号,状态,下单时间,会员号,姓名,归属门店,销售门店,自提门店,导购,"
    "商品金额,优惠,应付,已退,件数,商品,顾客留言",
    "en": "Number,State,Placed at,Member,Name,Her store,Sold by,Fetched at,Guide,Goods,Discount,"
    "Payable,Refunded,Pieces,Lines,Her note",
}
_STATES = {
    "unpaid": ("待付款", "unpaid"),
    "paid": ("已付款", "paid"),
    "redeemed": ("已自提", "fetched"),
    "closed": ("已关闭", "closed"),
    "expired": ("超时未付", "expired"),
    "cancelled": ("已取消", "cancelled"),
}


async def table(ask: Ask, which: orders.Filter) -> AsyncIterator[bytes]:
    """A chunk at a time."""
    yield spreadsheets.head(_HEAD[ask.language])
    for offset in range(0, MOST, CHUNK):
        async with ask.look() as work:
            found, _ = await orders.list_orders(work, which, limit=CHUNK, offset=offset)
            items = await order_items(work, found)
            merchant = await tenants.get_tenant(work)
        yield _rows(items, merchant, zh=ask.language == "zh")
        if len(found) < CHUNK:
            return


def _rows(items: Sequence[OrderItem], merchant: tenants.Tenant, *, zh: bool) -> bytes:
    return spreadsheets.rows(_cells(one, merchant, zh=zh) for one in items)


def _cells(one: OrderItem, merchant: tenants.Tenant, *, zh: bool) -> list[str]:
    sums = (one.goods_minor, one.discount_minor, one.payable_minor, one.refunded_minor)
    named = (one.belonging_store, one.selling_store, one.store, one.guide)
    goods = [f"{line.name} {line.sku_name}".strip() + f" × {line.quantity}" for line in one.lines]
    at = one.placed_at.astimezone(ZoneInfo(merchant.timezone))
    return [
        one.no,
        _STATES[one.state][0 if zh else 1],
        f"{at:%Y-%m-%d %H:%M:%S}",
        str(one.customer.member_no or "") if one.customer else "",
        one.customer.name or "" if one.customer else "",
        *(name.name if name else "" for name in named),
        *(merchant.money.text(minor) for minor in sums),
        str(one.pieces),
        "; ".join(goods),
        one.note,
    ]
