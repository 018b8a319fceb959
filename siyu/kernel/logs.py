"""Structured logs: `room.verb` events with ids, never with a person's data.

What looks like a phone number or an e-mail address is masked before it is written: a last net
under the rule that it isn't logged in the first place. Tracebacks carry no local variables.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import msgspec
import structlog

# 11 digits of a mainland mobile not inside a longer number; anything with an @ and a dot.
_PHONE = re.compile(r"(?<![\d.\-])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
MASK = "▇"
_encode = msgspec.json.Encoder().encode


def masked(text: str) -> str:
    """The text without phone numbers and e-mail addresses."""
    without = _PHONE.sub(MASK, text)
    return _EMAIL.sub(MASK, without) if "@" in without else without


def _mask(_logger: object, _method: str, event: MutableMapping[str, Any]) -> Any:
    return {key: _clean(value) for key, value in event.items()}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, int | float | bool | None):
        return value
    if isinstance(value, list | tuple):
        return [_clean(v) for v in value]
    if isinstance(value, dict):
        return {str(k): _clean(v) for k, v in value.items()}
    return masked(str(value))


def _line(_logger: object, _method: str, event: MutableMapping[str, Any]) -> bytes:
    return _encode(event)


def configure(level: str, process: str) -> None:
    """JSON lines on standard error; the standard library's loggers go the same way."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _mask,
    ]
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*shared, _line],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
    )
    structlog.contextvars.bind_contextvars(process=process)
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=structlog.processors.JSONRenderer(ensure_ascii=False),
            foreign_pre_chain=shared,
            pass_foreign_args=False,
        )
    )
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)
