"""Vouchers: bought now, used at a store later, once or several times."""

from siyu.modules.vouchers.actions.ends import expire, give_back, redo_back, undo_back, void
from siyu.modules.vouchers.actions.issue import codes_of, issue, promise, reprice
from siyu.modules.vouchers.actions.redeem import look, redeem
from siyu.modules.vouchers.errors import (
    AllUsed,
    Expired,
    KeyTaken,
    NothingToGiveBack,
    OtherStore,
    TooFewLeft,
    TooManyGuesses,
    UnknownCode,
    Voided,
    WithoutStore,
)
from siyu.modules.vouchers.facts import (
    VoucherExpired,
    VoucherGivenBack,
    VoucherIssued,
    VoucherRedeemed,
    VoucherVoided,
)
from siyu.modules.vouchers.queries import (
    get_voucher,
    list_redemptions,
    list_vouchers,
    promised_lines,
    vouchers_of,
)
from siyu.modules.vouchers.rules import state_of
from siyu.modules.vouchers.values import (
    Back,
    By,
    Filter,
    Promise,
    Redemption,
    Shown,
    State,
    Use,
    Voucher,
)

__all__ = [
    "AllUsed",
    "Back",
    "By",
    "Expired",
    "Filter",
    "KeyTaken",
    "NothingToGiveBack",
    "OtherStore",
    "Promise",
    "Redemption",
    "Shown",
    "State",
    "TooFewLeft",
    "TooManyGuesses",
    "UnknownCode",
    "Use",
    "Voided",
    "Voucher",
    "VoucherExpired",
    "VoucherGivenBack",
    "VoucherIssued",
    "VoucherRedeemed",
    "VoucherVoided",
    "WithoutStore",
    "codes_of",
    "expire",
    "get_voucher",
    "give_back",
    "issue",
    "list_redemptions",
    "list_vouchers",
    "look",
    "promise",
    "promised_lines",
    "redeem",
    "redo_back",
    "reprice",
    "state_of",
    "undo_back",
    "void",
    "vouchers_of",
]
