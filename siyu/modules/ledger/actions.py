"""The only writer: chains of a batch, decided under a lock and written in two statements.

The first statement makes accounts and locks the bounded balances in the order of their ids; the
decision reads in statements of its own, so that it sees what those before it committed. Call
`apply` once in a unit of work and before any other room's locks, and nobody waits in a ring.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Self
from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.modules.ledger import queries, rules
from siyu.modules.ledger.facts import Refilled, SoldOut
from siyu.modules.ledger.kinds import KINDS
from siyu.modules.ledger.values import (
    Account,
    Balance,
    Chain,
    Outcome,
    Pend,
    Post,
    Settle,
    Transfer,
    Void,
)


class AccountRow(NamedTuple):
    """A row of ledger.account; what all of a batch share is left empty."""

    tenant_id: None
    id: UUID
    kind: str
    owner: UUID
    place: UUID
    unit: str
    opened_at: None

    @classmethod
    def of(cls, one: Account) -> Self:
        return cls(None, one.id, one.kind, one.owner, one.place, one.unit, None)


class TransferRow(NamedTuple):
    """A row of ledger.transfer; what all of a batch share is left empty."""

    tenant_id: None
    chain: UUID
    line: int
    lines: int
    debit: UUID
    credit: UUID
    amount: int
    phase: str
    of_chain: UUID | None
    of_line: int | None
    reason: str
    ref: UUID | None
    at: None
    expires_at: datetime | None
    batch: None
    turn: int

    @classmethod
    def of(cls, t: Transfer, lines: int, turn: int) -> Self:
        return cls(
            None, t.chain, t.line, lines, t.debit, t.credit, t.amount, t.phase, t.of, t.of_line,
            t.reason, t.ref, None, t.expires_at, None, turn,
        )  # fmt: skip


# A balance that is there is locked and left as it is, unless its ceiling is told anew; a ceiling
# below what is there already takes nothing back.
_LOCK = Command(
    """
    with opened as (
      insert into ledger.account (tenant_id, id, kind, owner, place, unit, opened_at)
      select $1, id, kind, owner, place, unit, $2 from unnest($3::ledger.account[]) order by id
      -- Not of the id alone: who opens it second may meet the index of its name first.
      on conflict do nothing
    ), bounded as (
      select id, floor, ceiling
      from unnest($4::uuid[], $5::int8[], $6::int8[]) as b (id, floor, ceiling)
      union all
      select account_id, null, null from ledger.balance
      where tenant_id = $1 and account_id = any($7::uuid[])
    )
    insert into ledger.balance as b
      (tenant_id, account_id, floor, ceiling, posted, held, coming, moved_at)
    select $1, id, floor, ceiling, 0, 0, 0, $2 from bounded order by id
    on conflict (tenant_id, account_id) do update
      set ceiling = greatest(excluded.ceiling, b.posted + b.coming)
      where excluded.ceiling is not null
        and b.ceiling is distinct from greatest(excluded.ceiling, b.posted + b.coming)
    """,
    takes=AccountRow,
)
_BEGIN = Command("savepoint ledger_writing")
_BACK = Command("rollback to savepoint ledger_writing")
# A line of the same name, or another end of the same hold, is waited for and then not written.
_WRITE = Command(
    """
    with number as materialized (
      -- Its transaction has an id before it has a number: that is what seals rely on.
      select pg_current_xact_id() as xid, nextval('ledger.batch') as batch
    ),
    line as materialized (
      select * from unnest($3::ledger.transfer[])
    ), ended as (
      delete from ledger.open_hold h using line l
      where h.tenant_id = $1 and h.chain = l.of_chain and h.line = l.of_line
    ), opened as (
      insert into ledger.open_hold (tenant_id, chain, line, expires_at)
      select $1, l.chain, l.line, l.expires_at from line l
      where l.phase = 'pending' and not exists (
        select from line e where e.of_chain = l.chain and e.of_line = l.line)
      on conflict do nothing
    )
    insert into ledger.transfer (tenant_id, chain, line, lines, debit, credit, amount, phase,
      of_chain, of_line, reason, ref, at, expires_at, batch, turn)
    select $1, l.chain, l.line, l.lines, l.debit, l.credit, l.amount, l.phase, l.of_chain,
           l.of_line, l.reason, l.ref, $2, l.expires_at, number.batch, l.turn
    from line l, number order by l.chain, l.line
    on conflict do nothing
    """,
    takes=TransferRow,
)
_MOVE = Command(
    """
    update ledger.balance b
    set posted = b.posted + c.posted, held = b.held + c.held, coming = b.coming + c.coming,
        moved_at = $2
    from unnest($3::uuid[], $4::int8[], $5::int8[], $6::int8[]) c (id, posted, held, coming)
    where b.tenant_id = $1 and b.account_id = c.id
    """
)


def post(id_: UUID, moves: Iterable[Post], *, reason: str, ref: UUID | None = None) -> Chain:
    """A chain that moves at once."""
    return Chain(id=id_, steps=tuple(moves), reason=reason, ref=ref)


def hold(
    id_: UUID,
    moves: Iterable[Post],
    *,
    expires_at: datetime | None,
    reason: str,
    ref: UUID | None = None,
) -> Chain:
    """A chain that takes out of reach; its lines are numbered from 1 as the moves are."""
    steps = tuple(Pend(m.debit, m.credit, m.amount, expires_at) for m in moves)
    return Chain(id=id_, steps=steps, reason=reason, ref=ref)


def settle(
    id_: UUID,
    held: UUID,
    takes: Mapping[int, int] | None = None,
    *,
    reason: str,
    ref: UUID | None = None,
) -> Chain:
    """A chain that takes what a hold holds: all of it, or so much of each line named.

    What is not taken of a named line is let go; a line not named stays held.
    """
    steps: list[Settle | Void] = [
        Settle(held, line, amount) if amount else Void(held, line)
        for line, amount in (takes or {}).items()
    ]
    return Chain(id=id_, steps=tuple(steps or [Settle(held)]), reason=reason, ref=ref)


def void(
    id_: UUID,
    held: UUID,
    lines: Iterable[int] = (),
    *,
    reason: str,
    ref: UUID | None = None,
) -> Chain:
    """A chain that lets go of a hold, or of the lines named."""
    steps = tuple(Void(held, line) for line in lines) or (Void(held),)
    return Chain(id=id_, steps=steps, reason=reason, ref=ref)


def together(first: Chain, *others: Chain) -> Chain:
    """One chain of all their steps under the first one's id, reason and ref: all or nothing."""
    steps = tuple(step for chain in (first, *others) for step in chain.steps)
    return Chain(id=first.id, steps=steps, reason=first.reason, ref=first.ref)


async def apply(work: Work, chains: Sequence[Chain]) -> list[Outcome]:
    """One outcome per chain, granted in order; what was granted stands with the commit."""
    if not chains:
        return []
    holds = await queries.find_holds(work, {held for c in chains for held in c.holds()})
    accounts = _accounts(one for chain in chains for one in chain.accounts())
    named = {side for lines in holds.values() for line in lines for side in _sides(line)}
    await _lock(work, accounts, named)
    await _BEGIN.run(work)
    while True:
        book = await _book(work, chains, holds, accounts.keys() | named)
        decision = rules.decide(book, chains)
        if await _is_written(work, decision.transfers):
            break
        await _BACK.run(work)  # Somebody else wrote one of these; now it can be seen.
    await _move(work, decision.changes)
    await _tell(work, book.balances, decision.changes)
    return decision.outcomes


async def lock(work: Work, accounts: Sequence[Account]) -> list[Balance]:
    """Their balances, in order, which nobody else moves until this work ends.

    Followed by `apply` to the same accounts, nobody comes between.
    """
    await _lock(work, _accounts(accounts), set())
    return await queries.balances_of(work, accounts)


async def _lock(work: Work, accounts: Mapping[UUID, Account], named: set[UUID]) -> None:
    rows = [AccountRow.of(one) for one in accounts.values()]
    bounded = [(i, one.floor, one.ceiling) for i, one in accounts.items() if one.bounded]
    others = [i for i in named | accounts.keys() if i not in accounts or not accounts[i].bounded]
    await _LOCK.run(work, work.tenant, work.now, rows, *_columns(bounded, 3), others)


async def _book(
    work: Work,
    chains: Sequence[Chain],
    holds: Mapping[UUID, Sequence[Transfer]],
    accounts: Iterable[UUID],
) -> rules.Book:
    return rules.Book(
        balances=await queries.kept_balances(work, accounts),
        chains=await queries.find_chains(work, {chain.id for chain in chains}),
        holds=holds,
        ended=await queries.find_ended(work, holds),
    )


async def _is_written(work: Work, transfers: Sequence[Transfer]) -> bool:
    if not transfers:
        return True
    counts: dict[UUID, int] = {}
    for t in transfers:
        counts[t.chain] = max(t.line, counts.get(t.chain, 0))
    rows = [TransferRow.of(t, counts[t.chain], turn) for turn, t in enumerate(transfers, 1)]
    return await _WRITE.run(work, work.tenant, work.now, rows) == len(rows)


async def _move(work: Work, changes: Mapping[UUID, rules.Change]) -> None:
    rows = [(i, c.posted, c.held, c.coming) for i, c in changes.items()]
    if rows:
        await _MOVE.run(work, work.tenant, work.now, *_columns(rows, 4))


async def _tell(
    work: Work, before: Mapping[UUID, Balance], changes: Mapping[UUID, rules.Change]
) -> None:
    """What ran out, and what came back; nothing of accounts that only became less or more."""
    turned = {}
    for account, by in changes.items():
        was, is_ = before[account].left, rules.changed(before[account], by).left
        if was is not None and is_ is not None and (was > 0) != (is_ > 0):
            turned[account] = is_
    for name in await queries.find_names(work, turned):
        if not KINDS[name.kind].watched:
            continue
        if left := turned[name.id]:
            work.tell(Refilled(kind=name.kind, owner=name.owner, place=name.place, left=left))
        else:
            work.tell(SoldOut(kind=name.kind, owner=name.owner, place=name.place))


def _accounts(named: Iterable[Account]) -> dict[UUID, Account]:
    """By id; of several ceilings told for one account the highest."""
    found: dict[UUID, Account] = {}
    for one in named:
        known = found.setdefault(one.id, one)
        if one.ceiling is not None and (known.ceiling is None or known.ceiling < one.ceiling):
            found[one.id] = one
    return found


def _sides(line: Transfer) -> tuple[UUID, UUID]:
    return line.debit, line.credit


def _columns(rows: Sequence[tuple[object, ...]], width: int) -> list[list[object]]:
    return [[row[i] for row in rows] for i in range(width)]
