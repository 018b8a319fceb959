"""What the room refuses."""

from siyu.kernel.errors import Refusal


class ClosedAlready(Refusal):
    code = "channels.closed_already"
    zh = "这个码已经停用。"
    en = "This code is closed already."


class EndsBeforeStart(Refusal):
    code = "channels.ends_before_start"
    status = 422
    zh = "结束日期不能早于开始日期。"
    en = "The last day can't lie before the first one."


class WithoutStore(Refusal):
    code = "channels.without_store"
    status = 422
    zh = "这位导购现在没有任职门店，请为活码选定门店。"
    en = "This guide has no store at present; choose a store for the code."
