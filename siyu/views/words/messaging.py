"""What messaging tells about a customer, in words."""

from uuid import UUID

from siyu.modules.messaging import (
    CardOpened,
    LetterRead,
    LetterSent,
    LetterWithheld,
    MessageDelivered,
    MessageFailed,
    MessageSent,
)
from siyu.views.words.saying import Render, Said, Saying
from siyu.views.words.verdicts import CHANNELS, PURPOSES, REASONS

CARDS = {"product": ("商品", "product"), "article": ("文章", "article")}
TEMPLATES = {"sign_in_code": ("登录验证码", "sign-in code")}


def _sent(fact: MessageSent, say: Saying) -> Said:
    channel, about = say.word(CHANNELS, fact.channel), say.word(TEMPLATES, fact.template)
    title = say.pick(f"发出{channel}：{about}", f"Sent a {channel}: {about}")
    return Said(title=title, tone="care")


def _delivered(fact: MessageDelivered, say: Saying) -> Said:
    channel, about = say.word(CHANNELS, fact.channel), say.word(TEMPLATES, fact.template)
    return Said(title=say.pick(f"{channel}已送达：{about}", f"A {channel} arrived: {about}"))


def _failed(fact: MessageFailed, say: Saying) -> Said:
    channel, about = say.word(CHANNELS, fact.channel), say.word(TEMPLATES, fact.template)
    title = say.pick(f"{channel}未送达：{about}", f"A {channel} did not arrive: {about}")
    line = say.pick(f"运营商代码 {fact.reason}", f"The carrier's code is {fact.reason}")
    return Said(title=title, lines=(line,))


def _letter(fact: LetterSent, say: Saying) -> Said:
    channel, purpose = say.word(CHANNELS, fact.channel), say.word(PURPOSES, fact.purpose)
    title = say.pick(f"收到{channel}（{purpose}）", f"Got a {channel} ({purpose})")
    return Said(title=title, lines=_by(fact.guide, say), tone="care")


def _withheld(fact: LetterWithheld, say: Saying) -> Said:
    channel, purpose = say.word(CHANNELS, fact.channel), say.word(PURPOSES, fact.purpose)
    zh = f"{channel}等待发送（{purpose}）" if fact.waits else f"未发{channel}（{purpose}）"
    en = f"A {channel} waits ({purpose})" if fact.waits else f"No {channel} was sent ({purpose})"
    why = say.word({**REASONS}, fact.reason)
    lines = (say.pick(f"原因：{why}", f"Because {why}"), *_by(fact.guide, say))
    return Said(title=say.pick(zh, en), lines=lines)


def _read(fact: LetterRead, say: Saying) -> Said:
    return Said(title=say.pick("读了商城消息", "Read a letter"), lines=_by(fact.guide, say))


def _opened(fact: CardOpened, say: Saying) -> Said:
    card = say.word(CARDS, fact.card)
    title = say.pick(f"打开了消息里的{card}", f"Opened the {card} in a letter")
    return Said(title=title, lines=_by(fact.guide, say), tone="care")


def _by(guide: UUID | None, say: Saying) -> tuple[str, ...]:
    name = say.person(guide)
    return (say.pick(f"署名：{name}", f"Signed by {name}"),) if name else ()


SAYS: dict[str, Render] = {
    LetterSent.NAME: _letter,
    LetterWithheld.NAME: _withheld,
    LetterRead.NAME: _read,
    CardOpened.NAME: _opened,
    MessageSent.NAME: _sent,
    MessageDelivered.NAME: _delivered,
    MessageFailed.NAME: _failed,
}
