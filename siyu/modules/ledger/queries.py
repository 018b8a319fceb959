"""Every SELECT of the ledger."""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Work
from siyu.modules.ledger import rules
from siyu.modules.ledger.values import (
    Account,
    Balance,
    Difference,
    OpenHold,
    Phase,
    Transfer,
    Written,
)


class Name(msgspec.Struct, frozen=True):
    """What an account is called, as its row stands."""

    id: UUID
    kind: str
    owner: UUID
    place: UUID


class _Kept(msgspec.Struct, frozen=True):
    account_id: UUID
    posted: int
    held: int
    coming: int
    floor: int | None
    ceiling: int | None

    def balance(self) -> Balance:
        return Balance(
            posted=self.posted,
            held=self.held,
            coming=self.coming,
            floor=self.floor,
            ceiling=self.ceiling,
        )


class _End(msgspec.Struct, frozen=True):
    chain: UUID
    line: int
    phase: Phase


class _Place(msgspec.Struct, frozen=True):
    """A transfer with where it stands in the order of writing."""

    batch: int
    turn: int
    chain: UUID
    line: int
    debit: UUID
    credit: UUID
    amount: int
    phase: Phase
    of: UUID | None
    of_line: int | None
    reason: str
    ref: UUID | None
    expires_at: datetime | None

    def transfer(self) -> Transfer:
        kept = {name: getattr(self, name) for name in Transfer.__struct_fields__}
        return Transfer(**kept)


_LINE = """
select chain, line, debit, credit, amount, phase, of_chain as of, of_line, reason, ref, expires_at
from ledger.transfer
"""
_KEPT_ROW = "select account_id, posted, held, coming, floor, ceiling from ledger.balance"

_CHAINS = Query(
    Transfer, f"{_LINE} where tenant_id = $1 and chain = any($2::uuid[]) order by chain, line"
)
_HOLDS = Query(
    Transfer,
    f"{_LINE} where tenant_id = $1 and chain = any($2::uuid[]) and phase = 'pending' "
    "order by chain, line",
)
_ENDED = Query(
    _End,
    """
    select of_chain as chain, of_line as line, phase from ledger.transfer
    where tenant_id = $1 and of_chain = any($2::uuid[])
    """,
)
_KEPT = Query(_Kept, f"{_KEPT_ROW} where tenant_id = $1 and account_id = any($2::uuid[])")
_EVERY_KEPT = Query(
    _Kept,
    f"{_KEPT_ROW} where tenant_id = $1 and account_id > $2 order by account_id limit $3",
)
_NAMES = Query(
    Name,
    "select id, kind, owner, place from ledger.account where tenant_id = $1 and id = any($2)",
)
# Of accounts without bounds no balance is kept; their lines are added up.
_SUMMED = Query(
    _Kept,
    """
    select a.id as account_id, s.posted, s.held, s.coming, null::int8 as floor,
           null::int8 as ceiling
    from unnest($2::uuid[]) a (id), lateral (
      select coalesce(sum(case when phase in ('post', 'settle') then sign * amount end), 0)::int8
               as posted,
             coalesce(sum(amount) filter (where sign < 0 and open), 0)::int8 as held,
             coalesce(sum(amount) filter (where sign > 0 and open), 0)::int8 as coming
      from (
        select -1 as sign, t.* from ledger.transfer t where t.tenant_id = $1 and t.debit = a.id
        union all
        select 1, t.* from ledger.transfer t where t.tenant_id = $1 and t.credit = a.id
      ) t, lateral (
        select t.phase = 'pending' and exists (
          select from ledger.open_hold h
          where h.tenant_id = $1 and h.chain = t.chain and h.line = t.line) as open) o
    ) s
    """,
)
# All lines of every chain about something that touches the accounts, or bears its id.
_HISTORY = Query(
    Written,
    """
    select t.chain, t.line, t.at, t.phase, t.reason, t.amount, d.unit, d.kind as source,
           d.owner as source_owner, d.place as source_place, c.kind as target,
           c.owner as target_owner, c.place as target_place
    from (
      select chain from ledger.transfer where tenant_id = $1 and debit = any($2) and ref = $3
      union
      select chain from ledger.transfer where tenant_id = $1 and credit = any($2) and ref = $3
      union select $3::uuid
    ) which
    join ledger.transfer t on t.tenant_id = $1 and t.chain = which.chain
    join ledger.account d on d.tenant_id = $1 and d.id = t.debit
    join ledger.account c on c.tenant_id = $1 and c.id = t.credit
    order by t.batch, t.turn limit $4
    """,
)
_EXPIRED = Query(
    OpenHold,
    """
    select h.chain, array_agg(h.line order by h.line) as lines, min(h.expires_at) as expires_at,
           t.reason, t.ref
    from ledger.open_hold h join ledger.transfer t
      on t.tenant_id = h.tenant_id and t.chain = h.chain and t.line = h.line
    where h.tenant_id = $1 and h.expires_at <= $2
    group by h.chain, t.reason, t.ref order by expires_at, h.chain limit $3
    """,
)
_ONWARD = Query(
    _Place,
    """
    select batch, turn, chain, line, debit, credit, amount, phase, of_chain as of, of_line, reason,
           ref, expires_at
    from ledger.transfer where tenant_id = $1 and (batch, turn) > ($2, $3)
    order by batch, turn limit $4
    """,
)


async def balances_of(work: Work, accounts: Sequence[Account]) -> list[Balance]:
    """How each account stands, in order; one that nobody ever named stands at nothing."""
    ids = [one.id for one in accounts]
    found = await kept_balances(work, ids)
    if rest := [i for i in ids if i not in found]:
        rows = await _SUMMED.all(work, work.tenant, list(dict.fromkeys(rest)))
        found |= {row.account_id: row.balance() for row in rows}
    return [
        msgspec.structs.replace(found[i], floor=one.floor, ceiling=one.ceiling)
        if i in rest
        else found[i]
        for i, one in zip(ids, accounts, strict=True)
    ]


async def kept_balances(work: Work, accounts: Iterable[UUID]) -> dict[UUID, Balance]:
    """Of bounded accounts only, by id."""
    rows = await _KEPT.all(work, work.tenant, list(accounts))
    return {row.account_id: row.balance() for row in rows}


async def find_chains(work: Work, ids: Collection[UUID]) -> dict[UUID, list[Transfer]]:
    """The lines of those chains that were written."""
    return _by_chain(await _CHAINS.all(work, work.tenant, list(ids)))


async def find_holds(work: Work, ids: Collection[UUID]) -> dict[UUID, list[Transfer]]:
    """The pending lines of chains; nobody changes them, so they may be read before any lock."""
    return _by_chain(await _HOLDS.all(work, work.tenant, list(ids))) if ids else {}


async def find_ended(work: Work, holds: Collection[UUID]) -> dict[rules.Line, Phase]:
    """Which lines of these holds have ended, and how."""
    rows = await _ENDED.all(work, work.tenant, list(holds)) if holds else []
    return {(row.chain, row.line): row.phase for row in rows}


async def find_names(work: Work, accounts: Collection[UUID]) -> list[Name]:
    return await _NAMES.all(work, work.tenant, list(accounts)) if accounts else []


async def history_of(
    work: Work, ref: UUID, accounts: Sequence[Account], *, limit: int = 500
) -> list[Written]:
    """What was booked about something with these accounts, in the order of writing."""
    return await _HISTORY.all(work, work.tenant, [one.id for one in accounts], ref, limit)


async def expired(work: Work, now: datetime, limit: int) -> list[OpenHold]:
    """Holds with open lines whose time is up, the longest first; to void them is the caller's."""
    return await _EXPIRED.all(work, work.tenant, now, limit)


async def replay(work: Work, *, chunk: int = 10_000) -> list[Difference]:
    """Every kept balance against what all transfers come to from the first on."""
    computed: dict[UUID, Balance] = {}
    reading = rules.Replay(computed)
    async for lines in _onward(work, chunk):
        reading.take(lines)
    different = []
    async for kept in _every_kept(work, chunk):
        counted = computed.get(kept.account_id, Balance())
        counted = msgspec.structs.replace(counted, floor=kept.floor, ceiling=kept.ceiling)
        if counted != kept.balance():
            different.append(
                Difference(account=kept.account_id, kept=kept.balance(), recomputed=counted)
            )
    return different


async def _onward(work: Work, chunk: int) -> AsyncIterator[list[Transfer]]:
    batch, turn = -1, -1
    while rows := await _ONWARD.all(work, work.tenant, batch, turn, chunk):
        yield [row.transfer() for row in rows]
        batch, turn = rows[-1].batch, rows[-1].turn


async def _every_kept(work: Work, chunk: int) -> AsyncIterator[_Kept]:
    after = UUID(int=0)
    while rows := await _EVERY_KEPT.all(work, work.tenant, after, chunk):
        for row in rows:
            yield row
        after = rows[-1].account_id


def _by_chain(lines: Iterable[Transfer]) -> dict[UUID, list[Transfer]]:
    chains: dict[UUID, list[Transfer]] = defaultdict(list)
    for line in lines:
        chains[line.chain].append(line)
    return dict(chains)
