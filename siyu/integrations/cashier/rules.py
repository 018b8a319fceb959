"""The vendor's limits, from one dated data file that client and sandbox share."""

from datetime import timedelta
from pathlib import Path

import msgspec


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long things are good for, how many there may be, when a notice is repeated."""

    source: str
    read_on: str
    window_s: int
    prepay_s: int
    refunds_per_trade: int
    refund_takes_s: int
    calls_per_minute: int
    notice_pauses_s: tuple[int, ...]

    @property
    def window(self) -> timedelta:
        return timedelta(seconds=self.window_s)


RULES = msgspec.json.decode(Path(__file__).with_name("rules.json").read_bytes(), type=Rules)
