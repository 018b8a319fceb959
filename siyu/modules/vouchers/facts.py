"""What vouchers tell, about the customer."""

from uuid import UUID

from siyu.kernel.facts.envelope import Fact, fact


@fact("vouchers.voucher_issued")
class VoucherIssued(Fact, frozen=True, kw_only=True):
    """A voucher was paid for and may be used."""

    voucher: UUID
    order: UUID
    sku: UUID
    uses: int
    paid_minor: int


@fact("vouchers.voucher_redeemed")
class VoucherRedeemed(Fact, frozen=True, kw_only=True):
    """So many uses were made at a store; so many are left."""

    voucher: UUID
    order: UUID
    sku: UUID
    redemption: UUID
    uses: int
    left: int
    store: UUID
    by: UUID


@fact("vouchers.voucher_given_back")
class VoucherGivenBack(Fact, frozen=True, kw_only=True):
    """Unused uses are on their way back, with so much of what was paid."""

    voucher: UUID
    order: UUID
    sku: UUID
    refund: UUID
    uses: int
    amount_minor: int


@fact("vouchers.voucher_expired")
class VoucherExpired(Fact, frozen=True, kw_only=True):
    """Its time is over; so many uses were left."""

    voucher: UUID
    order: UUID
    sku: UUID
    left: int


@fact("vouchers.voucher_voided")
class VoucherVoided(Fact, frozen=True, kw_only=True):
    """Somebody took it out of use; so many uses were left."""

    voucher: UUID
    order: UUID
    sku: UUID
    left: int
