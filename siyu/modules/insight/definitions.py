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


LINES = "facts tills.receipt_recorded, orders.order_paid, orders.order_refunded"
PEOPLE = f"{LINES}, tills.return_linked"

DEFINITIONS = [
    Definition(
        code="sales.amount",
        zh="销售额",
        en="Sales",
        sentence_zh="所选门店与日期内全部小票行与已支付商城订单行的实收金额，退货退款已减去：订单"
        "计在支付当天，退款计在退回当天。不含运费。日期按商家时区。",
        sentence_en="What was paid on all lines of receipts and paid orders of the stores and "
        "days, returns taken off: an order counts on the day it was paid, a refund on the day the "
        "money went back. Freight is not in it. Days are the merchant's.",
        formula="sum(amount)",
        source=LINES,
    ),
    Definition(
        code="sales.returns",
        zh="退货额",
        en="Returns",
        sentence_zh="小票退货行与订单退款的金额，为零或负数，已包含在销售额中。没有商品的退款（多"
        "付、晚付的钱）不是销售，不计。",
        sentence_en="The amount of return lines and of goods refunded, zero or negative; "
        "contained in sales. Money sent back that bought nothing (paid twice, paid late) is no "
        "sale's.",
        formula="sum(amount where the line is a return)",
        source=LINES,
    ),
    Definition(
        code="sales.receipts",
        zh="成交单数",
        en="Receipts and orders",
        sentence_zh="至少有一行销售的小票张数，加上已支付的商城订单数；只有退货的小票不计。",
        sentence_en="Receipts with at least one line sold, and paid orders; a receipt of returns "
        "only is none.",
        formula="count(distinct receipt or order where a line is a sale)",
        source=LINES,
    ),
    Definition(
        code="sales.average",
        zh="客单价",
        en="Average sale",
        sentence_zh="销售额除以成交单数。",
        sentence_en="Sales divided by receipts and orders.",
        formula="sales / receipts and orders",
        source=LINES,
    ),
    Definition(
        code="sales.customers",
        zh="消费会员数",
        en="Customers who bought",
        sentence_zh="有会员的小票与订单中不同会员的人数；散客不计。",
        sentence_en="Different customers on receipts that name one and on orders; walk-ins are "
        "not counted.",
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
        sentence_zh="有会员的小票与订单金额占销售额的比例；散客计入分母，不计入会员。订单都有会员，"
        "只看门店时请选择“门店”。",
        sentence_en="The part of sales on orders and on receipts that name a customer; all sales "
        "are the whole. Every order has a customer: choose stores to see them alone.",
        formula="sales with a customer / sales",
        source=LINES,
    ),
    Definition(
        code="sales.channel",
        zh="门店与商城",
        en="Stores and mall",
        sentence_zh="小票是门店业绩，商城与接口的已支付订单是线上业绩；两者相加为销售额，同一笔不"
        "会计两次。",
        sentence_en="Receipts are sales of stores, paid orders of the mall and of the open API "
        "are sales online. Together they are all sales; none is in both.",
        formula="sum(amount where channel = store), sum(amount where channel = mall)",
        source=LINES,
    ),
    Definition(
        code="sales.made",
        zh="销售业绩",
        en="Sales made",
        sentence_zh="谁卖的：小票上的门店与导购；订单的销售门店，和下单时她的导购。买的人归谁都不"
        "影响。",
        sentence_en="Who sold it: the store and guide on the receipt; the order's selling store, "
        "and her guide when she ordered. Whose customer she is changes nothing.",
        formula="sum(amount) by selling store or guide",
        source=LINES,
    ),
    Definition(
        code="sales.own",
        zh="归属业绩",
        en="Sales of own customers",
        sentence_zh="谁的客户买的：订单按下单时的归属，小票按成交时的归属（后来补登的更早归属也算），"
        "不论在哪里由谁卖出。散客与当时无归属的客户不计。",
        sentence_en="Whose customer bought: for an order whose she was when she ordered, for a "
        "receipt whose she was at its moment (as far as is known by now), wherever and by "
        "whomever it was sold. Walk-ins and people who belonged to nobody are not in it.",
        formula="sum(amount) by belonging store or guide at the sale",
        source=f"{LINES}, customers.customer_met, customers.bound, customers.released",
    ),
    Definition(
        code="compare.customers",
        zh="归属客户",
        en="Own customers",
        sentence_zh="期末归属该门店或导购的客户人数；已被遗忘的客户不计。",
        sentence_en="People who belong to the store or guide at the end of the period; erased "
        "people are not counted.",
        formula="count(customer whose last belonging is the store's or guide's)",
        source="facts customers.customer_met, customers.bound, customers.released",
    ),
    Definition(
        code="compare.new",
        zh="新增客户",
        en="New customers",
        sentence_zh="期间内第一次认识的客户，计给她的第一个归属门店与第一位导购；以后换人也不改变。",
        sentence_en="People met in the period, counted to the first store and the first guide "
        "they belonged to, whoever looks after them later.",
        formula="count(customer met in the period) by first belonging",
        source="facts customers.customer_met, customers.bound",
    ),
    Definition(
        code="compare.active",
        zh="活跃客户",
        en="Active customers",
        sentence_zh="期间内买过的归属客户人数（按成交时的归属）；只退货不算。",
        sentence_en="Own customers who bought in the period, by whose they were at the sale; only "
        "bringing something back doesn't count.",
        formula="count(distinct customer where a line is a sale) by belonging",
        source=LINES,
    ),
    Definition(
        code="funnel.steps",
        zh="漏斗",
        en="Funnel",
        sentence_zh="期间内开始的人，从第一次扫码起在所选天数内依次到达每一步：扫码 → 登录成为客"
        "户 → 收到消息 → 到访 → 购买 → 复购。每一步只计先做到前一步的人，每人一次。",
        sentence_en="Everybody who began in the period, from the first scan on, within the chosen "
        "days: scan → signed in as a customer → was written to → came → bought → bought again. A "
        "step counts the people who did the one before it first, each once.",
        formula="count(distinct person where t1 <= t2 <= … <= tk < t1 + days)",
        source="facts channels.code_scanned, channels.visit_joined, messaging.letter_sent, "
        "and those of visits and sales",
    ),
    Definition(
        code="funnel.people",
        zh="漏斗中的人",
        en="People of the funnel",
        sentence_zh="扫码的人是登录后的客户；从未登录的浏览器各算一位访客。客户按现在的归属门店、"
        "访客按活码的门店计入范围。访客与已被遗忘的客户计数但不可列出。",
        sentence_en="Who scanned is the customer she signed in as; a browser that never signed in "
        "is a visitor. Customers are in scope by the store they belong to now, visitors by the "
        "code's. Visitors and erased people are counted and can't be listed.",
        formula="customer of the visit, or of its browser, or the browser",
        source="facts channels.code_scanned, channels.visit_joined, customers.customer_forgotten",
    ),
    Definition(
        code="funnel.visit",
        zh="到访",
        en="Visit",
        sentence_zh="在商城做了只有到场才能做的事：登录、扫码进入、读消息、打开卡片或分享、读文章、"
        "改购物车、下单；或在门店购买。",
        sentence_en="She did what one can only do there: signed in, came by a code, read a "
        "message, opened its card or a shared link, read an article, changed her cart, ordered; "
        "or bought at a store.",
        formula="min(instant of a visit after the message)",
        source="facts customers.signed_in, channels.visit_joined, channels.link_opened, "
        "content.article_read, messaging.letter_read, messaging.card_opened, orders.cart_changed, "
        "orders.order_placed, tills.receipt_recorded",
    ),
    Definition(
        code="funnel.order",
        zh="购买与复购",
        en="Purchase and repurchase",
        sentence_zh="购买是到今天为止没有全部退掉的小票或已支付订单；复购在之后的另一天。",
        sentence_en="A purchase is a receipt or paid order that has not gone back whole by today; "
        "a repurchase is one on a later day.",
        formula="min(instant of a kept purchase after the visit); min(on a later day)",
        source=PEOPLE,
    ),
    Definition(
        code="codes.scans",
        zh="扫码与访客",
        en="Scans and visitors",
        sentence_zh="扫码次数，与其中不同浏览器的个数；刷量的地址不计。合计中的访客不重复计。",
        sentence_en="How often it was scanned, and by how many browsers; an address that floods "
        "is not counted. In the total a visitor of several codes is one.",
        formula="count(scan), count(distinct visitor)",
        source="facts channels.code_scanned",
    ),
    Definition(
        code="codes.met",
        zh="扫码新客与建档",
        en="Met and bound",
        sentence_zh="经此码第一次认识的客户，与其中及老客中被分给导购的人数；按扫码的月份计。",
        sentence_en="People first met through the code, and people who were given to its guide by "
        "it; counted in the month of the scan.",
        formula="count(distinct customer where new), count(distinct customer where bound)",
        source="facts channels.visit_joined",
    ),
    Definition(
        code="codes.sales",
        zh="活码带来的成交",
        en="Sales of a code",
        sentence_zh="经此码第一次认识的客户，从那一刻起的小票与订单，按成交的月份计。",
        sentence_en="Receipts and orders of the people first met through the code, from that "
        "moment on, in the month of the sale.",
        formula="sum(amount where customer was met through the code)",
        source=f"facts channels.visit_joined, {LINES.removeprefix('facts ')}",
    ),
    Definition(
        code="codes.acquisition",
        zh="获客成本",
        en="Acquisition cost",
        sentence_zh="所选月份的成本除以这些月份经此码新认识的人数；没有填成本或没有新客时不可得。"
        "合计只计填了成本的活码。",
        sentence_en="The cost of the months divided by the people first met through the code in "
        "them; not available without a cost or without anybody met. The total is of codes with a "
        "cost.",
        formula="cost / met",
        source="facts channels.cost_set, channels.visit_joined",
    ),
    Definition(
        code="rfm.recency",
        zh="最近一次消费 R",
        en="Recency R",
        sentence_zh="距最近一次有效购买的天数，越近分数越高。全部退掉的小票或订单不算购买。",
        sentence_en="Days since the last purchase that still counts; fewer is better. A receipt "
        "or order that went back whole is no purchase.",
        formula="today - max(day of a purchase)",
        source=PEOPLE,
    ),
    Definition(
        code="rfm.frequency",
        zh="消费频次 F",
        en="Frequency F",
        sentence_zh="有效购买的次数：售出数量减去退回数量后仍大于零的小票与订单；金额为零的真实购"
        "买也算。",
        sentence_en="Receipts and orders of which something was kept: quantity sold less quantity "
        "returned is above zero. A real purchase for nothing counts.",
        formula="count(receipts and orders with kept quantity > 0)",
        source=PEOPLE,
    ),
    Definition(
        code="rfm.money",
        zh="消费金额 M",
        en="Money M",
        sentence_zh="该会员全部小票行与订单行金额之和，退货退款已减去。",
        sentence_en="The sum of all her lines of receipts and orders, returns taken off.",
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
        sentence_zh="首购后第 t 天内再次购买的人数占比。观察时间不足的人按其已观察的时间计入（"
        "Kaplan–Meier）。同一天的多张小票或订单算一次购买。",
        sentence_en="The share of first-time buyers who bought again within t days. People "
        "watched for less count for as long as they were watched (Kaplan–Meier). A day is one "
        "purchase.",
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
