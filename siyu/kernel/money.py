"""Money as integers in the currency's minor unit; no float comes near it."""

from decimal import Decimal

import msgspec


class Currency(msgspec.Struct, frozen=True):
    """An ISO 4217 currency: its code and how many decimals its minor unit has."""

    code: str
    exponent: int

    def minor(self, amount: Decimal) -> int:
        """The amount in minor units, exactly; ValueError if it is finer than the minor unit."""
        scaled = amount.scaleb(self.exponent)
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise ValueError(f"{amount} is finer than 1/{10**self.exponent} {self.code}")
        return int(scaled)

    def text(self, minor: int) -> str:
        """Plain digits with a point, as a spreadsheet or a person types them."""
        return f"{Decimal(minor).scaleb(-self.exponent):.{self.exponent}f}"


_EXPONENTS = {"CNY": 2, "HKD": 2, "MOP": 2, "TWD": 2, "SGD": 2, "MYR": 2, "USD": 2, "EUR": 2}
_EXPONENTS |= {"JPY": 0, "KRW": 0, "VND": 0, "GBP": 2, "THB": 2, "AUD": 2, "CAD": 2, "KWD": 3}


def currency(code: str) -> Currency:
    """The currency of an ISO code; KeyError for one that Siyu does not keep books in."""
    return Currency(code, _EXPONENTS[code])
