"""What the room of customers tells, in words."""

from siyu.modules.customers import facts
from siyu.views.words.saying import Render, Said, Saying

SOURCES = {
    "pos": ("收银小票", "a till"),
    "member_list": ("会员名册", "a list of members"),
    "storefront": ("商城", "the storefront"),
    "console": ("后台", "the console"),
    "guide": ("导购工作台", "the guide desk"),
    "open": ("开放接口", "the open API"),
}
KINDS = {
    "phone": ("手机号", "phone"),
    "pos_card": ("会员卡", "member card"),
    "member_no": ("会员号", "member number"),
    "email": ("邮箱", "e-mail"),
    "openid": ("微信", "WeChat"),
}
FIELDS = {
    "name": ("姓名", "name"),
    "remark": ("备注", "remark"),
    "gender": ("性别", "gender"),
    "birthday": ("生日", "birthday"),
}
RULES = {
    "first_purchase": ("首次消费", "first purchase"),
    "by_hand": ("人工指定", "by hand"),
    "first_add": ("首次添加", "first added"),
    "last_purchase": ("末次消费", "last purchase"),
    "released": ("进入公海", "to the common pool"),
}
VIAS = {
    "list": ("按名单批量", "from a list"),
    "audience": ("按人群批量", "from an audience"),
    "open": ("开放接口", "the open API"),
}
KEPT = {
    "protected": ("仍在保护期内", "her protection still runs"),
    "first_add": ("先添加者保留", "whoever added her first keeps her"),
    "decided_by_hand": ("归属由人工指定", "a person decided it"),
    "only_by_hand": ("规则为人工分配", "here people decide"),
}
STATES = {
    "legacy": ("沿用旧资料中的", "Kept from earlier records:"),
    "granted": ("同意", "Agreed to"),
    "refused": ("拒绝", "Refused"),
}
PURPOSES = {
    "child": ("儿童个人信息（监护人）", "a child's data (guardian)"),
    "marketing_sms": ("短信优惠通知", "offers by text message"),
    "recommendations": ("个性化推荐", "recommendations"),
    "marketing_in_app": ("商城消息", "offers in the storefront"),
    "service": ("服务通知", "service notices"),
}


def _source(code: str, say: Saying) -> str:
    """A code of the merchant's own is named by its slug."""
    kind, _, slug = code.partition(":")
    return say.pick(f"活码 {slug}", f"code {slug}") if kind == "code" else say.word(SOURCES, code)


def _met(fact: facts.CustomerMet, say: Saying) -> Said:
    source, kind = _source(fact.source, say), say.word(KINDS, fact.kind)
    lines = [
        say.pick(f"会员号 {fact.member_no}", f"Member number {fact.member_no}"),
        say.pick(f"来自{source}，出示{kind}", f"Through {source}, by {kind}"),
        say.who(fact.store, fact.guide),
    ]
    title = say.pick("第一次认识", "Met for the first time")
    return Said(title=title, lines=tuple(filter(None, lines)), tone="care")


def _identity(fact: facts.IdentityAdded, say: Saying) -> Said:
    kind, source = say.word(KINDS, fact.kind), _source(fact.source, say)
    line = say.pick(f"来自{source}", f"Through {source}")
    return Said(title=say.pick(f"新增{kind}", f"New {kind}"), lines=(line,))


def _bound(fact: facts.Bound, say: Saying) -> Said:
    now = say.who(fact.store, fact.guide)
    before = say.who(fact.before_store, fact.before_guide)
    rule = say.word(RULES, fact.rule)
    lines = [say.pick(f"原归属：{before}", f"Before: {before}")] if before else []
    lines.append(say.pick(f"依据：{rule}", f"By rule: {rule}"))
    title = say.pick(f"归属 {now}", f"Now looked after by {now}")
    return Said(title=title.strip(), lines=tuple(lines), tone="care")


def _kept(fact: facts.BondKept, say: Saying) -> Said:
    now, asked = say.who(fact.store, fact.guide), say.who(fact.asked_store, fact.asked_guide)
    why = say.word(KEPT, fact.reason)
    title = say.pick(f"归属不变：{now}", f"Stays with {now}")
    lines = (say.pick(f"{asked} 也与她有了往来", f"{asked} dealt with her too"), why)
    return Said(title=title, lines=lines)


def _released(fact: facts.Released, say: Saying) -> Said:
    before = say.who(fact.store, fact.before_guide)
    line = say.pick(f"原归属：{before}", f"Before: {before}")
    return Said(
        title=say.pick("久无往来，进入公海", "To the common pool, unheard of"), lines=(line,)
    )


def _profile(fact: facts.ProfileChanged, say: Saying) -> Said:
    fields = say.pick("、", ", ").join(say.word(FIELDS, field) for field in fact.fields)
    return Said(title=say.pick(f"资料修改：{fields}", f"Profile changed: {fields}"))


def _consent(fact: facts.ConsentChanged, say: Saying) -> Said:
    purpose, source = say.word(PURPOSES, fact.purpose), say.word(SOURCES, fact.source)
    state = say.word(STATES, fact.state)
    title = say.pick(f"{state}{purpose}", f"{state} {purpose}")
    line = say.pick(f"在{source}表示", f"Said in {source}")
    return Said(title=title, lines=(line,))


def _revealed(_: facts.PhoneRevealed, say: Saying) -> Said:
    return Said(title=say.pick("查看了完整手机号", "Full phone number was read"))


def _signed_in(_: facts.SignedIn, say: Saying) -> Said:
    return Said(title=say.pick("登录商城", "Signed in to the storefront"))


def _forgotten(_: facts.CustomerForgotten, say: Saying) -> Said:
    return Said(title=say.pick("个人信息已删除", "Personal data was erased"))


def _tagged(fact: facts.Tagged, say: Saying) -> Said:
    tag = say.tag(fact.tag)
    return Said(title=say.pick(f"打上标签 {tag}", f"Tagged {tag}"), lines=_via(fact.via, say))


def _untagged(fact: facts.Untagged, say: Saying) -> Said:
    tag = say.tag(fact.tag)
    return Said(
        title=say.pick(f"去掉标签 {tag}", f"No longer tagged {tag}"), lines=_via(fact.via, say)
    )


def _via(code: str, say: Saying) -> tuple[str, ...]:
    """By hand needs no word: the line names who did it."""
    return () if code == "by_hand" else (say.word(VIAS, code),)


SAYS: dict[str, Render] = {
    facts.CustomerMet.NAME: _met,
    facts.IdentityAdded.NAME: _identity,
    facts.Bound.NAME: _bound,
    facts.BondKept.NAME: _kept,
    facts.Released.NAME: _released,
    facts.Tagged.NAME: _tagged,
    facts.Untagged.NAME: _untagged,
    facts.ProfileChanged.NAME: _profile,
    facts.ConsentChanged.NAME: _consent,
    facts.PhoneRevealed.NAME: _revealed,
    facts.SignedIn.NAME: _signed_in,
    facts.CustomerForgotten.NAME: _forgotten,
}
