"""How identities are written: one spelling for each, so that equal ones are found equal."""

import re
import unicodedata

from siyu.modules.customers.values import Identity, IdentityKind

MAX_LENGTH = 64
SEPARATORS = re.compile(r"[\s\-‐-―()·.]+")
MOBILE = re.compile(r"1[3-9][0-9]{9}")
FOREIGN = re.compile(r"\+[1-9][0-9]{6,14}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
CHINA = ("+86", "0086", "86")


def normal_phone(text: str) -> str | None:
    """Eleven digits of a mainland mobile number, or `+` and digits of a foreign one (E.164).

    Full-width digits, spaces, dashes and +86, 0086 or 86 in front make no difference.
    """
    bare = SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    for prefix in ("", *CHINA):
        if bare.startswith(prefix) and MOBILE.fullmatch(bare[len(prefix) :]):
            return bare[len(prefix) :]
    if bare.startswith(("+86", "0086")):
        return None
    abroad = f"+{bare[2:]}" if bare.startswith("00") else bare
    return abroad if FOREIGN.fullmatch(abroad) else None


def normal(kind: IdentityKind, text: str) -> str | None:
    """The one spelling of an identity; None if it can't be one."""
    if len(text) > MAX_LENGTH:
        return None
    if kind == "phone":
        return normal_phone(text)
    bare = _bare(text)
    if kind == "email":
        return bare.lower() if EMAIL.fullmatch(bare) else None
    if kind == "openid":
        return bare or None
    return _bare(bare.upper()) or None


def _bare(text: str) -> str:
    """No spaces and ordinary letters; put together again, since what was apart may now combine."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return unicodedata.normalize("NFKC", plain)


def read_identity(text: str) -> Identity:
    """What a till prints for a member: a mobile number if it reads as one, otherwise a card."""
    phone = normal_phone(text)
    if phone is not None and not phone.startswith("+"):
        return Identity("phone", phone)
    return Identity("pos_card", text)


def masked(kind: str, value: str) -> str:
    """Enough to recognise what one knows, too little to learn it."""
    if kind == "phone":
        return f"{value[:-8]}****{value[-4:]}"
    if kind == "email":
        name, _, host = value.partition("@")
        return f"{name[:1]}***@{host}"
    return f"****{value[-4:]}" if len(value) > 6 else "****"


def tail_of(kind: str, value: str) -> str | None:
    """The last four digits, which shop assistants ask for; only phones are found by them."""
    return value[-4:] if kind == "phone" else None
