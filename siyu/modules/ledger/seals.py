"""The books sealed: a hash over lines in their order and over the seal before.

A seal takes no lock that anybody who books waits for. It covers batches below a number that no
running transaction can take any more: a batch's number is drawn after its transaction has its id,
so whoever has a smaller number is among the transactions that began before, and those have ended.
"""

import asyncio
import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Query, Scalar, Work, Works
from siyu.kernel.ids import TenantId
from siyu.kernel.invariants import Meaning

MOST_LINES = 5_000
"""A seal ends with the batch that reaches this many."""
LEAF = 8
PATIENCE_S, PAUSE_S = 2.0, 0.02
GENESIS = bytes(32)
SEALED = Meaning(
    "每一条封存过的流水都与封存时相同，不多也不少。",
    "Every line that was sealed is as it was; none is missing and none is new.",
)


class Seal(msgspec.Struct, frozen=True):
    """Of the batches after `after` up to `upto`; `leaves` are eight bytes of each line's hash."""

    number: int
    after: int
    upto: int
    lines: int
    leaves: bytes
    digest: bytes
    at: datetime


class SealHead(msgspec.Struct, frozen=True):
    """What of a seal is shown: its digest in hexadecimal digits."""

    number: int
    upto: int
    lines: int
    digest: str
    at: datetime


class Tampered(msgspec.Struct, frozen=True):
    """Seal `number` does not fit: what is wrong, and with what."""

    number: int
    said: str


class _Passed(msgspec.Struct, frozen=True):
    passed: bool


class _Row(msgspec.Struct, frozen=True):
    """All of a line, as it is hashed."""

    batch: int
    turn: int
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
    at: int
    expires_at: int | None


_FIELDS = "number, after, upto, lines, leaves, digest, at"
# In two statements, for each sees what is when it begins: the number first, then who has begun, so
# that whoever drew a number up to it is among those.
_DRAWN = Scalar("select pg_sequence_last_value('ledger.batch')")
_BEGUN = Scalar("select (pg_snapshot_xmax(pg_current_snapshot())::text)::int8")
_PASSED = Query(
    _Passed,
    "select (pg_snapshot_xmin(pg_current_snapshot())::text)::int8 >= $1::int8 as passed",
)
_LAST = Query(
    Seal, f"select {_FIELDS} from ledger.seal where tenant_id = $1 order by number desc limit 1"
)
_ONWARD = Query(
    Seal,
    f"select {_FIELDS} from ledger.seal where tenant_id = $1 and number > $2 "
    "order by number limit $3",
)
_HEADS = Query(
    SealHead,
    """
    select number, upto, lines, encode(digest, 'hex') as digest, at from ledger.seal
    where tenant_id = $1 and at >= $2 and at < $3 order by number desc limit $4
    """,
)
_LINES = Query(
    _Row,
    """
    select batch, turn, chain, line, lines, debit, credit, amount, phase, of_chain, of_line,
           reason, ref, (extract(epoch from at) * 1000000)::int8 as at,
           (extract(epoch from expires_at) * 1000000)::int8 as expires_at
    from ledger.transfer
    where tenant_id = $1 and (batch, turn) > ($2, $3) and batch <= $4
    order by batch, turn limit $5
    """,
)
_SEAL = Command(
    """
    insert into ledger.seal (tenant_id, number, after, upto, lines, leaves, digest, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing
    """
)


async def seal(works: Works, tenant: TenantId) -> int:
    """Seal what was written and can't be preceded any more; how many seals were put."""
    upto = await _horizon(works, tenant)
    count = 0
    while upto is not None:
        async with works.open(tenant) as work:
            if not await _seal_next(work, upto):
                break
        count += 1
    return count


async def _horizon(works: Works, tenant: TenantId) -> int | None:
    """Nobody writes a batch up to this number any more; None if somebody takes too long."""
    async with works.look(tenant) as work:
        drawn: int | None = await _DRAWN.get(work)
        begun: int = await _BEGUN.get(work)
    if drawn is None:
        return None
    until = asyncio.get_running_loop().time() + PATIENCE_S
    while asyncio.get_running_loop().time() < until:
        async with works.look(tenant) as work:
            if (await _PASSED.one(work, begun)).passed:
                return drawn
        await asyncio.sleep(PAUSE_S)
    return None


async def _seal_next(work: Work, upto: int) -> bool:
    last = await _LAST.first(work, work.tenant)
    after = last.upto if last else 0
    rows = await _LINES.all(work, work.tenant, after, MOST, upto, MOST_LINES)
    if not rows:
        return False
    end = rows[-1].batch
    if len(rows) == MOST_LINES:
        # The last batch may go on.
        rest = (work.tenant, end, rows[-1].turn, end, MOST_LINES)
        while more := await _LINES.all(work, *rest):
            rows += more
            rest = (work.tenant, end, more[-1].turn, end, MOST_LINES)
    leaves = leaves_of(rows)
    number = last.number + 1 if last else 1
    digest = digest_of(last.digest if last else GENESIS, (number, after, end), rows)
    said = (number, after, end, len(rows), leaves, digest, work.now)
    return await _SEAL.run(work, work.tenant, *said) == 1


MOST = 2**31 - 1


def leaves_of(rows: Iterable[_Row]) -> bytes:
    return b"".join(_leaf(row) for row in rows)


def digest_of(before: bytes, bounds: tuple[int, int, int], rows: Iterable[_Row]) -> bytes:
    """The seal: over the one before, its own number and bounds, and every line."""
    whole = hashlib.sha256(before)
    whole.update(msgspec.json.encode(bounds))
    for row in rows:
        whole.update(hashlib.sha256(_bytes(row)).digest())
    return whole.digest()


def _bytes(row: _Row) -> bytes:
    # A list of values in a fixed order: two lines that differ have different bytes.
    return msgspec.json.encode(msgspec.structs.astuple(row))


def _leaf(row: _Row) -> bytes:
    return hashlib.sha256(_bytes(row)).digest()[:LEAF]


async def verify(work: Work, *, chunk: int = 50) -> list[Tampered]:
    """Every seal against its lines from the first one on, a seal's lines in memory at a time."""
    faults: list[Tampered] = []
    before = Seal(0, 0, 0, 0, b"", GENESIS, work.now)
    async for one in _onward(work, chunk):
        if one.number != before.number + 1 or one.after != before.upto:
            faults.append(Tampered(one.number, f"does not follow on seal {before.number}"))
        rows = [row async for row in _lines_of(work, one.after, one.upto)]
        wanted = digest_of(before.digest, (one.number, one.after, one.upto), rows)
        if wanted != one.digest or leaves_of(rows) != one.leaves:
            named = [Tampered(one.number, said) for said in named_in(one, rows)]
            faults += named or [Tampered(one.number, "its lines are as they were: the seal is not")]
        before = one
    return faults


def named_in(seal: Seal, rows: Sequence[_Row]) -> Iterator[str]:
    """Which lines are not those that were sealed, and after which ones some are missing."""
    sealed = [seal.leaves[n : n + LEAF] for n in range(0, len(seal.leaves), LEAF)]
    left = Counter(sealed)
    strange: list[_Row] = []
    place = {leaf: n for n, leaf in enumerate(sealed)}
    found: dict[int, _Row] = {}
    for row in rows:
        leaf = _leaf(row)
        if left[leaf]:
            left[leaf] -= 1
            found[place[leaf]] = row
        else:
            strange.append(row)
    gone = [n for n, leaf in enumerate(sealed) if n not in found and left[leaf]]
    for row in strange:
        yield f"line {row.line} of chain {row.chain} was changed or put in"
    for n in gone[len(strange) :]:
        near = next((found[m] for m in range(n - 1, -1, -1) if m in found), None)
        where = f"after line {near.line} of chain {near.chain}" if near else "at its beginning"
        yield f"a line is gone {where}"
    if not strange and not gone and [_leaf(row) for row in rows] != sealed:
        yield "its lines stand in another order"


async def seals_of(
    work: Work, since: datetime, until: datetime, *, limit: int = 100
) -> list[SealHead]:
    """Seals put in this time, the latest first."""
    return await _HEADS.all(work, work.tenant, since, until, limit)


async def last_seal(work: Work) -> SealHead | None:
    found = await _LAST.first(work, work.tenant)
    if found is None:
        return None
    return SealHead(found.number, found.upto, found.lines, found.digest.hex(), found.at)


async def _onward(work: Work, chunk: int) -> AsyncIterator[Seal]:
    number = 0
    while rows := await _ONWARD.all(work, work.tenant, number, chunk):
        for row in rows:
            yield row
        number = rows[-1].number


async def _lines_of(work: Work, after: int, upto: int) -> AsyncIterator[_Row]:
    batch, turn = after, MOST
    while rows := await _LINES.all(work, work.tenant, batch, turn, upto, MOST_LINES):
        for row in rows:
            yield row
        batch, turn = rows[-1].batch, rows[-1].turn
