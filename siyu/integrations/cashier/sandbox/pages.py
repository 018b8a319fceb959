"""The page at which a buyer pays: for a phone, in her language, without a script or a picture."""

import base64
import hashlib
from datetime import datetime
from html import escape
from typing import Literal

import msgspec

from siyu.integrations.cashier.sandbox.trades import Trade, paying
from siyu.kernel.errors import Language
from siyu.kernel.money import currency

Told = Literal["open", "paid", "paid_before", "expired", "closed", "given_up", "unknown"]

_STYLE = """
:root{color-scheme:light}
*{box-sizing:border-box;margin:0}
body{min-height:100vh;background:#f4f5f2;color:#20241f;font:16px/1.6 system-ui,-apple-system,
"PingFang SC","Noto Sans SC","Microsoft YaHei",sans-serif}
.sandbox{padding:18px 16px;background:#8a4b00;color:#fff;text-align:center;line-height:1.3}
.sandbox b{display:block;font-size:28px;letter-spacing:.06em}
.sandbox span{font-size:19px}
main{max-width:420px;margin:0 auto;padding:28px 20px 40px;text-align:center}
.merchant{font-size:18px;font-weight:600;overflow-wrap:anywhere}
.about{color:#5b6159;overflow-wrap:anywhere}
.amount{margin:18px 0 26px;font-size:46px;font-weight:600;line-height:1.2;
font-variant-numeric:tabular-nums}
.told{margin:0 0 24px;padding:14px;border-radius:10px;background:#fff;font-size:17px}
.told.good{background:#e2f1e4;color:#1c5a2a}
.told.bad{background:#fbe9df;color:#7c3410}
button,a.button{display:block;width:100%;min-height:50px;margin-top:12px;padding:11px 16px;
border:1px solid #1f7a3c;border-radius:10px;font:inherit;font-size:18px;text-decoration:none;
cursor:pointer}
.first{background:#1f7a3c;color:#fff}
.second{border-color:#c4c9c0;background:#fff;color:#20241f}
:focus-visible{outline:3px solid #f0a43c;outline-offset:2px}
"""

_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
STYLE_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_DIGEST}'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """The page's words in one language."""

    tag: str
    title: str
    unreal: str
    pay: str
    give_up: str
    back: str
    again: str
    told: dict[Told, str]


_WORDS: dict[Language, Words] = {
    "zh": Words(
        tag="zh-CN",
        title="沙箱收银台",
        unreal="不产生真实扣款",
        pay="支付",
        give_up="放弃",
        back="返回商家",
        again="重新付款",
        told={
            "paid": "支付成功。",
            "paid_before": "这笔订单已经付过了，没有再次扣款。",
            "expired": "付款时间已过，请回到商家重新发起付款。",
            "closed": "这笔订单已关闭，不能再付款。",
            "given_up": "您放弃了付款，没有扣款。",
            "unknown": "没有这笔付款，请回到商家重新发起。",
        },
    ),
    "en": Words(
        tag="en",
        title="Sandbox cashier",
        unreal="No real money moves",
        pay="Pay",
        give_up="Give up",
        back="Back to the merchant",
        again="Pay after all",
        told={
            "paid": "Paid.",
            "paid_before": "This was paid before; nothing was taken again.",
            "expired": "The time to pay is over; go back to the merchant and begin again.",
            "closed": "This order is closed and can't be paid any more.",
            "given_up": "You gave up; nothing was taken.",
            "unknown": "There is no such payment; go back to the merchant and begin again.",
        },
    ),
}


def standing(trade: Trade, prepay: str, now: datetime) -> Told:
    """What somebody sees who opens the page."""
    stopped = paying(trade, prepay, now)
    if stopped is None:
        return "open"
    return "paid" if stopped == "paid_before" else stopped


def page(trade: Trade | None, merchant: str, language: Language, told: Told) -> str:
    """The whole document; `told` says what has become of it."""
    words = _WORDS[language]
    inside = _sentence(words, told)
    if trade is not None:
        bill, below = _bill(trade, merchant), _below(trade, words, told)
        inside = f"{bill}{inside}{below}"
    return (
        f'<!doctype html><html lang="{words.tag}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="robots" content="noindex"><link rel="icon" href="data:,">'
        f"<title>{words.title} · {words.unreal}</title><style>{_STYLE}</style></head><body>"
        f'<header class="sandbox"><b>{words.title}</b><span>{words.unreal}</span></header>'
        f"<main>{inside}</main></body></html>"
    )


def amount_text(trade: Trade) -> str:
    money = currency(trade.amount.currency)
    sign = "¥" if money.code == "CNY" else f"{money.code} "
    return f"{sign}{money.text(trade.amount.total)}"


def _bill(trade: Trade, merchant: str) -> str:
    return (
        f'<p class="merchant">{escape(merchant)}</p>'
        f'<p class="about">{escape(trade.given.description)}</p>'
        f'<p class="amount">{escape(amount_text(trade))}</p>'
    )


def _sentence(words: Words, told: Told) -> str:
    if told == "open":
        return ""
    mood = "good" if told == "paid" else "" if told == "given_up" else "bad"
    return f'<p class="told {mood}" role="status">{words.told[told]}</p>'


def _below(trade: Trade, words: Words, told: Told) -> str:
    """What may be pressed. Only a path of this site was let in, so the link leads nowhere else."""
    if told == "open":
        return (
            '<form method="post">'
            f'<button class="first" name="act" value="pay">{words.pay}</button>'
            f'<button class="second" name="act" value="give_up">{words.give_up}</button></form>'
        )
    back = f'<a class="button first" href="{escape(trade.given.return_path)}">{words.back}</a>'
    again = f'<a class="button second" href="">{words.again}</a>' if told == "given_up" else ""
    return back + again
