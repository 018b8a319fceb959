"""Who the merchant's customers are, what they agreed to and who looks after them."""

from siyu.modules.customers.actions.access import (
    STOREFRONT,
    begin_session,
    end_session,
    make_code,
    try_code,
)
from siyu.modules.customers.actions.agree import agree, agree_for_child
from siyu.modules.customers.actions.bind import assign, bind, release_idle, write_book
from siyu.modules.customers.actions.forget import forget
from siyu.modules.customers.actions.meet import meet
from siyu.modules.customers.actions.profile import change_profile, reveal_phone
from siyu.modules.customers.queries.access import Session, find_session
from siyu.modules.customers.queries.bonds import (
    Pooled,
    current_book,
    list_books,
    list_decisions,
    list_kept_from,
    list_pool,
)
from siyu.modules.customers.queries.consents import list_consent_history, list_consents
from siyu.modules.customers.queries.known import list_identities, masked_phones
from siyu.modules.customers.queries.people import (
    Asked,
    asked,
    find_belongings,
    get_customer,
    list_belongings,
    refs,
)
from siyu.modules.customers.queries.recipients import (
    Recipient,
    find_recipients,
    find_recipients_by_number,
)
from siyu.modules.customers.rules.consents import CHILD, PURPOSES
from siyu.modules.customers.rules.identities import normal_phone, read_identity
from siyu.modules.customers.values import (
    Belonging,
    BondDecision,
    BondEvent,
    Book,
    BookVersion,
    Code,
    Consent,
    Customer,
    CustomerRef,
    Gender,
    Guardian,
    Identity,
    KnownBy,
    Meet,
    Met,
    ProfileChange,
    Purpose,
    Token,
)

__all__ = [
    "CHILD",
    "PURPOSES",
    "STOREFRONT",
    "Asked",
    "Belonging",
    "BondDecision",
    "BondEvent",
    "Book",
    "BookVersion",
    "Code",
    "Consent",
    "Customer",
    "CustomerRef",
    "Gender",
    "Guardian",
    "Identity",
    "KnownBy",
    "Meet",
    "Met",
    "Pooled",
    "ProfileChange",
    "Purpose",
    "Recipient",
    "Session",
    "Token",
    "agree",
    "agree_for_child",
    "asked",
    "assign",
    "begin_session",
    "bind",
    "change_profile",
    "current_book",
    "end_session",
    "find_belongings",
    "find_recipients",
    "find_recipients_by_number",
    "find_session",
    "forget",
    "get_customer",
    "list_belongings",
    "list_books",
    "list_consent_history",
    "list_consents",
    "list_decisions",
    "list_identities",
    "list_kept_from",
    "list_pool",
    "make_code",
    "masked_phones",
    "meet",
    "normal_phone",
    "read_identity",
    "refs",
    "release_idle",
    "reveal_phone",
    "try_code",
    "write_book",
]
