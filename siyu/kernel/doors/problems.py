"""How a refusal, trouble or a defect is told to whoever knocked."""

from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from siyu.kernel.errors import Invalid, Language, NotFound, Told, Trouble

_logger = structlog.get_logger()


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The body of every answer that is not a success."""

    code: str
    message: str
    retry: bool = False
    slots: dict[str, Any] = {}
    fields: list[dict[str, str]] = []
    request_id: str = ""


_DEFECT = {
    "zh": "系统出了问题，我们已记录。请稍后再试，或告知编号 {request_id}。",
    "en": "Something broke on our side and was recorded. Try later, or tell us {request_id}.",
}
_HTTP = {
    404: ("kernel.no_such_address", "没有这个地址。", "There is no such address."),
    405: (
        "kernel.no_such_method",
        "这个地址不接受该方法。",
        "This address does not take that method.",
    ),
    413: ("kernel.too_large", "内容太大。", "That is too large."),
    415: ("kernel.media_type", "不支持这种内容格式。", "That media type is not supported."),
}


def language_of(header: str | None) -> Language:
    """English only if it is asked for before Chinese; the default is Chinese."""
    for part in (header or "").lower().split(","):
        if part.strip().startswith("zh"):
            return "zh"
        if part.strip().startswith("en"):
            return "en"
    return "zh"


def told(request: Request[Any, Any, Any], error: Told) -> Response[Problem]:
    language = language_of(request.headers.get("accept-language"))
    problem = Problem(
        code=error.code,
        message=error.sentence(language),
        retry=error.retry,
        slots={k: v for k, v in error.slots.items() if isinstance(v, str | int)},
        fields=error.fields if isinstance(error, Invalid) else [],
        request_id=request_id(request),
    )
    headers = {"Retry-After": str(error.slots["after_s"])} if "after_s" in error.slots else {}
    return Response(problem, status_code=error.status, headers=headers)


class DatabaseAway(Trouble):
    code = "kernel.database_away"
    zh = "数据库暂时不可用，请稍后再试。"
    en = "The database is away for the moment; please try again."


def away(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """The database went away under a request; what it had begun was rolled back."""
    _logger.warning("doors.database_away", why=type(error).__name__)
    return told(request, DatabaseAway())


def unwritable(request: Request[Any, Any, Any], _: Exception) -> Response[Problem]:
    """Text or a number that PostgreSQL has no way to keep, such as the character NUL."""
    return told(
        request, Invalid([{"path": "", "message": "a character or number is out of range"}])
    )


def unreadable(request: Request[Any, Any, Any], _: UnicodeDecodeError) -> Response[Problem]:
    """A body with bytes that are no UTF-8, which the framework's decoder stumbles over."""
    _logger.warning("doors.unreadable", path=request.url.path)
    return told(request, Invalid([{"path": "", "message": "the text is not UTF-8"}]))


def invalid(request: Request[Any, Any, Any], error: ValidationException) -> Response[Problem]:
    extra = error.extra if isinstance(error.extra, list) else []
    fields = [{"path": str(e.get("key", "")), "message": str(e.get("message", ""))} for e in extra]
    if any(f["path"] and e.get("source") == "path" for f, e in zip(fields, extra, strict=True)):
        # An id that is no id names nothing.
        return told(request, NotFound())
    return told(request, Invalid(fields or [{"path": "", "message": str(error.detail)[:200]}]))


def http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Problem]:
    """What the framework itself refuses: unknown addresses, methods, bodies it can't read."""
    if isinstance(error, ValidationException) or error.status_code == 400:
        return invalid(request, ValidationException(detail=error.detail, extra=error.extra))
    if error.status_code >= 500:
        return defect(request, error)
    known = _HTTP.get(error.status_code, ("kernel.refused", "请求被拒绝。", "Refused."))
    code, zh, en = known
    message = zh if language_of(request.headers.get("accept-language")) == "zh" else en
    problem = Problem(code=code, message=message, request_id=request_id(request))
    return Response(problem, status_code=error.status_code)


def defect(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    if isinstance(error.__cause__, StopIteration):
        # How Litestar answers an upload without a file in it.
        return told(request, Invalid([{"path": "data", "message": "a file is missing"}]))
    _logger.error("doors.defect", path=request.url.path, exc_info=error)
    number = request_id(request)
    message = _DEFECT[language_of(request.headers.get("accept-language"))]
    problem = Problem(
        code="kernel.defect", message=message.format(request_id=number), request_id=number
    )
    return Response(problem, status_code=500)


def request_id(request: Request[Any, Any, Any]) -> str:
    return str(request.scope.get("state", {}).get("request_id", ""))
