"""What customers are asked to agree to, and who may agree.

Serving an order needs no consent. Advertising by text message does (通信短信息服务管理规定), and so
does choosing by what she bought (PIPL Art. 24); children under fourteen need a guardian (Art. 31).
"""

from datetime import date

from siyu.modules.customers.values import Purpose

GUARDIAN_BELOW = 14
SERVICE = "service"

PURPOSES = (
    Purpose(
        code="marketing_sms",
        channel="sms",
        version="2026-01",
        title_zh="短信优惠通知",
        title_en="Offers by text message",
        sentence_zh="同意接收活动与优惠短信，每条短信都可退订，不同意不影响购物。",
        sentence_en="Send me offers by text message; each tells how to stop. Buying needs no yes.",
    ),
    Purpose(
        code="recommendations",
        channel=None,
        version="2026-01",
        title_zh="个性化推荐",
        title_en="Recommendations for you",
        sentence_zh="同意根据我的购买记录推荐商品；关闭后看到的商品与所有人相同。",
        sentence_en="Choose goods for me by what I bought. Without it you see what everybody sees.",
    ),
    Purpose(
        code="marketing_in_app",
        channel="in_app",
        version="2026-03",
        title_zh="商城消息",
        title_en="Offers in the storefront",
        sentence_zh="同意在商城里收到活动与优惠消息，可随时关闭，不同意不影响购物。",
        sentence_en="Write to me of offers in the storefront. I can stop it; buying needs no yes.",
    ),
)
CHILD = Purpose(
    code="child",
    channel=None,
    version="2026-01",
    title_zh="儿童个人信息（监护人同意）",
    title_en="A child's personal data (guardian's consent)",
    sentence_zh="我是这位未满十四周岁儿童的监护人，同意商家为提供会员服务保存其姓名、生日、联系方式和"
    "购买记录；除另行同意外不用于营销，也不提供给他人；我可随时要求查阅、更正或删除。",
    sentence_en="I am the guardian of this child below fourteen and agree that name, birthday, "
    "contact and purchases are kept to serve the membership; for nobody else, and for advertising "
    "only if that is agreed to apart. I may ask to see, correct or erase them at any time.",
)
"""What a guardian agrees to; nobody agrees to it alone, so it is not among the purposes."""
_BY_CODE = {purpose.code: purpose for purpose in PURPOSES}


def find_purpose(code: str) -> Purpose | None:
    return _BY_CODE.get(code)


def needs_guardian(birthday: date | None, on: date) -> bool:
    """Whether the law has a guardian decide for her; an unknown age counts as grown up."""
    if birthday is None:
        return False
    age = on.year - birthday.year - ((on.month, on.day) < (birthday.month, birthday.day))
    return age < GUARDIAN_BELOW
