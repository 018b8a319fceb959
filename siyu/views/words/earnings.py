"""How commission is said: the formula of a line in words, and why it is somebody's."""

from siyu.kernel.errors import Language
from siyu.kernel.money import Currency
from siyu.modules.distribution import Earning, percent
from siyu.views.refs import Refs
from siyu.views.words.saying import Saying

PLACES = {
    "guide": ("导购", "guide"),
    "promoter_1": ("一级推广员", "promoter, level 1"),
    "promoter_2": ("二级推广员", "promoter, level 2"),
    "leader": ("社区团长", "group leader"),
    "agent": ("区域代理", "regional agent"),
    "franchise": ("加盟门店", "franchise store"),
}
PAYERS = {"merchant": ("商家", "the merchant"), "store": ("门店", "the store")}
REASONS = {
    "link": ("顾客通过她分享的链接下单", "the order came by a link of hers"),
    "bond": ("付款时顾客归她服务", "she looked after the customer when it was paid"),
    "left": ("应得的导购在付款前已离职", "the guide who was meant had left before it was paid"),
    "nobody": (
        "付款时顾客没有导购，也不是通过导购的链接下单",
        "nobody looked after the customer, and no guide's link led to it",
    ),
}
UNPLANNED = ("付款时还没有佣金方案", "there was no plan when it was paid")
UNRATED = ("方案给这些商品的比例为 0", "the plan gives nothing for these goods")


def saying(language: Language, currency: Currency) -> Saying:
    return Saying(language=language, currency=currency, refs=Refs(stores={}, people={}, skus={}))


def formula(one: Earning, say: Saying) -> str:
    """How the amount came about, as one would work it out by hand."""
    base, amount = say.money(one.base_minor), say.money(one.amount_minor)
    exact = one.base_minor * one.rate_bp
    worked = f"{base} × {percent(one.rate_bp)}"
    if exact % 10_000 == 0 and exact // 10_000 == one.amount_minor:
        return f"{worked} = {amount}"
    if abs(exact - one.amount_minor * 10_000) < 10_000:
        return say.pick(f"{worked}，取整到分为 {amount}", f"{worked}, in whole cents {amount}")
    return say.pick(
        f"{worked}，不超过总上限，为 {amount}", f"{worked}, cut to the ceiling {amount}"
    )


def after_returns(one: Earning, say: Saying) -> str | None:
    """What goods that went back took with them; None while none did."""
    if not one.returned_minor:
        return None
    if one.returned_minor >= one.base_minor:
        return say.pick("商品已全部退回，不计佣金", "All of it went back, so nothing is earned")
    amount, base = say.money(one.amount_minor), say.money(one.base_minor)
    kept = say.money(max(0, one.base_minor - one.returned_minor))
    left = say.money(one.kept_minor)
    return say.pick(
        f"退款后按未退的部分计算：{amount} × {kept} ÷ {base}，舍去零头为 {left}",
        f"After refunds, in proportion to what was kept: {amount} × {kept} ÷ {base}, "
        f"rounded down {left}",
    )
