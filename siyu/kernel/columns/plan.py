"""The feed's memory in PostgreSQL: every statement shows the feeder's fence and holds it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from siyu.kernel.columns.errors import Superseded
from siyu.kernel.columns.tables import stored_name
from siyu.kernel.db.sql import Command, On, Query, Scalar
from siyu.kernel.facts.envelope import Position
from siyu.kernel.facts.log import START

KEPT_BATCHES = 1000

_HELD = "held as (select fence from facts.columns_feed where one = 1 and fence = $1 for share)"

CLAIM = Scalar(
    """
    insert into facts.columns_feed as f (one, fence) values (1, $1)
    on conflict (one) do update set fence = excluded.fence where f.fence <= excluded.fence
    returning fence
    """,
    role="relay",
)


class Generation(msgspec.Struct, frozen=True, kw_only=True):
    """One filling of a table, and the last batch planned for it."""

    generation: str
    name: str
    shape: str
    made_at: datetime
    served_at: datetime | None
    place: int
    rows: int
    number: int | None
    after_epoch: int | None
    after_xid: int | None
    after_id: UUID | None
    to_epoch: int | None
    to_xid: int | None
    to_id: UUID | None
    sent_at: datetime | None

    @property
    def stored(self) -> str:
        """The table's name in the columns."""
        return stored_name(self.name, self.generation)

    @property
    def pending(self) -> bool:
        return self.number is not None and self.sent_at is None

    @property
    def after(self) -> Position:
        return _position(self.after_epoch, self.after_xid, self.after_id)

    @property
    def to(self) -> Position:
        """Up to where facts have been planned, and sent unless `pending`."""
        return _position(self.to_epoch, self.to_xid, self.to_id)


def _position(epoch: int | None, xid: int | None, id_: UUID | None) -> Position:
    if epoch is None or xid is None or id_ is None:
        return START
    return Position(epoch, xid, id_)


GENERATIONS = Query(
    Generation,
    """
    select t.generation, t.name, t.shape, t.made_at, t.served_at, t.place, t.rows,
           b.number, b.after_epoch, b.after_xid, b.after_id, b.to_epoch, b.to_xid, b.to_id,
           b.sent_at
    from facts.columns_table t
    left join lateral (select * from facts.columns_batch b where b.generation = t.generation
      order by b.number desc limit 1) b on true
    order by t.made_at, t.generation
    """,
    role="relay",
)

_BEGIN = Command(
    f"""
    with {_HELD}
    insert into facts.columns_table (generation, name, shape, made_at, place, rows)
    select $2, $3, $4, $5, -1, 0 from held
    """,
    role="relay",
)

_ASK = Command(
    """
    insert into facts.columns_table (generation, name, shape, made_at, place, rows)
    values ($1, $2, $3, $4, -1, 0)
    """,
    role="relay",
)

_PLAN = Command(
    f"""
    with {_HELD}
    insert into facts.columns_batch
      (generation, number, after_epoch, after_xid, after_id, to_epoch, to_xid, to_id, facts,
       fence, planned_at)
    select g.generation, g.number, $4, $5, $6, $7, $8, $9, $10, $1, $11
    from held, unnest($2::text[], $3::bigint[]) as g (generation, number)
    on conflict do nothing
    """,
    role="relay",
)

_SENT = Command(
    f"""
    with {_HELD},
    done as (update facts.columns_batch b set sent_at = $6 from held
      where b.generation = $2 and b.number = $3 and b.sent_at is null returning b.generation)
    update facts.columns_table t set place = greatest(t.place, $4), rows = t.rows + $5
    from done where t.generation = done.generation
    """,
    role="relay",
)

_SERVED = Command(
    f"""
    with {_HELD}
    update facts.columns_table t set served_at = $3 from held where t.generation = $2
    """,
    role="relay",
)

_FORGET = Command(
    f"with {_HELD} delete from facts.columns_table t using held where t.generation = $2",
    role="relay",
)

_PRUNE = Command(
    "delete from facts.columns_batch where generation = $1 and number < $2", role="relay"
)


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Every fact after one position up to another, for one filling."""

    generation: str
    name: str
    number: int
    after: Position
    to: Position

    @property
    def token(self) -> str:
        """What makes a second sending change nothing."""
        return f"{self.generation}.{self.number}"


class Plans:
    """The statements of one feeder; Superseded when another has taken over since."""

    def __init__(self, on: On, fence: int) -> None:
        self._on = on
        self._fence = fence

    async def begin(self, generation: str, name: str, shape: str, now: datetime) -> None:
        _held(await _BEGIN.run(self._on, self._fence, generation, name, shape, now))

    async def plan(self, batches: Sequence[Batch], facts: int, now: datetime) -> None:
        """Write down what is about to be sent; the batches share their bounds."""
        a, b = batches[0].after, batches[0].to
        names = [batch.generation for batch in batches]
        numbers = [batch.number for batch in batches]
        bounds = (a.epoch, a.xid, a.id, b.epoch, b.xid, b.id)
        done = await _PLAN.run(self._on, self._fence, names, numbers, *bounds, facts, now)
        _held(done == len(batches))

    async def mark_sent(self, batch: Batch, *, place: int, rows: int, now: datetime) -> None:
        key = (self._fence, batch.generation, batch.number)
        _held(await _SENT.run(self._on, *key, place, rows, now))
        if batch.number % KEPT_BATCHES == 0:
            await _PRUNE.run(self._on, batch.generation, batch.number - KEPT_BATCHES)

    async def mark_served(self, generation: str, now: datetime) -> None:
        _held(await _SERVED.run(self._on, self._fence, generation, now))

    async def forget(self, generation: str) -> None:
        _held(await _FORGET.run(self._on, self._fence, generation))


async def ask_generation(on: On, generation: str, name: str, shape: str, now: datetime) -> None:
    """Ask whoever feeds to fill the table anew beside what is served."""
    await _ASK.run(on, generation, name, shape, now)


def _held(done: int | bool) -> None:
    if not done:
        raise Superseded("another feeder has taken over")
