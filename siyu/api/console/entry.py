"""How the console knows who knocks: a cookie no script can read, and a token each write shows."""

import hashlib
import hmac

from litestar import Response
from litestar.datastructures import Cookie

from siyu.api.staff_entry import NOBODYS, StaffAsk, find_ask
from siyu.kernel.db import Actor
from siyu.kernel.doors import Anonymous, Ask, Authenticate, Connection
from siyu.kernel.kit import Kit
from siyu.modules import tenants

COOKIE = "siyu_console"
PATH = "/api/console"


def authenticator(kit: Kit) -> Authenticate:
    async def authenticate(connection: Connection) -> StaffAsk | None:
        token = connection.cookies.get(COOKIE)
        ask = await find_ask(kit.works, token, "console")
        if ask is not None and token is not None:
            ask.csrf = csrf(token)
        return ask

    return authenticate


def stranger(kit: Kit) -> Anonymous:
    """Whoever signs in says the merchant where the address does not."""

    async def anonymous(connection: Connection) -> Ask:
        host = connection.headers.get("host", "")
        tenant = await tenants.find_tenant_by_host(kit.works, host)
        return Ask(kit.works, tenant or NOBODYS, actor=Actor("nobody"))

    return anonymous


def csrf(token: str) -> str:
    """What a write of this session must show: only a page of ours can read it."""
    return hmac.new(token.encode(), b"siyu console csrf", hashlib.sha256).hexdigest()[:32]


def keep(response: Response, connection: Connection, token: str) -> None:
    """Give the browser the session, out of scripts' reach, for this origin only."""
    response.set_cookie(
        Cookie(
            COOKIE,
            value=token,
            path=PATH,
            httponly=True,
            samesite="lax",
            secure=_is_https(connection),
        )
    )


def drop(response: Response) -> None:
    response.delete_cookie(COOKIE, path=PATH)


def _is_https(connection: Connection) -> bool:
    forwarded = connection.headers.get("x-forwarded-proto", "")
    return connection.url.scheme == "https" or forwarded == "https"
