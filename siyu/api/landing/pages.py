"""What somebody reads whose code or link leads nowhere (any more)."""

import base64
import hashlib
from datetime import date

from litestar import MediaType, Response

from siyu.kernel.errors import Language
from siyu.modules.channels import Standing

_STYLE = (
    "body{margin:0;font:16px/1.6 system-ui,'PingFang SC','Microsoft YaHei',sans-serif;"
    "color:#2b2521;background:#f5f3f0}main{max-width:22rem;margin:22vh auto 0;padding:0 1.5rem;"
    "text-align:center}h1{font-size:1.35rem;margin:0 0 .5rem}p{margin:0 0 1.5rem;color:#6f665e}"
    "a{display:inline-block;padding:.6rem 1.6rem;border-radius:2rem;background:#c8402a;"
    "color:#fff;text-decoration:none}"
)
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"

_WORDS: dict[Standing, dict[Language, tuple[str, str]]] = {
    "unknown": {
        "zh": ("没有找到这个码", "它可能印错了，或者地址没有复制完整。"),
        "en": ("There is no such code", "It may be misprinted, or its address was cut short."),
    },
    "closed": {
        "zh": ("这个码已停用", "活动已经结束，商城照常开放。"),
        "en": ("This code is closed", "It leads nowhere any more; the shop is open as ever."),
    },
    "ended": {
        "zh": ("活动已经结束", "这个码已过有效期，商城照常开放。"),
        "en": ("This is over", "The code's last day has passed; the shop is open as ever."),
    },
    "not_begun": {
        "zh": ("活动还没有开始", "请在 {day} 再来扫一次。"),
        "en": ("This has not begun", "Please scan again from {day} on."),
    },
}
_STATUS: dict[Standing, int] = {"unknown": 404, "closed": 410, "ended": 410, "not_begun": 404}
_ON = {"zh": "进入商城", "en": "To the shop"}


def page(standing: Standing, language: Language, day: date | None = None) -> Response[str]:
    """A page of its own: nothing in it comes from the address."""
    title, line = _WORDS[standing][language]
    body = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style><main><h1>{title}</h1>"
        f'<p>{line.format(day=day)}</p><a href="/">{_ON[language]}</a></main></html>'
    )
    headers = {"cache-control": "no-store", "content-security-policy": _POLICY}
    return Response(body, status_code=_STATUS[standing], headers=headers, media_type=MediaType.HTML)
