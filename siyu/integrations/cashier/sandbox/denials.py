"""What the vendor denies: code, HTTP status, its sentence."""


class Denied(Exception):
    """A request that the vendor will not do."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.status, sentence = DENIALS[code]
        self.message = f"{sentence}{'：' if detail else ''}{detail}"
        super().__init__(code)


DENIALS = {
    "SIGN_ERROR": (401, "签名错误"),
    "PARAM_ERROR": (400, "参数错误"),
    "INVALID_REQUEST": (400, "请求与此前的不一致或不被允许"),
    "ORDERPAID": (400, "订单已支付"),
    "ORDERCLOSED": (400, "订单已关闭"),
    "ORDERNOTEXIST": (404, "订单不存在"),
    "RESOURCE_NOT_EXISTS": (404, "退款单不存在"),
    "OUT_TRADE_NO_USED": (403, "商户订单号已用于另一笔交易"),
    "NOT_ENOUGH": (403, "可退金额不足"),
    "FREQUENCY_LIMITED": (429, "对同一订单的请求过于频繁"),
    "SYSTEMERROR": (500, "系统错误，请用原单号重试"),
}
