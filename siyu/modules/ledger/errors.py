"""What the ledger refuses, as sentences; `refusal` turns an outcome into one."""

from siyu.kernel.errors import NotFound, Refusal, Short


class NotEnough(Short):
    code = "ledger.not_enough"
    zh = "余额不足：需要 {wanted}，只有 {left}。"
    en = "Not enough: {wanted} wanted, {left} left."
    none_zh = "余额不足：需要 {wanted}，已经没有了。"
    none_en = "Not enough: {wanted} wanted, nothing is left."


class StockShort(Short):
    code = "ledger.stock_short"
    zh = "库存不足：需要 {wanted} 件，只剩 {left} 件。"
    en = "Not enough in stock: {wanted} wanted, {left} left."
    none_zh = "已售罄，一件也不剩了。"
    none_en = "Sold out: nothing is left in stock."


class QuotaShort(Short):
    code = "ledger.quota_short"
    zh = "名额不足：需要 {wanted} 个，只剩 {left} 个。"
    en = "Not enough to give: {wanted} wanted, {left} left."
    none_zh = "名额已满，一个也不剩了。"
    none_en = "Nothing is left to give."


class SeatsShort(Short):
    code = "ledger.seats_short"
    zh = "名额不足：需要 {wanted} 个，只剩 {left} 个。"
    en = "Not enough seats: {wanted} wanted, {left} left."
    none_zh = "名额已满。"
    none_en = "No seat is left."


class CapReached(Short):
    code = "ledger.cap_reached"
    zh = "已达每人上限：还可以有 {left} 个，这次要 {wanted} 个。"
    en = "The limit per person is reached: {left} more allowed, {wanted} wanted."
    none_zh = "已达每人上限，不能再多了。"
    none_en = "The limit per person is reached; no more is allowed."


class BalanceShort(Short):
    code = "ledger.balance_short"
    zh = "储值余额不足。"
    en = "There is not enough on the balance."
    none_zh = "储值余额已经用完了。"
    none_en = "Nothing is left on the balance."


class PointsShort(Short):
    code = "ledger.points_short"
    zh = "积分不足：需要 {wanted}，只有 {left}。"
    en = "Not enough points: {wanted} wanted, {left} left."
    none_zh = "积分不足：需要 {wanted}，已经没有了。"
    none_en = "Not enough points: {wanted} wanted, none are left."


class ChainDiffers(Refusal):
    """The caller's defect, or somebody guessing ids."""

    code = "ledger.chain_differs"
    zh = "这个编号已经记过一笔内容不同的账。"
    en = "Something else was booked under this id."


class HoldEnded(Refusal):
    code = "ledger.hold_ended"
    zh = "这笔占用已经结束，不能再次结束。"
    en = "This hold has ended and can't end twice."


class HoldMissing(NotFound):
    code = "ledger.hold_missing"
    zh = "没有这笔占用。"
    en = "There is no such hold."


class HoldExceeded(Refusal):
    code = "ledger.hold_exceeded"
    zh = "占用了 {held}，不能结算 {wanted}。"
    en = "{held} is held, so {wanted} can't be settled."
