"""Messaging: what leaves for a person, and what became of it.

What is sent to a person goes through `siyu.modules.messaging.send`, which only flows may import.
"""

from siyu.modules.messaging.actions.letters import forget_letters, open_card, read_letter
from siyu.modules.messaging.actions.policy import set_policy
from siyu.modules.messaging.actions.texts import (
    DELIVER,
    SIGN_IN_CODE,
    find_text,
    record_handing,
    record_reports,
    send_code,
)
from siyu.modules.messaging.actions.waiting import SEND_WAITING, drop_waiting, take_due
from siyu.modules.messaging.facts import (
    CardOpened,
    LetterRead,
    LetterSent,
    LetterWithheld,
    MessageDelivered,
    MessageFailed,
    MessageSent,
)
from siyu.modules.messaging.letters import (
    REASONS,
    Arrived,
    Card,
    CardKind,
    Known,
    Letter,
    Person,
    Policy,
    Reason,
    Verdict,
)
from siyu.modules.messaging.queries.letters import (
    count_unread,
    get_letter,
    list_letters,
    list_verdicts,
    list_written,
)
from siyu.modules.messaging.queries.policy import get_policy
from siyu.modules.messaging.queries.texts import get_send, list_sends
from siyu.modules.messaging.values import Handed, Refused, Report, Send, TextMessage

__all__ = [
    "DELIVER",
    "REASONS",
    "SEND_WAITING",
    "SIGN_IN_CODE",
    "Arrived",
    "Card",
    "CardKind",
    "CardOpened",
    "Handed",
    "Known",
    "Letter",
    "LetterRead",
    "LetterSent",
    "LetterWithheld",
    "MessageDelivered",
    "MessageFailed",
    "MessageSent",
    "Person",
    "Policy",
    "Reason",
    "Refused",
    "Report",
    "Send",
    "TextMessage",
    "Verdict",
    "count_unread",
    "drop_waiting",
    "find_text",
    "forget_letters",
    "get_letter",
    "get_policy",
    "get_send",
    "list_letters",
    "list_sends",
    "list_verdicts",
    "list_written",
    "open_card",
    "read_letter",
    "record_handing",
    "record_reports",
    "send_code",
    "set_policy",
    "take_due",
]
