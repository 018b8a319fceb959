"""Deciding by the rule book whom customers belong to: the one way, besides the first purchase.

First one looks without a lock, for nearly every purchase leaves things as they are; only customers
with something to decide are locked, and are then decided anew.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.kernel.errors import NotFound
from siyu.modules.customers.actions.belong import Change, put
from siyu.modules.customers.facts import BondKept
from siyu.modules.customers.queries.bonds import current_book, find_idle
from siyu.modules.customers.queries.people import find_belongings, lock_customers
from siyu.modules.customers.rules.bonds import Bond, Decision, Event, decide
from siyu.modules.customers.values import Belonging, BondDecision, BondEvent, Book

CHUNK = 500

WRITE = Command(
    """
    insert into customers.bond_book
      (tenant_id, version, rule, protection_days, later_add, idle_days, since, by)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    """
)
KEEP = Command(
    """
    insert into customers.bond_decision
      (tenant_id, version, by, id, customer_id, at, event, outcome, reason, words, via, store_id,
       guide_id, asked_store_id, asked_guide_id, before_guide_id, until)
    select $1, d.version, d.by, d.id, d.customer, d.at, d.event, d.outcome, d.reason, d.words,
           d.via, d.store, d.guide, d.asked_store, d.asked_guide, d.before_guide, d.until
    from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::text[],
                $8::text[], $9::text[], $10::int4[], $11::uuid[], $12::uuid[], $13::uuid[],
                $14::uuid[], $15::uuid[], $16::timestamptz[], $17::text[])
      as d (id, customer, at, event, outcome, reason, words, via, version, store, guide,
            asked_store, asked_guide, before_guide, until, by)
    """
)
# She was heard of: an idle time begins anew.
TOUCH = Command(
    """
    update customers.belonging b set active_at = e.at
    from unnest($2::uuid[], $3::timestamptz[]) as e (customer_id, at)
    where b.tenant_id = $1 and b.customer_id = e.customer_id and b.ended_at is null
      and coalesce(b.active_at, b.since) < e.at
    """
)

Taken = tuple[BondEvent, Belonging | None, Decision]


async def write_book(work: Work, book: Book) -> int:
    """Let another rule book count from now on; what was decided by the old one stays."""
    version = (await current_book(work))[0] + 1
    said = (book.rule, book.protection_days, book.later_add, book.idle_days)
    await WRITE.run(work, work.tenant, version, *said, work.now, str(work.actor))
    after = {
        "version": version,
        "rule": book.rule,
        "protection_days": book.protection_days,
        "later_add": book.later_add,
        "idle_days": book.idle_days,
    }
    work.audit("customers.write_book", "bond_book", None, after=after)
    return version


async def bind(work: Work, events: Sequence[BondEvent]) -> list[BondDecision | None]:
    """What became of each event, in their order; None where there was nothing to decide."""
    version, book = await current_book(work)
    taken: list[BondDecision | None] = [None] * len(events)
    for numbers in _rounds(events):
        some = [events[n] for n in numbers]
        for n, made in zip(numbers, await _bind(work, book, version, some), strict=True):
            taken[n] = made
    await _touch(work, events)
    return taken


async def assign(
    work: Work, customer: UUID, *, store: UUID, guide: UUID | None, reason: str
) -> None:
    """Put her into the hands of a store, and of a guide if one is named, from now on."""
    event = BondEvent(customer=customer, what="hand", store=store, guide=guide, words=reason)
    [made] = await bind(work, [event])
    if made is None:
        raise NotFound


async def release_idle(work: Work) -> int:
    """Let a chunk of those who were not heard of for too long go to the pool; how many it were."""
    version, book = await current_book(work)
    if book.idle_days is None:
        return 0
    idle = await find_idle(
        work,
        active_before=work.now - timedelta(days=book.idle_days),
        bound_before=work.now - timedelta(days=book.protection_days),
        limit=CHUNK,
    )
    events = [BondEvent(customer=customer, what="idle") for customer in idle]
    return len([made for made in await _bind(work, book, version, events) if made])


def _rounds(events: Sequence[BondEvent]) -> list[list[int]]:
    """Numbers of events such that nobody is twice in a round, each in the order given."""
    rounds: list[list[int]] = []
    times: dict[UUID, int] = {}
    for number, event in enumerate(events):
        turn = times.get(event.customer, 0)
        times[event.customer] = turn + 1
        if turn == len(rounds):
            rounds.append([])
        rounds[turn].append(number)
    return rounds


async def _bind(
    work: Work, book: Book, version: int, events: Sequence[BondEvent]
) -> list[BondDecision | None]:
    """One round: decided without a lock, and what would change again under it."""
    now = await find_belongings(work, [event.customer for event in events])
    asked = [event.customer for event in events if _decided(work, book, event, now)]
    if not asked:
        return [None] * len(events)
    locked = await lock_customers(work, asked)
    now = await find_belongings(work, list(locked))
    decided = {
        event.customer: (event, now.get(event.customer), made)
        for event in events
        if event.customer in locked and (made := _decided(work, book, event, now))
    }
    await _carry_out(work, list(decided.values()), now)
    kept = {customer: _row(work, version, one) for customer, one in decided.items()}
    if kept:
        rows = [_values(row) for row in kept.values()]
        columns = [list(column) for column in zip(*rows, strict=True)]
        await KEEP.run(work, work.tenant, *columns)
    return [kept.get(event.customer) for event in events]


def _decided(
    work: Work, book: Book, event: BondEvent, now: Mapping[UUID, Belonging]
) -> Decision | None:
    held = now.get(event.customer)
    bond = None if held is None else _bond(held)
    asked = Event(what=event.what, store=event.store, guide=event.guide)
    return decide(book, event.at or work.now, bond, asked)


def _bond(held: Belonging) -> Bond:
    return Bond(
        store=held.store_id,
        guide=held.guide_id,
        rule=held.rule,
        since=held.since,
        active_at=held.active_at,
    )


async def _carry_out(work: Work, taken: Sequence[Taken], now: Mapping[UUID, Belonging]) -> None:
    changes = [
        Change(
            customer=event.customer,
            store=made.store,
            guide=made.guide,
            rule=made.rule,
            since=event.at or work.now,
            reason=event.words,
        )
        for event, _, made in taken
        if made.outcome != "kept" and made.store is not None
    ]
    why = {event.customer: event.words or made.reason for event, _, made in taken}
    await put(work, changes, now, why=why)
    for event, held, made in taken:
        if made.outcome == "kept" and held is not None and event.store is not None:
            fact = BondKept(
                store=held.store_id,
                guide=held.guide_id,
                asked_store=event.store,
                asked_guide=event.guide,
                reason=made.reason,
            )
            work.tell(fact, subject=event.customer)


def _row(work: Work, version: int, taken: Taken) -> BondDecision:
    event, held, made = taken
    return BondDecision(
        id=work.new_id(),
        customer_id=event.customer,
        at=work.now,
        event=event.what,
        outcome=made.outcome,
        reason=made.reason,
        words=event.words,
        via=event.via,
        version=version,
        store_id=made.store,
        guide_id=made.guide,
        asked_store_id=event.store,
        asked_guide_id=event.guide,
        before_guide_id=held.guide_id if held else None,
        until=made.until,
        by=str(work.actor),
    )


def _values(row: BondDecision) -> tuple[object, ...]:
    """In the order of the statement, which is that of the shape."""
    return tuple(getattr(row, field) for field in row.__struct_fields__)


async def _touch(work: Work, events: Sequence[BondEvent]) -> None:
    last: dict[UUID, object] = {}
    for event in sorted(events, key=lambda e: e.at or work.now):
        if event.what in {"add", "purchase"}:
            last[event.customer] = event.at or work.now
    if last:
        await TOUCH.run(work, work.tenant, list(last), list(last.values()))
