"""Why a case is not opened or does not go on."""

from siyu.kernel.errors import Refusal


class NothingToAsk(Refusal):
    """Nothing of the order is with her or on its way."""

    code = "aftersale.nothing_to_ask"
    zh = "这笔订单没有可以申请售后的商品：还没发货或没取货的部分可以直接退款。"
    en = (
        "Nothing of this order can be asked back here: what was not sent or fetched yet is "
        "refunded at once on the order."
    )


class AskedTooMuch(Refusal):
    """More pieces of a line than are with her, or are in a case already."""

    code = "aftersale.asked_too_much"
    zh = "第 {n} 行最多还能申请 {left} 件。"
    en = "Line {n}: at most {left} pieces can still be asked for."


class ReasonNotHere(Refusal):
    code = "aftersale.reason_not_here"
    zh = "这种售后方式不能选择这个原因，请换一个原因或方式。"
    en = "This reason does not go with that kind of case; choose another reason or kind."


class NotReceivedYet(Refusal):
    code = "aftersale.not_received_yet"
    zh = "还没有收到货，暂时不能换货；可以申请退款。"
    en = "Goods that have not come yet can't be exchanged; ask for a refund instead."


class SevenDaysOver(Refusal):
    code = "aftersale.seven_days_over"
    zh = "收货已超过 7 天，不能再无理由退换；商品有问题请选择对应的原因。"
    en = (
        "More than seven days have passed since the goods came. If something is wrong with them, "
        "choose what it is."
    )


class Excepted(Refusal):
    code = "aftersale.excepted"
    zh = "{names}不支持七天无理由退换；商品有问题请选择对应的原因。"
    en = "{names} can't be returned without a reason. If something is wrong, choose what it is."


class TimeOver(Refusal):
    code = "aftersale.time_over"
    zh = "收货已超过 {days} 天，售后期已结束，请联系门店。"
    en = "More than {days} days have passed since the goods came; please talk to the store."


class NotNow(Refusal):
    """The case does not stand where this could be done."""

    code = "aftersale.not_now"
    zh = "售后单的状态已经变化，不能这样处理，请刷新后再看。"
    en = "The case has moved on and this can't be done any more; look at it again."


class NoReturnAddress(Refusal):
    code = "aftersale.no_return_address"
    zh = "还没有退货地址：请填写收件人、电话和地址，或先在售后规则里设好。"
    en = "There is no address to return to: give name, phone and address, or set one in the rule."


class ReplacementShort(Refusal):
    code = "aftersale.replacement_short"
    zh = "门店库存不够换货，可以补货后再同意，或与顾客商量退款。"
    en = "The store has too few of it to exchange; stock up first, or agree on a refund."


class CaseTaken(Refusal):
    code = "aftersale.case_taken"
    zh = "这个售后单号已被使用，请刷新后重试。"
    en = "That case exists already for something else; please look again."


class BadPicture(Refusal):
    code = "aftersale.bad_picture"
    status = 422
    zh = "图片读不出来，请用 JPEG、PNG 或 WebP，边长不超过 {most} 像素。"
    en = "The picture can't be read; use JPEG, PNG or WebP, at most {most} pixels a side."


class PictureTooBig(Refusal):
    code = "aftersale.picture_too_big"
    status = 422
    zh = "图片超过 {most} MB，请压缩后再上传。"
    en = "The picture is larger than {most} MB; make it smaller first."


class TooManyPictures(Refusal):
    code = "aftersale.too_many_pictures"
    status = 422
    zh = "一个售后单最多 {most} 张图片。"
    en = "A case has at most {most} pictures."


class WhyNeeded(Refusal):
    code = "aftersale.why_needed"
    status = 400
    zh = "拒绝售后需要写明原因，顾客会看到。"
    en = "To refuse a case, say why: she will read it."
