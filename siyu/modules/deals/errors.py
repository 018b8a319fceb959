"""What deals refuse, each as a sentence to who wants to buy or to who makes a sale."""

from siyu.kernel.errors import NotFound, Refusal, Short


class UnknownSale(NotFound):
    code = "deals.unknown_sale"
    zh = "没有这场秒杀。"
    en = "There is no such flash sale."


class SoldOut(Short):
    """A pool has less than she wants; what lies on the shelf is not part of it."""

    code = "deals.sold_out"
    zh = "{name} 的秒杀库存只剩 {left} 件，不够 {wanted} 件。"
    en = "Only {left} of {name} are left in this sale; {wanted} wanted."
    none_zh = "{name} 的秒杀已抢光。"
    none_en = "{name} is sold out in this sale."


class CapReached(Short):
    code = "deals.cap_reached"
    zh = "{name} 秒杀每人限购 {most} 件，您还可以买 {left} 件。"
    en = "Of {name} one person may buy {most} in this sale; you may still buy {left}."
    none_zh = "{name} 秒杀每人限购 {most} 件，您已经买满了。"
    none_en = "Of {name} one person may buy {most} in this sale, and you have them."


class SaleEnded(Refusal):
    code = "deals.sale_ended"
    zh = "{sale} 已结束，现价 {now}（您看到的是 {seen}），请确认后重新提交。"
    en = "{sale} is over: the price is {now} now, not {seen}; look at it and order again."


class ChangedMeanwhile(Refusal):
    code = "deals.changed_meanwhile"
    zh = "这场秒杀刚被别人改过，请刷新后再试。"
    en = "Somebody changed this sale meanwhile; reload and try again."


class NotDraft(Refusal):
    code = "deals.not_draft"
    zh = "秒杀确认后不能再修改，可以提前结束后另建一场。"
    en = "A confirmed sale can't be changed; end it and make another."


class SaleOver(Refusal):
    """For whoever runs sales; buyers hear `SaleEnded`."""

    code = "deals.sale_over"
    zh = "这场秒杀已经结束。"
    en = "This sale has ended."


class TooLate(Refusal):
    code = "deals.too_late"
    zh = "结束时间已过，不能再确认。"
    en = "Its end has passed, so it can't be confirmed any more."


class NotCheaper(Refusal):
    code = "deals.not_cheaper"
    zh = "{name} 在 {store} 的售价是 {price}，秒杀价要更低。"
    en = "{name} costs {price} at {store}; its price in the sale has to be lower."


class NotOnShelf(Short):
    code = "deals.not_on_shelf"
    zh = "{store} 的 {name} 只有 {left} 件可用，不够备货 {wanted} 件。"
    en = "{store} has {left} of {name} to give; {wanted} are wanted for the sale."
    none_zh = "{store} 的 {name} 没有库存，不能备货。"
    none_en = "{store} has none of {name} to give to the sale."


class Overlaps(Refusal):
    code = "deals.overlaps"
    zh = "{name} 在同一时间已参加“{other}”，同一门店同一规格不能同时参加两场秒杀。"
    en = "{name} is in '{other}' at the same time; a SKU can't be in two sales at one store."
