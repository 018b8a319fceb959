"""What promotions refuse; amounts are told as people read them."""

from siyu.kernel.errors import NotFound, Refusal


class UnknownCoupon(NotFound):
    code = "promotions.unknown_coupon"
    zh = "没有这张优惠券。"
    en = "There is no such coupon."


class ClaimEnded(Refusal):
    code = "promotions.claim_ended"
    zh = "这张优惠券已于 {until} 结束，不能再领取。"
    en = "This coupon ended on {until} and can't be claimed any more."


class ClaimClosed(Refusal):
    code = "promotions.claim_closed"
    zh = "这张优惠券已停止发放。"
    en = "This coupon is not given out any more."


class ForNewcomers(Refusal):
    code = "promotions.for_newcomers"
    zh = "这张优惠券只送给新会员，注册时自动到账。"
    en = "This coupon is given to new members as they sign up, and to nobody else."


class AllGone(Refusal):
    code = "promotions.all_gone"
    zh = "这张优惠券已经领完了。"
    en = "All of these coupons are given away."


class HadEnough(Refusal):
    code = "promotions.had_enough"
    zh = "这张优惠券每人限领 {most} 张，您已经领过了。"
    en = "There are {most} of this coupon for each person, and you have had yours."


class GaveEnough(Refusal):
    """A guide has given as many of a coupon as she may in its period."""

    code = "promotions.gave_enough"
    zh = "这张券每位导购 {most} 张的额度您已经送完，{next} 起可以再送。"
    en = "You gave all {most} of this coupon that are yours for now; you can give more from {next}."


class QuotaTooSmall(Refusal):
    code = "promotions.quota_too_small"
    zh = "已经领出 {claimed} 张，总量不能少于这个数。"
    en = "{claimed} were claimed already, so there can't be fewer in all."


class CodeTaken(Refusal):
    code = "promotions.code_taken"
    zh = "优惠券编号 {code} 已经用过，请换一个。"
    en = "There is a coupon with the code {code} already; choose another."


class NotYours(NotFound):
    """Told as if it were not there: nobody learns what others have."""

    code = "promotions.not_yours"
    zh = "您的券包里没有这张优惠券。"
    en = "There is no such coupon in your wallet."


class UsedBefore(Refusal):
    code = "promotions.used_before"
    zh = "这张优惠券已于 {used} 使用。"
    en = "This coupon was used on {used}."


class NotBegun(Refusal):
    code = "promotions.not_begun"
    zh = "这张优惠券从 {begins} 起才能使用。"
    en = "This coupon can be used from {begins} on."


class Expired(Refusal):
    code = "promotions.expired"
    zh = "这张优惠券已于 {until} 过期。"
    en = "This coupon expired on {until}."


class OtherStore(Refusal):
    code = "promotions.other_store"
    zh = "这张优惠券不能在这家门店使用。"
    en = "This coupon is not for this store."


class OtherGoods(Refusal):
    code = "promotions.other_goods"
    zh = "这张优惠券不适用于所选的商品。"
    en = "This coupon is not for the goods chosen."


class BelowThreshold(Refusal):
    code = "promotions.below_threshold"
    zh = "还差 {missing} 才能使用这张优惠券。"
    en = "{missing} more is needed to use this coupon."


class BadTerms(Refusal):
    code = "promotions.bad_terms"
    status = 422
    zh = "优惠券要么写明截止时间，要么写明领取后的有效天数；开始要早于截止。"
    en = (
        "A coupon is good until an instant or for some days after its claim, one of both; and it "
        "begins before it ends."
    )


class BadOffer(Refusal):
    code = "promotions.bad_offer"
    status = 422
    zh = (
        "金额券要写减多少钱；折扣券要写减去的比例，可写最多减多少；运费券可写最多减多少运费。"
        "一张券只写一种。"
    )
    en = (
        "A coupon takes one thing off: an amount; a percentage, which may have a most; or freight, "
        "up to an amount or all of it."
    )


class NothingToTakeOff(Refusal):
    code = "promotions.nothing_to_take_off"
    zh = "这一单没有可减的金额，所以没有用券。"
    en = "There is nothing in this order that the coupon could take off, so it was not used."


class NotToClaim(Refusal):
    code = "promotions.not_to_claim"
    zh = "这张优惠券由门店发放，不能自己领取。"
    en = "This coupon is sent by the shop and can't be claimed."


class NotByGuides(Refusal):
    code = "promotions.not_by_guides"
    zh = "这张优惠券没有设为由导购发放。"
    en = "This coupon is not one that guides give out."


class ByCodeOnly(Refusal):
    code = "promotions.by_code_only"
    zh = "这张优惠券要输入兑换码领取。"
    en = "This coupon is got by typing its code."


class UnknownCode(NotFound):
    code = "promotions.unknown_code"
    zh = "没有这个兑换码，请核对后再试。"
    en = "There is no such code; please check it and try again."


class TooManyGuesses(Refusal):
    code = "promotions.too_many_guesses"
    status = 429
    zh = "试错的次数太多了，请 {after_s} 秒后再试。"
    en = "Too many wrong codes; please try again in {after_s} seconds."


class Outdone(Refusal):
    code = "promotions.outdone"
    zh = "其他优惠更划算，而且不能与这张优惠券同享，所以没有用券。"
    en = "Other promotions are better for you and can't be used with this coupon, so it was not."


class UnknownPromotion(NotFound):
    code = "promotions.unknown_promotion"
    zh = "没有这个促销活动。"
    en = "There is no such promotion."


class PromotionOver(Refusal):
    code = "promotions.promotion_over"
    zh = "这个活动已经结束，请复制一份新建。"
    en = "This promotion is over; make a new one like it."


class ChangedMeanwhile(Refusal):
    code = "promotions.changed_meanwhile"
    zh = "这个活动刚被别人改过，请刷新后再改。"
    en = "Somebody has changed this promotion meanwhile; reload it and try again."
