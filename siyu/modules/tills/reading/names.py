"""What the columns of Chinese and English tills are called."""

import re
import unicodedata

from siyu.modules.tills.reading.values import Field

# Best name first: a file with both 应收 and 实收 is read by what was really paid.
_WRITTEN: dict[Field, str] = {
    "receipt": """
        小票号, 小票编号, 小票单号, 小票, 销售单号, 交易单号, 订单编号, 订单号, 单据编号,
        单据号, 票号, 单号, 流水号, 交易流水号, 交易号, 销售流水, receipt no, receipt number,
        receipt id, receipt, ticket no, ticket, bill no, invoice no, invoice, order no,
        order id, order number, order, transaction id, transaction no, transaction, trans id,
        sale id
    """,
    "line": """
        行号, 明细行号, 明细序号, 项次, 行次, 商品行号, 行, line no, line number, line, line id,
        item no, row no, seq
    """,
    "at": """
        交易时间, 销售时间, 成交时间, 支付时间, 付款时间, 下单时间, 消费时间, 收银时间,
        小票时间, 开单时间, 交易日期时间, 日期时间, 交易日期, 销售日期, 消费日期, 营业日期,
        单据日期, 业务日期, 开单日期, 日期, 时间, datetime, date time, transaction time,
        sold at, paid at, created at, timestamp, transaction date, sale date, order date,
        purchase date, invoice date, date, day
    """,
    "time": """
        时间, 交易时间, 销售时间, 时刻, 收银时间, time, clock, hour
    """,
    "store": """
        门店编码, 门店编号, 门店代码, 店铺编码, 店铺编号, 店铺代码, 店号, 门店号, 门店,
        门店名称, 店铺, 店铺名称, 分店, 机构编码, 机构, 部门编码, store code, store id,
        store no, store number, store, shop code, shop id, shop, branch, outlet, location
    """,
    "till": """
        收银台, 收银台号, 款台, 款台号, 收银机, 收银机号, 机号, pos机号, pos号, 终端号, till,
        till no, register, terminal, pos no, pos id, pos
    """,
    "guide": """
        导购工号, 导购编号, 导购编码, 导购, 导购员, 营业员工号, 营业员编号, 营业员, 业务员,
        销售员, 店员, 员工编号, 工号, 顾问, 收银员, guide, salesperson, sales person, clerk,
        advisor, associate, staff, seller, employee, cashier
    """,
    "member": """
        会员卡号, 会员编号, 会员编码, 会员号, 会员id, 会员手机号, 会员手机, 会员电话, 卡号,
        手机号, 手机号码, 顾客手机, 手机, 顾客编号, 顾客号, 客户编号, 客户号, 客户, 顾客, 会员,
        电话, member no, member id, member, card no, card, customer id, customer no, customer,
        phone, mobile, user id, client id, buyer
    """,
    "sku": """
        sku编码, sku, 商品编码, 商品编号, 商品代码, 商品货号, 货号, 货品编码, 货品编号, 条码,
        商品条码, 国际条码, 条形码, 款号, 品号, 物料编码, 商品, 商品名称, 品名, sku code,
        sku id, product code, product id, item code, item id, stock code, article, barcode, ean,
        upc, product, item, goods
    """,
    "quantity": """
        销售数量, 数量, 件数, 销量, 成交数量, 购买数量, quantity, qty, units, pieces, count,
        number of items, number
    """,
    "amount": """
        实收金额, 实付金额, 实收, 实付, 实际金额, 成交金额, 成交额, 折后金额, 销售金额, 销售额,
        净额, 金额, 小计, 总金额, 合计金额, 应收金额, 应收, 交易金额, 消费金额, amount paid,
        paid amount, net amount, amount, line total, total amount, total, sales amount, sales,
        revenue, spend, dollar value, value, price paid
    """,
    "discount": """
        优惠金额, 折扣金额, 折扣额, 优惠额, 优惠, 让利金额, 让利, 折让, 折让金额, 立减,
        discount amount, discount, markdown, promotion amount, coupon amount
    """,
    "means": """
        支付方式, 付款方式, 收款方式, 结算方式, 支付类型, 支付渠道, payment method,
        payment type, payment, tender, means, pay type, paid by
    """,
    "returns": """
        原小票号, 原单号, 原销售单号, 原订单号, 退货原单号, 原单, 原始单号, original receipt,
        original order, return of, refund of, original invoice
    """,
}

NAMES: dict[Field, tuple[str, ...]] = {
    field: tuple(word.strip() for word in words.split(",")) for field, words in _WRITTEN.items()
}

# Columns that look like the above but say something else.
NOT_THESE = (
    "单价", "原价", "吊牌价", "零售价", "成本", "毛利", "税", "积分", "余额", "折扣率", "库存",
    "序号",
    "unit price", "price each", "list price", "cost", "margin", "tax", "points", "balance", "rate",
)  # fmt: skip

_BRACKETS = re.compile(r"[（(\[【].*?[）)\]】]")
_GLUE = re.compile(r"[\s_\-./:：*#]+")
_MINOR = re.compile(
    r"[（(\[【]\s*(?:分|fen|cents?|minor)\s*[）)\]】]|_minor$|_cents$|_fen$", re.IGNORECASE
)


def plain_name(header: str) -> str:
    """A header as it is compared: half-width, small, without brackets, marks and underscores."""
    text = unicodedata.normalize("NFKC", header)
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower()
    return _GLUE.sub(" ", _BRACKETS.sub("", text)).strip()


def says_minor(header: str) -> bool:
    """The header itself says that its amounts are in fen or cents."""
    return _MINOR.search(header.strip()) is not None


def name_score(header: str, field: Field) -> int:
    """0 for no likeness, up to 100 when the header is the field's best-known name."""
    name = plain_name(header)
    if not name:
        return 0
    known = NAMES[field]
    if name in known:
        return 100 - known.index(name)
    if any(wrong in name for wrong in NOT_THESE):
        return 0
    if name.startswith("number of ") and field == "quantity":
        return 50
    near = [place for place, word in enumerate(known) if _within(word, name)]
    return 45 - near[0] // 2 if near else 0


def _within(word: str, name: str) -> bool:
    """Chinese words inside the name; English ones as whole words."""
    if word.isascii():
        return f" {word} " in f" {name} "
    return len(word) > 1 and word in name


def known_names(headers: list[str]) -> int:
    """How many of the headers are a name of some field, exactly."""
    return sum(any(plain_name(h) in words for words in NAMES.values()) for h in headers)
