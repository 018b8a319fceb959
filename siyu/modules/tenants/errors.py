"""What the room refuses."""

from siyu.kernel.errors import Refusal


class CodeTaken(Refusal):
    code = "tenants.code_taken"
    zh = "门店代码 {store_code} 已被使用。"
    en = "The store code {store_code} is taken."


class RegionTaken(Refusal):
    code = "tenants.region_taken"
    zh = "已有名为“{name}”的区域。"
    en = "There is a region named '{name}' already."


class UnknownRegion(Refusal):
    code = "tenants.unknown_region"
    zh = "没有这个区域，请重新选择。"
    en = "There is no such region; choose another."


class UnknownStore(Refusal):
    code = "tenants.unknown_store"
    zh = "没有这个门店，请重新选择。"
    en = "There is no such store; choose another."


class ClosedAlready(Refusal):
    code = "tenants.closed_already"
    zh = "该门店已于 {on} 闭店。"
    en = "This store closed on {on} already."


class ClosedBeforeOpened(Refusal):
    code = "tenants.closed_before_opened"
    zh = "闭店日期不能早于开业日期 {on}。"
    en = "A store can't close before it opened, on {on}."


class BadFounding(Refusal):
    """A merchant can't be founded like this."""

    code = "tenants.bad_founding"
    status = 400
    zh = "无法创建商家：{what} 不可用。"
    en = "The merchant can't be founded: {what} can't be used."


class MerchantTaken(Refusal):
    code = "tenants.merchant_taken"
    zh = "商家代码或域名已被使用。"
    en = "The merchant code or the host is taken."
