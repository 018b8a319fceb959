"""What must always hold of a room's rows, asked of the views that say where it does not.

A view gives `tenant_id`, `subject` and `said` for whatever is wrong, and no row when all is well.
"""

from collections.abc import Mapping

import msgspec

from siyu.kernel.db import Query, Work


class Meaning(msgspec.Struct, frozen=True):
    """What an invariant says, in both languages."""

    zh: str
    en: str


class Invariant(msgspec.Struct, frozen=True, kw_only=True):
    """Something that must always hold: how many rows break it, and the first of them."""

    code: str
    broken: int
    examples: list[str]


class Broken(msgspec.Struct, frozen=True):
    """What a view was found to say."""

    broken: int
    examples: list[str]


def broken_in(view: str) -> str:
    """The statement that asks a view; fills `Broken`."""
    return f"""
        select count(*) as broken, coalesce((array_agg(subject || ': ' || said
               order by subject))[1:3], '{{}}') as examples
        from {view} where tenant_id = $1
        """


async def checked(work: Work, views: Mapping[str, Query[Broken]]) -> list[Invariant]:
    """Each invariant of this tenant; it reads every row there is, so not on a hot path."""
    found = []
    for code, view in views.items():
        row = await view.one(work, work.tenant)
        found.append(Invariant(code=code, broken=row.broken, examples=row.examples))
    return found
