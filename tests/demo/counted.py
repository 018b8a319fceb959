"""What the record sums up to, for comparison with what was generated."""

from msgspec import Struct


class Counted(Struct, frozen=True):
    receipts: int
    amount_minor: int
    discount_minor: int
    member_receipts: int
    with_guide: int
