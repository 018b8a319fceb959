"""What a change makes of a profile."""

from datetime import date

from msgspec.structs import replace

from siyu.kernel.names import MAX_NAME, MAX_REMARK, clean
from siyu.modules.customers.values import Customer, ProfileChange

EARLIEST = date(1900, 1, 1)


def merged(held: Customer, change: ProfileChange) -> Customer:
    """The profile with the fields that the change names."""
    values = {
        "name": clean(change.name or "")[:MAX_NAME] or None,
        "remark": clean(change.remark)[:MAX_REMARK],
        "gender": change.gender,
        "birthday": change.birthday,
    }
    return replace(held, **{field: values[field] for field in change.fields})


def readable_birthday(birthday: date | None, today: date) -> bool:
    return birthday is None or EARLIEST <= birthday <= today
