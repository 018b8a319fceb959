"""Who the merchant's customers are, what they agreed to and who looks after them."""

from siyu.modules.customers.actions.access import begin_session, end_session, make_code, try_code
from siyu.modules.customers.actions.agree import agree
from siyu.modules.customers.actions.belong import assign
from siyu.modules.customers.actions.forget import forget
from siyu.modules.customers.actions.meet import meet
from siyu.modules.customers.actions.profile import change_profile, reveal_phone
from siyu.modules.customers.queries.access import Session, find_session
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
from siyu.modules.customers.rules.consents import PURPOSES
from siyu.modules.customers.rules.identities import normal_phone, read_identity
from siyu.modules.customers.values import (
    Belonging,
    Code,
    Consent,
    Customer,
    CustomerRef,
    Gender,
    Identity,
    KnownBy,
    Meet,
    Met,
    ProfileChange,
    Purpose,
    Token,
)

__all__ = [
    "PURPOSES",
    "Asked",
    "Belonging",
    "Code",
    "Consent",
    "Customer",
    "CustomerRef",
    "Gender",
    "Identity",
    "KnownBy",
    "Meet",
    "Met",
    "ProfileChange",
    "Purpose",
    "Session",
    "Token",
    "agree",
    "asked",
    "assign",
    "begin_session",
    "change_profile",
    "end_session",
    "find_belongings",
    "find_session",
    "forget",
    "get_customer",
    "list_belongings",
    "list_consent_history",
    "list_consents",
    "list_identities",
    "make_code",
    "masked_phones",
    "meet",
    "normal_phone",
    "read_identity",
    "refs",
    "reveal_phone",
    "try_code",
]
