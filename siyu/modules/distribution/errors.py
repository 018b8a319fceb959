"""What distribution refuses."""

from siyu.kernel.errors import Refusal


class BeginsInPast(Refusal):
    code = "distribution.begins_in_past"
    status = 422
    zh = "方案只能从今天或以后的日期开始：已付款的订单按当时的方案计算。"
    en = "A plan begins today or later: what was paid before is shared by the plan of its day."


class PlaceClosed(Refusal):
    code = "distribution.place_closed"
    status = 422
    zh = "“{role}”暂未开放，比例只能为 0。"
    en = "Nobody has the place '{role}' yet, so its rate is 0."


class RateTooHigh(Refusal):
    code = "distribution.rate_too_high"
    status = 422
    zh = "比例 {rate} 超过了这个位置的上限 {most}。"
    en = "{rate} is above {most}, the most that this place may earn."


class RateAboveCeiling(Refusal):
    code = "distribution.rate_above_ceiling"
    status = 422
    zh = "比例 {rate} 超过了方案的总上限 {most}，请先调高总上限或调低比例。"
    en = "{rate} is above the plan's own ceiling of {most}; raise the ceiling or lower the rate."


class RateTwice(Refusal):
    code = "distribution.rate_twice"
    status = 422
    zh = "“{role}”对同一个类目写了两个比例，请只保留一个。"
    en = "There are two rates of '{role}' for one category; keep one of them."


class UnknownCategory(Refusal):
    code = "distribution.unknown_category"
    status = 422
    zh = "没有这个商品类目：{category}。"
    en = "There is no such category: {category}."


class PlanChanged(Refusal):
    code = "distribution.plan_changed"
    zh = "您打开页面后，方案已被更新到第 {version} 版，请刷新后再改。"
    en = (
        "Somebody has set version {version} since you looked; load the plans again and then change."
    )
