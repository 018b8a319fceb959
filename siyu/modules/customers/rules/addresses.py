"""What may be sent to: who, by which phone, and where."""

import re
import unicodedata

from siyu.kernel.errors import Refusal
from siyu.modules.customers.errors import UnknownProvince, UnreadablePhone
from siyu.modules.customers.rules.identities import normal_phone
from siyu.modules.customers.rules.provinces import PROVINCES
from siyu.modules.customers.values import AddressGiven

MOST_ADDRESSES = 20
_LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?")


def reachable(phone: str) -> str | None:
    """A mobile number, or a landline with its area code; None for what nobody could call."""
    known = normal_phone(phone)
    if known is not None:
        return known
    bare = unicodedata.normalize("NFKC", phone).replace(" ", "")
    return bare if _LANDLINE.fullmatch(bare) else None


def readable(given: AddressGiven) -> AddressGiven | Refusal:
    """As it is kept; a refusal for what no courier could find."""
    phone = reachable(given.phone)
    if phone is None:
        return UnreadablePhone()
    if given.province not in PROVINCES:
        return UnknownProvince(province=given.province)
    return AddressGiven(
        name=given.name.strip(),
        phone=phone,
        province=given.province,
        city=given.city.strip(),
        district=given.district.strip(),
        detail=given.detail.strip(),
    )
