"""Points pay for something: at once, or held with an order until it is paid or has ended.

For an order: lock `guards` together with whatever else the order needs, `plan` what each want
takes, put the moves into the order's own hold, and `keep` what was granted. The hold of the order
is then settled or void as a whole; `spent` and `let_go` follow it in the same work.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec import Struct, structs

from siyu.flows import points_purses
from siyu.flows.points_purses import Purse
from siyu.kernel.db import Work
from siyu.kernel.errors import Refusal
from siyu.modules import ledger, loyalty


class Planned(Struct, frozen=True, kw_only=True):
    """Which lots pay for a want, as moves of a chain."""

    want: loyalty.Want
    parts: tuple[loyalty.Part, ...]

    @property
    def moves(self) -> list[ledger.Post]:
        return points_purses.moves(self.want.customer, self.want.kind, self.parts)


def guards(wants: Iterable[loyalty.Want]) -> list[ledger.Account]:
    """What to lock before `plan`."""
    return points_purses.guards((want.customer, want.kind) for want in wants)


async def plan(work: Work, wants: Sequence[loyalty.Want]) -> list[Planned | Refusal]:
    """For each, in order, which lots pay, what ends first first; or that there is not enough.

    The guards are locked. Each want sees what those before it leave.
    """
    purses = await points_purses.look(work, ((one.customer, one.kind) for one in wants))
    found: list[Planned | Refusal] = []
    for want in wants:
        purse = purses[want.customer, want.kind]
        left = purse.left(work.now)
        if left < want.amount:
            found.append(loyalty.PointsShort(wanted=want.amount, left=left))
            continue
        parts = loyalty.take(purse.held, want.amount, work.now)
        purse.move(parts)
        found.append(Planned(want=want, parts=tuple(parts)))
    return found


async def keep(work: Work, planned: Sequence[Planned]) -> None:
    """These are held by their orders: write them down. They are spent as far as she is told."""
    await _keep(work, planned, "held")


async def let_go(work: Work, orders: Sequence[UUID]) -> None:
    """These orders ended unpaid and their holds are void: the points are hers again."""
    held = [one for one in await loyalty.spends_for(work, orders) if one.state == "held"]
    if not held:
        return
    await _reopen(work, held)
    entries = [_returned(work, one, one.amount) for one in held]
    await loyalty.write_entries(work, entries)
    done = [structs.replace(one, back=one.amount, state="void") for one in held]
    await loyalty.return_spends(work, done)
    await _tell_back(work, [(one, one.amount) for one in held])


async def spend(work: Work, wants: Sequence[loyalty.Want]) -> list[loyalty.Spend | Refusal]:
    """Spend at once, each want under its id: the same again is the same spend."""
    await ledger.lock(work, guards(wants))
    known = await loyalty.find_spends(work, [one.id for one in wants])
    fresh = list({one.id: one for one in wants if one.id not in known}.values())
    planned = await plan(work, fresh)
    paid = [one for one in planned if isinstance(one, Planned)]
    chains = [ledger.post(one.want.id, one.moves, reason="spent", ref=one.want.ref) for one in paid]
    ledger.must_be_granted(await ledger.apply(work, chains))
    await _keep(work, paid, "spent")
    refused = {
        want.id: one
        for want, one in zip(fresh, planned, strict=True)
        if not isinstance(one, Planned)
    }
    known = await loyalty.find_spends(work, [one.id for one in wants])
    return [refused.get(one.id) or _same(known[one.id], one) for one in wants]


async def spend_one(work: Work, want: loyalty.Want) -> loyalty.Spend:
    """Raises why it can't be."""
    [answer] = await spend(work, [want])
    if isinstance(answer, Refusal):
        raise answer
    return answer


async def give_back(work: Work, spend: UUID, amount: int) -> loyalty.Spend:
    """So many of a spend return to the lots they came from, to end when they would have ended."""
    found = (await loyalty.find_spends(work, [spend]))[spend]
    await ledger.lock(work, points_purses.guards([(found.customer_id, found.kind_id)]))
    found = (await loyalty.find_spends(work, [spend]))[spend]
    if found.state != "spent" or amount > found.amount - found.back:
        left = found.amount - found.back if found.state == "spent" else 0
        raise loyalty.BackTooMuch(wanted=amount, left=left)
    await _reopen(work, [found])
    await points_purses.book(work, [_returned(work, found, amount)])
    await loyalty.return_spends(work, [structs.replace(found, back=found.back + amount)])
    await _tell_back(work, [(found, amount)])
    return (await loyalty.find_spends(work, [spend]))[spend]


async def _keep(work: Work, planned: Sequence[Planned], state: loyalty.SpendState) -> None:
    if not planned:
        return
    codes = await points_purses.codes(work)
    spends, entries = [], []
    for one in planned:
        want = one.want
        spends.append(
            loyalty.Spend(
                id=want.id,
                customer_id=want.customer,
                kind_id=want.kind,
                amount=want.amount,
                back=0,
                parts=one.parts,
                state=state,
                ref=want.ref,
                why=want.why,
                at=work.now,
            )
        )
        entries.append(_entry(work, spends[-1], "spent", one.parts))
        told = loyalty.PointsSpent(
            kind=want.kind,
            code=codes[want.kind],
            amount=want.amount,
            spend=want.id,
            ref=want.ref,
        )
        work.tell(told, subject=want.customer)
    await loyalty.keep_spends(work, spends)
    await loyalty.write_entries(work, entries)


def _returned(work: Work, spend: loyalty.Spend, amount: int) -> loyalty.Entry:
    parts = loyalty.give_back(spend.parts, spend.back, amount)
    return _entry(work, spend, "given_back", parts)


def _entry(
    work: Work, spend: loyalty.Spend, what: loyalty.What, parts: Sequence[loyalty.Part]
) -> loyalty.Entry:
    purse = Purse(customer=spend.customer_id, kind=spend.kind_id, held=[], debt=0)
    return points_purses.entry(work, purse, what, parts, ref=spend.ref or spend.id, why=spend.why)


async def _reopen(work: Work, spends: Iterable[loyalty.Spend]) -> None:
    """Lots that have ended are looked at again, for what returns to them ends at once."""
    ids = [part.lot for one in spends for part in one.parts if part.lot is not None]
    await loyalty.open_lots(work, list((await loyalty.lots_named(work, ids)).values()), {})


async def _tell_back(work: Work, backs: Sequence[tuple[loyalty.Spend, int]]) -> None:
    codes = await points_purses.codes(work)
    for spend, amount in backs:
        told = loyalty.PointsGivenBack(
            kind=spend.kind_id,
            code=codes[spend.kind_id],
            amount=amount,
            spend=spend.id,
            ref=spend.ref,
        )
        work.tell(told, subject=spend.customer_id)


def _same(known: loyalty.Spend, want: loyalty.Want) -> loyalty.Spend | Refusal:
    said = (want.customer, want.kind, want.amount, want.ref)
    before = (known.customer_id, known.kind_id, known.amount, known.ref)
    return known if said == before else loyalty.SpendDiffers()
