"""What after-sale tells about a customer, in words."""

from siyu.modules.aftersale import (
    CaseAnswered,
    CaseAsked,
    CaseEnded,
    GoodsArrived,
    GoodsSentBack,
)
from siyu.views.words.saying import Link, Render, Said, Saying

_KINDS = {
    "refund": ("仅退款", "a refund"),
    "return": ("退货退款", "a return"),
    "exchange": ("换货", "an exchange"),
}
_REASONS = {
    "no_reason": ("七天无理由", "No reason given"),
    "broken": ("质量问题或破损", "Broken or faulty"),
    "wrong_goods": ("发错货", "Not what was ordered"),
    "not_as_said": ("与描述不符", "Not as described"),
    "missing": ("少件", "Something is missing"),
    "late": ("未收到货", "It never came"),
    "other": ("其他", "Something else"),
}
_ENDS = {
    "done": ("售后完成", "The case is done"),
    "withdrawn": ("撤销了售后申请", "Withdrew a case"),
    "lapsed": ("售后单关闭", "The case lapsed"),
}


def _asked(fact: CaseAsked, say: Saying) -> Said:
    kind = say.word(_KINDS, fact.kind)
    title = say.pick(f"申请{kind} {fact.pieces} 件", f"Asked for {kind} of {fact.pieces}")
    money = (say.money(fact.amount_minor),) if fact.amount_minor else ()
    lines = (say.word(_REASONS, fact.reason), *money, *_at(fact, say))
    return Said(title=title, lines=lines, tone="return", link=Link("case", fact.case))


def _answered(fact: CaseAnswered, say: Saying) -> Said:
    kind = say.word(_KINDS, fact.kind)
    yes = say.pick(f"已同意{kind}", f"Agreed to {kind}")
    no = say.pick(f"未同意{kind}", f"Did not agree to {kind}")
    clock = say.pick("到期自动同意", "Nobody answered in the time there was")
    lines = (clock,) if fact.by_clock else ()
    return Said(title=yes if fact.agreed else no, lines=lines, link=Link("case", fact.case))


def _sent_back(fact: GoodsSentBack, say: Saying) -> Said:
    title = say.pick("寄回了商品", "Sent the goods back")
    return Said(title=title, lines=_at(fact, say), link=Link("case", fact.case))


def _arrived(fact: GoodsArrived, say: Saying) -> Said:
    title = say.pick("寄回的商品已到店", "The goods are back at the store")
    clock = say.pick("到期自动确认", "Nobody said anything in the time there was")
    unfit = say.pick("不可再次销售", "Not fit to be sold again")
    seen = () if fact.fit else (unfit,)
    lines = (clock,) if fact.by_clock else seen
    return Said(title=title, lines=lines, link=Link("case", fact.case))


def _ended(fact: CaseEnded, say: Saying) -> Said:
    kind = say.word(_KINDS, fact.kind)
    title = say.word(_ENDS, fact.how)
    return Said(title=title, lines=(kind,), tone="return", link=Link("case", fact.case))


def _at(fact: CaseAsked | GoodsSentBack, say: Saying) -> tuple[str, ...]:
    store = say.store(fact.store)
    return (store,) if store else ()


SAYS: dict[str, Render] = {
    CaseAsked.NAME: _asked,
    CaseAnswered.NAME: _answered,
    GoodsSentBack.NAME: _sent_back,
    GoodsArrived.NAME: _arrived,
    CaseEnded.NAME: _ended,
}
