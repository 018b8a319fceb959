"""Messaging: what leaves for a person, and what became of it."""

from siyu.modules.messaging.actions import (
    DELIVER,
    SIGN_IN_CODE,
    find_letter,
    record_handing,
    record_reports,
    send_code,
)
from siyu.modules.messaging.facts import MessageDelivered, MessageFailed, MessageSent
from siyu.modules.messaging.ports import TextMessages
from siyu.modules.messaging.queries import get_send, list_sends
from siyu.modules.messaging.values import Handed, Letter, Refused, Report, Send

__all__ = [
    "DELIVER",
    "SIGN_IN_CODE",
    "Handed",
    "Letter",
    "MessageDelivered",
    "MessageFailed",
    "MessageSent",
    "Refused",
    "Report",
    "Send",
    "TextMessages",
    "find_letter",
    "get_send",
    "list_sends",
    "record_handing",
    "record_reports",
    "send_code",
]
