"""Whose page sends a request: a page of another site signs nobody in, as itself or anybody else.

Browsers say it in Sec-Fetch-Site (W3C Fetch Metadata); older ones tell the page's Origin only
(RFC 6454). Programs and mini programs send neither and hold no session that could be misused.
"""

from urllib.parse import urlsplit

from siyu.kernel.errors import Refusal

OURS = {"same-origin", "none"}
"""`none` is somebody's own doing, such as a bookmark."""
_PORTS = {"http": 80, "https": 443}


class OtherSite(Refusal):
    code = "kernel.other_site"
    status = 403
    zh = "登录请求来自其他网站，已被拒绝。请直接打开本站登录。"
    en = "Another site sent this sign-in, so it was refused. Open this site itself to sign in."


def must_be_own_site(site: str | None, origin: str | None, host: str) -> None:
    """OtherSite unless the headers name a page of this host, or no page at all."""
    own = site in OURS if site is not None else origin is None or _is_of(origin, host)
    if not own:
        raise OtherSite


def _is_of(origin: str, host: str) -> bool:
    """The scheme is left out: behind a proxy that ends TLS nobody here knows it for sure."""
    try:
        page, here = urlsplit(origin), urlsplit(f"//{host}")
        default = _PORTS.get(page.scheme)
        same_port = (page.port or default) == (here.port or default)
    except ValueError:
        return False
    return default is not None and page.hostname == here.hostname and same_port
