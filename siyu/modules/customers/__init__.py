"""Who the merchant's customers are, what they agreed to and who looks after them."""

from siyu.modules.customers.actions.belong import assign
from siyu.modules.customers.actions.meet import meet
from siyu.modules.customers.queries.known import list_identities, masked_phones
from siyu.modules.customers.queries.people import (
    find_belongings,
    get_customer,
    list_belongings,
    refs,
)
from siyu.modules.customers.rules.identities import normal_phone, read_identity
from siyu.modules.customers.values import (
    Belonging,
    Customer,
    CustomerRef,
    Identity,
    KnownBy,
    Meet,
    Met,
)

__all__ = [
    "Belonging",
    "Customer",
    "CustomerRef",
    "Identity",
    "KnownBy",
    "Meet",
    "Met",
    "assign",
    "find_belongings",
    "get_customer",
    "list_belongings",
    "list_identities",
    "masked_phones",
    "meet",
    "normal_phone",
    "read_identity",
    "refs",
]
