"""What loyalty refuses."""

from siyu.kernel.errors import Refusal, Short


class BeginsInPast(Refusal):
    code = "loyalty.begins_in_past"
    status = 422
    zh = "规则只能从今天或以后的日期开始：已下的订单按下单时的规则计算。"
    en = "A rule begins today or later: what was ordered before counts by the rule of its day."


class CategoryTwice(Refusal):
    code = "loyalty.category_twice"
    status = 422
    zh = "同一个类目写了两个倍数，请只保留一个。"
    en = "There are two multiples for one category; keep one of them."


class NoticeTooLong(Refusal):
    code = "loyalty.notice_too_long"
    status = 422
    zh = "提前 {notice} 天提醒，但积分只有 {valid} 天有效，请把提醒天数改小。"
    en = "A notice of {notice} days is too early for points that are good for {valid}."


class UnknownCategory(Refusal):
    code = "loyalty.unknown_category"
    status = 422
    zh = "没有这个商品类目：{category}。"
    en = "There is no such category: {category}."


class CodeTaken(Refusal):
    code = "loyalty.code_taken"
    zh = "编码“{code}”已被使用，请换一个。"
    en = "The code '{code}' is taken; choose another."


class TooManyKinds(Refusal):
    code = "loyalty.too_many_kinds"
    zh = "最多只能有 {most} 种积分。"
    en = "There are {most} kinds of points at most."


class KindEnded(Refusal):
    code = "loyalty.kind_ended"
    zh = "这种积分已停发，不能再增加。"
    en = "This kind of points has ended, so none can be added."


class RuleChanged(Refusal):
    code = "loyalty.rule_changed"
    zh = "您打开页面后，规则已被更新到第 {version} 版，请刷新后再改。"
    en = "Somebody has set version {version} since you looked; load it again and then change."


class PointsShort(Short):
    code = "loyalty.points_short"
    zh = "积分不足：需要 {wanted}，可用 {left}。"
    en = "Not enough points: {wanted} wanted, {left} may be spent."
    none_zh = "积分不足：需要 {wanted}，没有可用的了。"
    none_en = "Not enough points: {wanted} wanted, none may be spent."


class SpendDiffers(Refusal):
    code = "loyalty.spend_differs"
    zh = "这个编号已经用于另一笔积分消费。"
    en = "Other points were spent under this id."


class BackTooMuch(Refusal):
    code = "loyalty.back_too_much"
    zh = "最多还能退回 {left} 积分，这次要退 {wanted}。"
    en = "{left} points may still be given back, {wanted} were asked for."


class NothingAsked(Refusal):
    code = "loyalty.nothing_asked"
    status = 422
    zh = "调整数量不能为 0。"
    en = "An adjustment of nothing changes nothing: give a number above or below zero."
