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


class OfferEnded(Refusal):
    code = "loyalty.offer_ended"
    zh = "这个储值档位已下架，请选择其他档位。"
    en = "This offer has ended; choose another."


class TooManyOffers(Refusal):
    code = "loyalty.too_many_offers"
    zh = "最多同时上架 {most} 个储值档位，请先下架一些。"
    en = "There are {most} offers at most at a time; end one first."


class AboveCeiling(Refusal):
    code = "loyalty.above_ceiling"
    zh = "充值后余额将超过单人上限 {most_minor} 分，请选择较小的档位。"
    en = "The balance would pass its ceiling of {most_minor} fen; choose a smaller offer."


class CeilingTooHigh(Refusal):
    code = "loyalty.ceiling_too_high"
    status = 422
    zh = "单人余额上限不得超过 {most_minor} 分（记名预付卡限额 5000 元）。"
    en = "A ceiling above {most_minor} fen is not allowed: the law's limit for a card in a name."


class NothingOnBalance(Refusal):
    code = "loyalty.nothing_on_balance"
    zh = "储值余额为 0，请先充值或换一种方式付款。"
    en = "There is nothing on the balance; top it up, or pay otherwise."


class PaymentUnderWay(Refusal):
    code = "loyalty.payment_under_way"
    zh = "这张订单已在收银台发起付款，不能再改用余额；可取消订单后重新下单。"
    en = "A payment of this order has begun, so the balance can't pay for it; order anew."


class NoPassword(Refusal):
    code = "loyalty.no_password"
    zh = "请先用短信验证码设置支付密码。"
    en = "Set a pay password first, with a code sent to your phone."


class WrongPassword(Refusal):
    code = "loyalty.wrong_password"
    status = 403
    zh = "支付密码不正确。"
    en = "The pay password is wrong."


class PasswordLocked(Refusal):
    code = "loyalty.password_locked"
    status = 429
    zh = "支付密码连续输错多次，请 {after_s} 秒后再试，或用短信验证码重设。"
    en = "Too many wrong passwords: try again in {after_s} s, or set a new one with a code."


class WeakPassword(Refusal):
    code = "loyalty.weak_password"
    status = 422
    zh = "支付密码是 6 位数字，且不能是重复或连续的数字。"
    en = "A pay password has six digits that neither repeat nor run on."


class NothingToRefund(Refusal):
    code = "loyalty.nothing_to_refund"
    zh = "这笔充值按规则没有可退的金额了。"
    en = "By the rule there is nothing left of this top-up to pay back."


class RefundUnderWay(Refusal):
    code = "loyalty.refund_under_way"
    zh = "这笔充值已有退款在处理中。"
    en = "A refund of this top-up is under way."


class RefundDecided(Refusal):
    code = "loyalty.refund_decided"
    zh = "这笔退款已经处理过了。"
    en = "This refund has been decided."


class NotPaidIn(Refusal):
    code = "loyalty.not_paid_in"
    zh = "这笔充值还没有付款，不能退款。"
    en = "This top-up is not paid, so nothing can go back."


class NoTiers(Refusal):
    code = "loyalty.no_tiers"
    status = 422
    zh = "至少要有一个等级。"
    en = "A ladder has one tier at least."


class TierTwice(Refusal):
    code = "loyalty.tier_twice"
    status = 422
    zh = "等级的名称和编码不能重复。"
    en = "Each tier has a name and a code of its own."


class TiersNotRising(Refusal):
    code = "loyalty.tiers_not_rising"
    status = 422
    zh = "等级请从低到高排列，升级所需的成长值要大于 0，并且一级比一级高。"
    en = "Tiers go from the lowest up: each needs more growth than the one below, and 1 at least."


class KeepsMore(Refusal):
    code = "loyalty.keeps_more"
    status = 422
    zh = "“{name}”保级所需的成长值不能高于升级所需的。"
    en = "Keeping '{name}' can't take more growth than reaching it."


class TierGone(Refusal):
    code = "loyalty.tier_gone"
    zh = "等级“{name}”不能删除，可能有会员正在使用；可以改名或调整门槛。"
    en = "'{name}' can't be taken away: customers may have it. Rename it or change what it takes."
