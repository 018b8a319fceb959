"""Meeting customers: the one way in which they come to be known, many at a time.

A batch is a handful of statements whatever its size. Who she is, the unique index of living
identities decides: of two units of work that meet the same stranger, the second waits for the
first and then finds her known. Call it once per unit of work, so that no two wait for each other.
"""

from collections.abc import Mapping, Sequence

from siyu.kernel.db import Work
from siyu.modules.customers.actions import newcomers
from siyu.modules.customers.actions.belong import FirstPurchase, belong_by_first_purchase
from siyu.modules.customers.actions.complete import complete
from siyu.modules.customers.errors import NeedsGuardian
from siyu.modules.customers.queries.known import Known, find_known
from siyu.modules.customers.rules.consents import needs_guardian
from siyu.modules.customers.rules.identities import normal
from siyu.modules.customers.rules.meetings import Gathered, Key, comes_first, gather
from siyu.modules.customers.seals import Seals
from siyu.modules.customers.values import Meet, Met

UNREADABLE = "customers.unreadable_identity"


async def meet(work: Work, commands: Sequence[Meet]) -> list[Met]:
    """Find or welcome the customer of each command; outcomes in the order of the commands."""
    seals = Seals.of(work)
    keys = [_key(seals, command) for command in commands]
    gathered = gather(keys, commands)
    known = await find_known(work, list(gathered))
    strangers = [
        one for key, one in gathered.items() if key not in known and not _is_child(work, one.meet)
    ]
    welcomed, beaten = await newcomers.welcome(work, seals, strangers)
    known |= await find_known(work, beaten)
    await _catch_up(work, seals, [(g, known[key]) for key, g in gathered.items() if key in known])
    return [_outcome(key, known, welcomed) for key in keys]


def _is_child(work: Work, command: Meet) -> bool:
    """No guardian has spoken for a stranger, so of a child nothing is kept."""
    return needs_guardian(command.birthday, work.now.date())


def _key(seals: Seals, command: Meet) -> Key | None:
    kind = command.identity.kind
    value = normal(kind, command.identity.value)
    return None if value is None else (kind, seals.blind(kind, value))


async def _catch_up(work: Work, seals: Seals, pairs: Sequence[tuple[Gathered, Known]]) -> None:
    """What a batch adds to customers who were known before it."""
    grown = [(g, known) for g, known in pairs if not _is_child(work, g.meet)]
    await complete(work, seals, [(known.customer_id, known.bare, g.meet) for g, known in grown])
    firsts = [
        FirstPurchase(known.customer_id, g.place.store, g.place.guide, g.place.at)
        for g, known in pairs
        if g.place and g.place.store and comes_first(known.rule, known.since, g.place.at)
    ]
    await belong_by_first_purchase(work, firsts)


def _outcome(
    key: Key | None, known: Mapping[Key, Known], welcomed: Mapping[Key, newcomers.Newcomer]
) -> Met:
    if key is None:
        return Met(customer=None, problem=UNREADABLE)
    if key in known:
        return Met(customer=known[key].customer_id, member_no=known[key].member_no)
    if key not in welcomed:
        return Met(customer=None, problem=NeedsGuardian.code)
    newcomer = welcomed[key]
    return Met(customer=newcomer.customer, member_no=newcomer.member_no, new=True)
