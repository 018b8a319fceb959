"""Her pay password: set with a code sent to the phone that is hers, and tried a few times only."""

from uuid import UUID

from siyu.flows import sign_in_customer
from siyu.kernel.db import Actor, Work
from siyu.kernel.errors import NotFound
from siyu.kernel.ids import TenantId
from siyu.kernel.kit import Kit
from siyu.modules import customers, loyalty


async def ask_code(work: Work, customer: UUID, address: str) -> int:
    """Send a code to her phone; the seconds after which to ask for another."""
    return await sign_in_customer.ask_code(work, await _phone(work, customer), address)


async def choose(kit: Kit, tenant: TenantId, customer: UUID, *, code: str, password: str) -> bool:
    """Whether the code was right; then the password is hers from now on."""
    loyalty.must_be_strong(password)
    actor = Actor("customer", customer)
    async with kit.works.open(tenant, actor=actor) as work:
        # Committed whether right or wrong, so that the try counts.
        proven = await customers.try_code(work, await _phone(work, customer), code)
        keyed = loyalty.keyed(work, customer, password)
    if proven is None:
        return False
    hashed = await loyalty.hash_password(keyed)
    async with kit.works.open(tenant, actor=actor) as work:
        await loyalty.set_password(work, customer, hashed)
        work.audit("loyalty.set_password", "customer", customer, after={"password": "changed"})
    return True


async def must_fit(kit: Kit, tenant: TenantId, customer: UUID, password: str) -> None:
    """WrongPassword unless it is hers; every try counts, also those made at once."""
    actor = Actor("customer", customer)
    async with kit.works.open(tenant, actor=actor) as work:
        hashed = await loyalty.begin_try(work, customer)
        keyed = loyalty.keyed(work, customer, password)
    if not await loyalty.fits(keyed, hashed):
        raise loyalty.WrongPassword
    async with kit.works.open(tenant, actor=actor) as work:
        await loyalty.was_right(work, customer)


async def _phone(work: Work, customer: UUID) -> str:
    phone = await customers.find_phone(work, customer)
    if phone is None:
        raise NotFound
    return phone
