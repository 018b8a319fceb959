"""What group buys refuse, each as a sentence to who wants to start or join one."""

from siyu.kernel.errors import NotFound, Refusal, Short


class UnknownOffer(NotFound):
    code = "groups.unknown_offer"
    zh = "没有这个拼团活动。"
    en = "There is no such group buy."


class UnknownGroup(NotFound):
    code = "groups.unknown_group"
    zh = "没有这个团。"
    en = "There is no such group."


class OfferOver(Refusal):
    code = "groups.offer_over"
    zh = "这个拼团活动还没开始或已经结束，不能开新团。"
    en = "This group buy has not begun or is over; no group can be started."


class OtherStore(Refusal):
    code = "groups.other_store"
    zh = "这个团不在所选门店自提，请换到参团的门店。"
    en = "This group is fetched at another store; choose that one."


class GroupOver(Refusal):
    code = "groups.group_over"
    zh = "这个团已经结束，您可以自己开一个新团。"
    en = "This group is over; you may start one of your own."


class GroupUnpaid(Refusal):
    code = "groups.group_unpaid"
    zh = "开团的人还没有付款，请稍后再试。"
    en = "Whoever starts this group has not paid yet; try again in a moment."


class GroupFull(Short):
    code = "groups.group_full"
    zh = "这个团只剩 {left} 个名额。"
    en = "This group has {left} seat(s) left."
    none_zh = "这个团已经满员，您可以自己开一个新团。"
    none_en = "This group is full; you may start one of your own."


class InIt(Refusal):
    code = "groups.in_it"
    zh = "您已经在这个团里了。"
    en = "You are in this group already."


class CapReached(Short):
    code = "groups.cap_reached"
    zh = "这个拼团每人限购 {most} 件，您还可以买 {left} 件。"
    en = "One person may buy {most} in this group buy; you may still buy {left}."
    none_zh = "这个拼团每人限购 {most} 件，您已经买满了。"
    none_en = "One person may buy {most} in this group buy, and you have them."


class ForNewcomers(Refusal):
    code = "groups.for_newcomers"
    zh = "这个团只邀请没买过的新朋友参加，您可以自己开一个新团。"
    en = "Only people who have never bought here may join this group; you may start one."


class OneThing(Refusal):
    code = "groups.one_thing"
    status = 422
    zh = "拼团订单只能有这一种商品，也不能使用优惠券。"
    en = "A group's order has its one SKU alone, and no coupon."


class GroupWaiting(Refusal):
    code = "groups.group_waiting"
    zh = "这个订单在等拼团成团：到时没有成团会自动全额退款。"
    en = "This order waits for its group; if it is not filled in time, all goes back by itself."


class NotDraft(Refusal):
    code = "groups.not_draft"
    zh = "拼团开放后不能再修改，可以停止后另建一个。"
    en = "An open group buy can't be changed; close it and make another."


class ChangedMeanwhile(Refusal):
    code = "groups.changed_meanwhile"
    zh = "这个拼团刚被别人改过，请刷新后再试。"
    en = "Somebody changed this group buy meanwhile; reload and try again."


class NotCheaper(Refusal):
    code = "groups.not_cheaper"
    zh = "{name} 的售价是 {price}，拼团价要更低。"
    en = "{name} costs {price}; its price in a group has to be lower."
