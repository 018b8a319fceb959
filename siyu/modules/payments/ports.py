"""What payments ask of the outside world."""

from typing import Literal, Protocol

from siyu.kernel.ids import TenantId
from siyu.modules.payments.values import (
    Attempt,
    Declined,
    Notice,
    Prepared,
    Refund,
    RefundNotice,
)


class Cashier(Protocol):
    """A vendor that takes money. Each call may raise Trouble: then it is not known whether it was
    done, and the same call with the same number may be made again."""

    async def prepare(self, tenant: TenantId, attempt: Attempt) -> Prepared | Declined:
        """Let the buyer pay; asked again for the same attempt it is the same payment."""
        ...

    async def query(self, tenant: TenantId, attempt: Attempt) -> Notice | None:
        """What became of it; None if the vendor never heard of it."""
        ...

    async def close(self, tenant: TenantId, attempt: Attempt) -> Literal["closed", "paid"]:
        """Let nobody pay any more; an attempt that the vendor never heard of is closed too."""
        ...

    async def refund(self, tenant: TenantId, refund: Refund) -> RefundNotice | Declined:
        """Pay back; asked again for the same refund it is paid back once."""
        ...

    async def query_refund(self, tenant: TenantId, refund: Refund) -> RefundNotice | None: ...
