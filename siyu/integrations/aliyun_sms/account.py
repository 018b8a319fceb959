"""The account we send with: the merchant's own, or the one its sandbox gave it."""

import hashlib
import hmac

import msgspec

from siyu.kernel.config import BadSetting, Settings
from siyu.kernel.crypto import Keyring, same
from siyu.kernel.ids import TenantId

VENDOR = "aliyun-sms"
SANDBOX_KEY = "LTAISANDBOX"
SANDBOX_SIGN = "思域沙箱"
SANDBOX_TEMPLATE = "SMS_100000001"
LIVE = "https://dysmsapi.aliyuncs.com"


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Where requests go and how they are signed; `templates` maps ours to the vendor's codes."""

    base_url: str
    key_id: str
    secret: str
    sign: str
    templates: dict[str, str]

    def __repr__(self) -> str:
        return f"Account({self.key_id})"


def account(settings: Settings, keyring: Keyring, tenant: TenantId) -> Account:
    """The tenant's account; BadSetting when a live installation has none set."""
    if settings.sandbox:
        return Account(
            base_url=f"{settings.loopback_url}/sandbox/{VENDOR}",
            key_id=f"{SANDBOX_KEY}{tenant}",
            secret=sandbox_secret(keyring, tenant),
            sign=SANDBOX_SIGN,
            templates={"sign_in_code": SANDBOX_TEMPLATE},
        )
    if not (settings.sms_key_id and settings.sms_key_secret and settings.sms_sign):
        raise BadSetting("text messages need SIYU_SMS_KEY_ID, SIYU_SMS_KEY_SECRET, SIYU_SMS_SIGN")
    return Account(
        base_url=LIVE,
        key_id=settings.sms_key_id,
        secret=settings.sms_key_secret,
        sign=settings.sms_sign,
        templates={"sign_in_code": settings.sms_code_template or ""},
    )


def sandbox_secret(keyring: Keyring, tenant: TenantId) -> str:
    return _derived(keyring, tenant, "sandbox secret")[:30]


def sandbox_tenant(key_id: str) -> TenantId | None:
    """Whose sandbox account this is; None for a key that no sandbox gave."""
    number = key_id.removeprefix(SANDBOX_KEY)
    if number == key_id or not number.isdigit() or len(number) > 9:
        return None
    return TenantId(int(number))


def callback_account(keyring: Keyring, tenant: TenantId) -> str:
    """The last part of the address that reports come to. The vendor signs nothing, so it is
    secret."""
    return f"{tenant}.{_derived(keyring, tenant, 'callback')[:40]}"


def callback_tenant(keyring: Keyring, given: str) -> TenantId | None:
    """Whose reports an address takes; None when it isn't one of ours."""
    number, _, _ = given.partition(".")
    if not number.isdigit() or len(number) > 9:
        return None
    tenant = TenantId(int(number))
    expected = callback_account(keyring, tenant)
    return tenant if same(expected.encode(), given.encode()) else None


def _derived(keyring: Keyring, tenant: TenantId, purpose: str) -> str:
    message = f"{VENDOR}/{purpose}".encode()
    return hmac.digest(keyring.tenant_key(tenant), message, hashlib.sha256).hex()
