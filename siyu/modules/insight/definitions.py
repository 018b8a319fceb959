"""What each number means: shown one click away from wherever it stands."""

import msgspec


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """A number's name, its sentence and its formula in both languages, and where it is read."""

    code: str
    zh: str
    en: str
    sentence_zh: str
    sentence_en: str
    formula: str
    source: str


LINES = "facts tills.receipt_recorded"
PEOPLE = f"{LINES}, tills.return_linked"

DEFINITIONS = [
    Definition(
        code="sales.amount",
        zh="销售额",
        en="Sales",
        sentence_zh="所选门店与日期内全部小票行的实收金额，退货已减去。日期按商家时区。",
        sentence_en="What was paid on all receipt lines of the stores and days, returns taken off. "
        "Days are the merchant's.",
        formula="sum(amount)",
        source=LINES,
    ),
    Definition(
        code="sales.returns",
        zh="退货额",
        en="Returns",
        sentence_zh="退货行的金额，为零或负数，已包含在销售额中。",
        sentence_en="The amount of return lines, zero or negative; contained in sales.",
        formula="sum(amount where the line is a return)",
        source=LINES,
    ),
    Definition(
        code="sales.receipts",
        zh="小票数",
        en="Receipts",
        sentence_zh="至少有一行销售的小票张数；只有退货的小票不计。",
        sentence_en="Receipts with at least one line sold; a receipt of returns only is none.",
        formula="count(distinct receipt where a line is a sale)",
        source=LINES,
    ),
    Definition(
        code="sales.average",
        zh="客单价",
        en="Average receipt",
        sentence_zh="销售额除以小票数。",
        sentence_en="Sales divided by receipts.",
        formula="sales / receipts",
        source=LINES,
    ),
    Definition(
        code="sales.customers",
        zh="消费会员数",
        en="Customers who bought",
        sentence_zh="有会员的小票中不同会员的人数；散客不计。",
        sentence_en="Different customers on receipts that name one; walk-ins are not counted.",
        formula="count(distinct customer where a line is a sale)",
        source=LINES,
    ),
    Definition(
        code="sales.new_customers",
        zh="新增客户",
        en="New customers",
        sentence_zh="期间内第一次认识的客户人数，按认识她的门店计；以后换了归属也不改变。",
        sentence_en="People met for the first time, counted where they were met; who looks after "
        "them later changes nothing.",
        formula="count(customer met in the period)",
        source="facts customers.customer_met",
    ),
    Definition(
        code="sales.member_share",
        zh="会员消费占比",
        en="Member share",
        sentence_zh="有会员的小票金额占销售额的比例；散客计入分母，不计入会员。",
        sentence_en="The part of sales on receipts that name a customer; all sales are the whole.",
        formula="sales with a customer / sales",
        source=LINES,
    ),
    Definition(
        code="rfm.recency",
        zh="最近一次消费 R",
        en="Recency R",
        sentence_zh="距最近一次有效购买的天数，越近分数越高。全部退掉的小票不算购买。",
        sentence_en="Days since the last purchase that still counts; fewer is better. A receipt "
        "that was returned whole is no purchase.",
        formula="today - max(day of a purchase)",
        source=PEOPLE,
    ),
    Definition(
        code="rfm.frequency",
        zh="消费频次 F",
        en="Frequency F",
        sentence_zh="有效购买的小票张数：售出数量减去退回数量后仍大于零的小票；金额为零的真实购买也算。",
        sentence_en="Receipts of which something was kept: quantity sold less quantity returned is "
        "above zero. A real purchase for nothing counts.",
        formula="count(receipts with kept quantity > 0)",
        source=PEOPLE,
    ),
    Definition(
        code="rfm.money",
        zh="消费金额 M",
        en="Money M",
        sentence_zh="该会员全部小票行金额之和，退货已减去。",
        sentence_en="The sum of all her receipt lines, returns taken off.",
        formula="sum(amount)",
        source=PEOPLE,
    ),
    Definition(
        code="rfm.score",
        zh="RFM 分数",
        en="RFM score",
        sentence_zh="按全体购买者的五分位切点打 1 到 5 分，5 分最好；相同的值同分。",
        sentence_en="1 to 5 by the quintiles of everybody who bought, 5 is best; equal values "
        "score the same.",
        formula="1 + count(cuts below the value); recency: 5 - count(cuts below the days)",
        source=PEOPLE,
    ),
    Definition(
        code="repurchase.curve",
        zh="复购曲线",
        en="Repurchase curve",
        sentence_zh="首购后第 t 天内再次购买的人数占比。观察时间不足的人按其已观察的时间计入"
        "（Kaplan–Meier）。同一天的多张小票算一次购买。",
        sentence_en="The share of first-time buyers who bought again within t days. People watched "
        "for less count for as long as they were watched (Kaplan–Meier). A day is one purchase.",
        formula="1 - product over days (1 - bought again / at risk)",
        source=PEOPLE,
    ),
    Definition(
        code="repurchase.interval",
        zh="购买间隔",
        en="Interval",
        sentence_zh="同一会员相邻两个购买日之间的天数。",
        sentence_en="Days between two neighbouring purchase days of one customer.",
        formula="next purchase day - purchase day",
        source=PEOPLE,
    ),
]
