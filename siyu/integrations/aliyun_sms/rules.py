"""The vendor's limits, from one dated data file that client and sandbox share."""

from pathlib import Path

import msgspec


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often a number may be written to with codes, and what a request may look like."""

    source: str
    read_on: str
    code_per_minute: int
    code_per_hour: int
    code_per_day: int
    phone_per_day: int
    timestamp_minutes: int
    code_digits_min: int
    code_digits_max: int


RULES = msgspec.json.decode(Path(__file__).with_name("rules.json").read_bytes(), type=Rules)
