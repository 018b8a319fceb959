"""What can go wrong with people who work here."""

from siyu.kernel.errors import Refusal


class WrongCredentials(Refusal):
    code = "staff.wrong_credentials"
    status = 401
    zh = "账号或密码不正确。"
    en = "The account or the password is wrong."


class CodeNeeded(Refusal):
    code = "staff.code_needed"
    status = 401
    zh = "请输入身份验证器上的 6 位动态码。"
    en = "Enter the six digits of your authenticator."


class WrongCode(Refusal):
    code = "staff.wrong_code"
    status = 401
    zh = "动态码不正确或已使用过，请等下一个。"
    en = "The code is wrong or was used already; wait for the next one."


class Locked(Refusal):
    code = "staff.locked"
    status = 429
    zh = "尝试次数过多，请 {after_s} 秒后再试。"
    en = "Too many tries; try again in {after_s} seconds."


class WeakPassword(Refusal):
    code = "staff.weak_password"
    status = 422
    zh = "密码至少 {least} 位，不能与账号相同，也不能是常见密码。"
    en = "A password has at least {least} characters, is not the account and not a common one."


class AccountTaken(Refusal):
    code = "staff.account_taken"
    zh = "账号或工号 {taken} 已被使用。"
    en = "The account or employee number {taken} is in use."


class PostNeeded(Refusal):
    code = "staff.post_needed"
    status = 422
    zh = "店长和导购需要选择门店，区域经理需要选择区域。"
    en = "A store manager or guide needs a store, a region manager a region."


class LastOwner(Refusal):
    code = "staff.last_owner"
    zh = "至少要保留一位在职的系统管理员。"
    en = "At least one owner has to stay."


class NotAtThisDoor(Refusal):
    code = "staff.not_at_this_door"
    status = 403
    zh = "导购请使用导购工作台登录。"
    en = "Guides sign in at the guide desk."


class AlreadyEnrolled(Refusal):
    code = "staff.already_enrolled"
    zh = "已启用动态码，先停用才能重新绑定。"
    en = "Codes are in use already; switch them off before enrolling anew."


class Departed(Refusal):
    code = "staff.departed"
    zh = "{name} 已离职，不能再调整岗位或登录。"
    en = "{name} has left and takes no post and no session any more."


class MerchantNeeded(Refusal):
    code = "staff.merchant_needed"
    status = 422
    zh = "这个网址不属于任何商家，请输入“账号@商家代码”。"
    en = "This address is no merchant's; sign in as account@merchant."
