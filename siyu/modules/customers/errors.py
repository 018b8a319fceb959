"""What the room refuses."""

from siyu.kernel.errors import Refusal


class UnreadablePhone(Refusal):
    code = "customers.unreadable_phone"
    status = 422
    zh = "请填写正确的手机号。"
    en = "Please give a valid phone number."


class NoPhone(Refusal):
    code = "customers.no_phone"
    status = 404
    zh = "这位顾客没有留下手机号。"
    en = "This customer has left no phone number."


class WrongCode(Refusal):
    """One answer for a wrong, an old, a used and a never sent code: nothing is given away."""

    code = "customers.wrong_code"
    status = 401
    zh = "验证码不正确或已过期，请重新获取。"
    en = "The code is wrong or has expired; please ask for a new one."


class TooManyCodes(Refusal):
    code = "customers.too_many_codes"
    status = 429
    retry = True
    zh = "获取验证码太频繁，请 {after_s} 秒后再试。"
    en = "Too many codes were asked for; please try again in {after_s} s."


class UnknownPurpose(Refusal):
    code = "customers.unknown_purpose"
    status = 404
    zh = "没有“{purpose}”这项授权。"
    en = "There is no purpose '{purpose}' to agree to."


class NeedsGuardian(Refusal):
    code = "customers.needs_guardian"
    status = 403
    zh = "未满十四周岁，须先取得监护人同意：可在门店办理，或由监护人在“我的资料”中确认。"
    en = "Below fourteen a guardian has to agree first: in a store, or in the profile."


class UnreadableBirthday(Refusal):
    code = "customers.unreadable_birthday"
    status = 422
    zh = "生日应在 1900 年之后、今天之前。"
    en = "A birthday lies after 1900 and not after today."


class TagNamed(Refusal):
    code = "customers.tag_named"
    zh = "已有名为“{name}”的标签或标签组。"
    en = "There is a tag or group named '{name}' already."


class NobodyToTag(Refusal):
    code = "customers.nobody_to_tag"
    zh = "这个人群现在没有人。"
    en = "Nobody is in this audience now."


class TagDecidesPrice(Refusal):
    code = "customers.tag_decides_price"
    status = 403
    zh = "标签“{name}”决定顾客的价格，请由有改价权限的人来打或去掉。"
    en = "The tag '{name}' decides what she pays; only somebody who sets prices gives or takes it."


class TagRetired(Refusal):
    code = "customers.tag_retired"
    zh = "标签“{name}”已停用，不能再打。"
    en = "The tag '{name}' is retired and is given to nobody any more."


class UnknownProvince(Refusal):
    code = "customers.unknown_province"
    status = 422
    zh = "请选择省份。"
    en = "Choose a province."


class TooManyAddresses(Refusal):
    code = "customers.too_many_addresses"
    zh = "最多保存 {most} 个收货地址，请先删除一个。"
    en = "Up to {most} addresses are kept; remove one first."
