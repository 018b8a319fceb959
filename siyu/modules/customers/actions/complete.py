"""What a source knows of a customer and we did not: filled in, never overwritten."""

from collections.abc import Sequence
from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.kernel.names import Named
from siyu.modules.customers.actions import identify
from siyu.modules.customers.facts import ProfileChanged
from siyu.modules.customers.queries.known import unsealed_keys
from siyu.modules.customers.seals import Seals
from siyu.modules.customers.values import Meet

FILL = Command(
    """
    update customers.customer c
    set name = f.name, pinyin = f.pinyin, searched = f.searched,
        grams = string_to_array(f.grams, chr(10)),
        gender = coalesce(c.gender, f.gender), birthday = coalesce(c.birthday, f.birthday)
    from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::date[]) as f (id, name, pinyin, searched, grams, gender, birthday)
    where c.tenant_id = $1 and c.id = f.id and c.name is null
    """
)

Seen = tuple[UUID, bool, Meet]
"""Customer, whether she has no name yet, the meeting."""


async def complete(work: Work, seals: Seals, seen: Sequence[Seen]) -> None:
    """Names for those who have none, further identities where they are free."""
    nameless = {customer: meet for customer, bare, meet in seen if bare and meet.name}
    if nameless:
        await _fill(work, nameless)
    further = [(customer, meet) for customer, _, meet in seen if meet.also]
    keys = await unsealed_keys(work, [customer for customer, _ in further])
    persons = ((c, keys[c], meet) for c, meet in further if c in keys)
    await identify.claim_further(work, seals, persons)


async def _fill(work: Work, nameless: dict[UUID, Meet]) -> None:
    rows = []
    for customer, meet in nameless.items():
        named = Named.of(meet.name, work.tenant)
        if named.name is None:
            continue
        found = (named.pinyin, named.searched, "\n".join(named.grams))
        rows.append((customer, named.name, *found, meet.gender, meet.birthday))
        work.tell(ProfileChanged(fields=["name"]), subject=customer)
    if rows:
        await FILL.run(work, work.tenant, *(list(column) for column in zip(*rows, strict=True)))
