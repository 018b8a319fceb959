"""What the room refuses."""

from siyu.kernel.errors import Refusal


class NotThatWay(Refusal):
    """A campaign is started once; what has ended stays so."""

    code = "messaging.not_that_way"
    zh = "群发现在是“{state}”状态，不能这样操作。"
    en = "The campaign is {state} now; that can't be done."


class NobodyMeant(Refusal):
    code = "messaging.nobody_meant"
    zh = "这个人群里现在没有人，无需发送。"
    en = "Nobody is in this audience now; there is nothing to send."


class GuideNeeded(Refusal):
    code = "messaging.guide_needed"
    status = 422
    zh = "请选择以哪位导购的名义发送。"
    en = "Please choose in which guide's name to send."


class NobodyThere(Refusal):
    """An id of a customer or a guide that the merchant doesn't have; the whole call is refused."""

    code = "messaging.nobody_there"
    status = 404
    zh = "第 {number} 条消息的收信人或导购不存在，一条也没有发出。"
    en = "The customer or guide of message {number} doesn't exist; nothing was sent."
