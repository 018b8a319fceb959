"""What can go wrong with keys."""

from siyu.kernel.errors import Refusal


class TooMuch(Refusal):
    code = "developers.too_much"
    status = 403
    zh = "密钥的权限不能超过您自己的权限：{permits}。"
    en = "A key may do no more than you: {permits}."


class UnknownPermit(Refusal):
    code = "developers.unknown_permit"
    status = 422
    zh = "开放接口没有这些权限：{permits}。"
    en = "The open API has no such permits: {permits}."
