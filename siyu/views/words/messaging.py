"""What messaging tells about a customer, in words."""

from siyu.modules.messaging import MessageDelivered, MessageFailed, MessageSent
from siyu.views.words.saying import Render, Said, Saying

CHANNELS = {"sms": ("短信", "text message")}
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


SAYS: dict[str, Render] = {
    MessageSent.NAME: _sent,
    MessageDelivered.NAME: _delivered,
    MessageFailed.NAME: _failed,
}
