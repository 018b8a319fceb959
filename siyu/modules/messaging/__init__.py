"""Messaging: what leaves for a person, and what became of it.

What is sent to a person goes through `siyu.modules.messaging.send`, which only flows may import.
"""

from siyu.modules.messaging.actions.campaigns import (
    RUN_CAMPAIGN,
    advance_campaign,
    make_campaign,
    move_campaign,
    run_later,
    start_campaign,
    take_chunk,
)
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
from siyu.modules.messaging.campaigns import (
    Behind,
    Campaign,
    Chunk,
    NewCampaign,
    Signed,
    State,
    Tally,
)
from siyu.modules.messaging.errors import GuideNeeded, NobodyMeant, NobodyThere, NotThatWay
from siyu.modules.messaging.facts import (
    CampaignEnded,
    CampaignStarted,
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
from siyu.modules.messaging.notices import (
    Notice,
    Noticed,
    count_new_notices,
    list_notices,
    notify,
    read_notices,
)
from siyu.modules.messaging.queries.campaigns import (
    get_campaign,
    list_behind,
    list_campaigns,
    tally,
)
from siyu.modules.messaging.queries.letters import (
    count_unread,
    get_letter,
    list_letters,
    list_verdicts,
    list_written,
)
from siyu.modules.messaging.queries.policy import get_policy, quiet_until
from siyu.modules.messaging.queries.texts import get_send, list_sends
from siyu.modules.messaging.rules.gate import MARKETING
from siyu.modules.messaging.values import Handed, Refused, Report, Send, TextMessage

__all__ = [
    "DELIVER",
    "MARKETING",
    "REASONS",
    "RUN_CAMPAIGN",
    "SEND_WAITING",
    "SIGN_IN_CODE",
    "Arrived",
    "Behind",
    "Campaign",
    "CampaignEnded",
    "CampaignStarted",
    "Card",
    "CardKind",
    "CardOpened",
    "Chunk",
    "GuideNeeded",
    "Handed",
    "Known",
    "Letter",
    "LetterRead",
    "LetterSent",
    "LetterWithheld",
    "MessageDelivered",
    "MessageFailed",
    "MessageSent",
    "NewCampaign",
    "NobodyMeant",
    "NobodyThere",
    "NotThatWay",
    "Notice",
    "Noticed",
    "Person",
    "Policy",
    "Reason",
    "Refused",
    "Report",
    "Send",
    "Signed",
    "State",
    "Tally",
    "TextMessage",
    "Verdict",
    "advance_campaign",
    "count_new_notices",
    "count_unread",
    "drop_waiting",
    "find_text",
    "forget_letters",
    "get_campaign",
    "get_letter",
    "get_policy",
    "get_send",
    "list_behind",
    "list_campaigns",
    "list_letters",
    "list_notices",
    "list_sends",
    "list_verdicts",
    "list_written",
    "make_campaign",
    "move_campaign",
    "notify",
    "open_card",
    "quiet_until",
    "read_letter",
    "read_notices",
    "record_handing",
    "record_reports",
    "run_later",
    "send_code",
    "set_policy",
    "start_campaign",
    "take_chunk",
    "take_due",
    "tally",
]
