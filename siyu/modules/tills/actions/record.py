"""Recording lines of receipts: batch-first, each line once, whatever is sent again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

import msgspec

from siyu.kernel.db import Command, Query, Scalar, Work
from siyu.modules.tills.actions.explain import Explained, explain
from siyu.modules.tills.actions.figures import Figures, add_figures
from siyu.modules.tills.actions.links import link_added
from siyu.modules.tills.facts import ReceiptRecorded, RecordedLine
from siyu.modules.tills.rules import Group, digest_of, group_of, place_lines
from siyu.modules.tills.values import Kind, Outcome, RecordLine


class _Known(msgspec.Struct, frozen=True):
    identity: bytes
    part: int
    id: UUID
    customer_id: UUID | None
    guide_id: UUID | None
    till: str | None
    kind: Kind
    amount_minor: int


class _Line(msgspec.Struct, frozen=True):
    receipt_id: UUID
    line_no: int
    digest: bytes
    run_id: UUID | None
    sku_id: UUID | None


# Writers of one source and store wait for each other, so that two copies sent at once are
# recorded once; the lock ends with the transaction. Plans are made for what the tables hold now:
# one that was kept from when they were empty may read all receipts for each one.
_LOCK = Scalar(
    """
    select set_config('plan_cache_mode', 'force_custom_plan', true) from (
      select count(*) from (select pg_advisory_xact_lock(hashtextextended(p, $1))
      from unnest($2::text[]) p order by p) locked
    ) waited
    """
)
_KNOWN = Query(
    _Known,
    """
    select r.identity, r.part, r.id, r.customer_id, r.guide_id, r.till, r.kind, r.amount_minor
    from unnest($2::bytea[]) g (identity)
    cross join lateral (
      select * from tills.receipt where tenant_id = $1 and identity = g.identity offset 0
    ) r
    """,
)
_LINES = Query(
    _Line,
    """
    select l.receipt_id, l.line_no, l.digest, l.run_id, l.sku_id
    from unnest($2::uuid[]) r (id)
    cross join lateral (
      select * from tills.line where tenant_id = $1 and receipt_id = r.id offset 0
    ) l
    """,
)
_ADD_RECEIPTS = Command(
    """
    insert into tills.receipt
      (tenant_id, id, source, store_id, identity, part, receipt_no, at, day, till, guide_id,
       customer_id, kind, lines, amount_minor, returned_minor, discount_minor, recorded_at, run_id)
    select $1, r.*, $2, $3
    from unnest($4::uuid[], $5::text[], $6::uuid[], $7::bytea[], $8::int4[], $9::text[],
                $10::timestamptz[], $11::date[], $12::text[], $13::uuid[], $14::uuid[],
                $15::text[], $16::int4[], $17::int8[], $18::int8[], $19::int8[]) r
    """
)
_GROW_RECEIPTS = Command(
    """
    update tills.receipt r set
      lines = r.lines + a.lines, amount_minor = r.amount_minor + a.amount_minor,
      returned_minor = r.returned_minor + a.returned_minor,
      discount_minor = r.discount_minor + a.discount_minor,
      kind = a.kind, customer_id = a.customer_id, guide_id = a.guide_id, till = a.till
    from unnest($2::uuid[], $3::int4[], $4::int8[], $5::int8[], $6::int8[], $7::text[], $8::uuid[],
                $9::uuid[], $10::text[])
      a (id, lines, amount_minor, returned_minor, discount_minor, kind, customer_id, guide_id, till)
    where r.tenant_id = $1 and r.id = a.id
    """
)
_ADD_LINES = Command(
    """
    insert into tills.line
      (tenant_id, run_id, receipt_id, line_no, kind, sku_id, sku_text, quantity_milli,
       amount_minor, discount_minor, at, customer_id, digest, returns_no)
    select $1, $2, l.*
    from unnest($3::uuid[], $4::int4[], $5::text[], $6::uuid[], $7::text[], $8::int8[],
                $9::int8[], $10::int8[], $11::timestamptz[], $12::uuid[], $13::bytea[],
                $14::text[]) l
    """
)
_ADD_MEANS = Command(
    """
    insert into tills.means (tenant_id, receipt_id, kind, amount_minor)
    select $1, m.receipt_id, m.kind, m.amount_minor
    from unnest($2::uuid[], $3::text[], $4::int8[]) m (receipt_id, kind, amount_minor)
    on conflict (tenant_id, receipt_id, kind)
    do update set amount_minor = means.amount_minor + excluded.amount_minor
    """
)


class Added(NamedTuple):
    """A line that is new, with where it goes."""

    command: RecordLine
    line_no: int
    digest: bytes


class _Receipt:
    """A receipt that lines are added to, new or known; sums are of the added lines."""

    __slots__ = (
        "added", "amount_minor", "customer", "discount_minor", "first", "group", "guide", "id",
        "kind", "known", "part", "returned_minor", "till",
    )  # fmt: skip

    def __init__(self, receipt: UUID, group: Group, part: int, known: _Known | None) -> None:
        self.id = receipt
        self.group = group
        self.part = part
        self.known = known
        self.added: list[Added] = []
        self.amount_minor = self.returned_minor = self.discount_minor = 0
        self.kind: Kind = known.kind if known else "return"
        self.till = known.till if known else None
        self.guide = known.guide_id if known else None
        self.customer = known.customer_id if known else None

    def add(self, line: RecordLine, line_no: int, digest: bytes) -> None:
        if not self.added or line.at < self.first.at:
            self.first = line
        self.added.append(Added(line, line_no, digest))
        self.amount_minor += line.amount_minor
        self.discount_minor += line.discount_minor
        if line.kind == "sale":
            self.kind = "sale"
        else:
            self.returned_minor += line.amount_minor
        # What the receipt does not say yet, the first line that says it does.
        self.till = self.till or line.till
        self.guide = self.guide or line.guide
        self.customer = self.customer or line.customer


async def record_lines(
    work: Work, commands: Sequence[RecordLine], *, run: UUID | None = None
) -> list[Outcome]:
    """One outcome for each line, in order; lines known before change nothing and tell nothing.

    Lines without numbers are told apart within what is sent at once: send a receipt whole.
    """
    groups: dict[Group, list[int]] = defaultdict(list)
    for i, command in enumerate(commands):
        groups[group_of(command)].append(i)
    await _LOCK.get(work, work.tenant, sorted({f"tills {g.source} {g.store}" for g in groups}))
    known, lines = await _recorded(work, list(groups))
    outcomes: list[Outcome | None] = [None] * len(commands)
    receipts: list[_Receipt] = []
    explained: list[Explained] = []
    for group, which in groups.items():
        desk = _Desk(work, group, known[group], lines)
        for i, outcome in zip(which, desk.take([commands[i] for i in which]), strict=True):
            outcomes[i] = outcome
        receipts += desk.changed()
        explained += desk.explained()
    if receipts:
        await _write(work, receipts, run)
    await explain(work, explained)
    return [outcome for outcome in outcomes if outcome is not None]


async def _recorded(
    work: Work, groups: Sequence[Group]
) -> tuple[Mapping[Group, list[_Known]], Mapping[UUID, list[_Line]]]:
    by_identity = {group.identity: group for group in groups}
    known: dict[Group, list[_Known]] = defaultdict(list)
    for receipt in await _KNOWN.all(work, work.tenant, list(by_identity)):
        known[by_identity[receipt.identity]].append(receipt)
    lines: dict[UUID, list[_Line]] = defaultdict(list)
    ids = [receipt.id for some in known.values() for receipt in some]
    if ids:
        for line in await _LINES.all(work, work.tenant, ids):
            lines[line.receipt_id].append(line)
    return known, lines


class _Desk:
    """One group's receipts: places incoming lines among those recorded."""

    def __init__(
        self,
        work: Work,
        group: Group,
        known: Sequence[_Known],
        lines: Mapping[UUID, Sequence[_Line]],
    ) -> None:
        self._work = work
        self._group = group
        self._receipts: dict[int, _Receipt] = {}
        self._digests: dict[int, bytes] = {}
        self._lines: dict[int, _Line] = {}
        self._explained: dict[UUID, Explained] = {}
        for receipt in known:
            self._receipts[receipt.part] = _Receipt(receipt.id, group, receipt.part, receipt)
            for line in lines[receipt.id]:
                number = receipt.part if group.anonymous else line.line_no
                self._digests[number] = line.digest
                self._lines[number] = line

    def take(self, commands: Sequence[RecordLine]) -> list[Outcome]:
        anonymous = self._group.anonymous
        lines = [(None if anonymous else c.line_no, digest_of(c)) for c in commands]
        outcomes = []
        for command, (_, digest), place in zip(
            commands, lines, place_lines(lines, self._digests), strict=True
        ):
            receipt = self._receipt(place.number if anonymous else 0)
            line_no = 1 if anonymous else place.number
            if place.status == "added":
                receipt.add(command, line_no, digest)
            recorded = self._lines.get(place.number)
            if place.status == "known" and recorded is not None:
                self._explain(receipt, recorded, command)
            run = recorded.run_id if recorded else None
            outcomes.append(Outcome(place.status, receipt.id, line_no, run))
        return outcomes

    def changed(self) -> list[_Receipt]:
        return [receipt for receipt in self._receipts.values() if receipt.added]

    def explained(self) -> list[Explained]:
        return list(self._explained.values())

    def _explain(self, receipt: _Receipt, recorded: _Line, command: RecordLine) -> None:
        """What was not known when the line was recorded, and is now."""
        known = receipt.known
        guide = command.guide if known and known.guide_id is None else None
        sku = command.sku if recorded.sku_id is None else None
        if guide is not None or sku is not None:
            told = self._explained.setdefault(receipt.id, Explained(receipt.id))
            told.guide = told.guide or guide
            receipt.guide = receipt.guide or guide
            if sku is not None:
                told.skus[recorded.line_no] = sku

    def _receipt(self, part: int) -> _Receipt:
        if part not in self._receipts:
            self._receipts[part] = _Receipt(self._work.new_id(), self._group, part, None)
        return self._receipts[part]


async def _write(work: Work, receipts: Sequence[_Receipt], run: UUID | None) -> None:
    opened = [_new_row(r) for r in receipts if r.known is None]
    grown = [_grown_row(r) for r in receipts if r.known is not None]
    if opened:
        await _ADD_RECEIPTS.run(work, work.tenant, work.now, run, *_columns(opened))
    if grown:
        await _GROW_RECEIPTS.run(work, work.tenant, *_columns(grown))
    lines = [_line_row(r.id, added) for r in receipts for added in r.added]
    await _ADD_LINES.run(work, work.tenant, run, *_columns(lines))
    if means := _means(receipts):
        await _ADD_MEANS.run(work, work.tenant, *_columns(means))
    await add_figures(work, [_figures(r) for r in receipts if r.customer is not None])
    links = await link_added(
        work, [(r.id, a.line_no, a.command) for r in receipts for a in r.added]
    )
    for receipt in receipts:
        _tell(work, receipt, links)


def _figures(receipt: _Receipt) -> Figures:
    """What the added lines change in the figures of the receipt's customer."""
    known = receipt.known
    sold = receipt.kind == "sale"
    if known is None or known.customer_id is None:
        earlier = known.amount_minor if known else 0
        receipts, returns, spent = int(sold), int(not sold), earlier + receipt.amount_minor
    else:
        turned = int(sold and known.kind == "return")
        receipts, returns, spent = turned, -turned, receipt.amount_minor
    at = receipt.first.at if sold else None
    return Figures(receipt.customer, receipts, returns, spent, at)


def _new_row(receipt: _Receipt) -> tuple[object, ...]:
    first = receipt.first
    return (
        receipt.id,
        receipt.group.source,
        receipt.group.store,
        receipt.group.identity,
        receipt.part,
        first.receipt_no,
        first.at,
        first.on,
        receipt.till,
        receipt.guide,
        receipt.customer,
        receipt.kind,
        len(receipt.added),
        receipt.amount_minor,
        receipt.returned_minor,
        receipt.discount_minor,
    )


def _grown_row(receipt: _Receipt) -> tuple[object, ...]:
    return (
        receipt.id,
        len(receipt.added),
        receipt.amount_minor,
        receipt.returned_minor,
        receipt.discount_minor,
        receipt.kind,
        receipt.customer,
        receipt.guide,
        receipt.till,
    )


def _line_row(receipt: UUID, added: Added) -> tuple[object, ...]:
    c = added.command
    return (
        receipt,
        added.line_no,
        c.kind,
        c.sku,
        c.sku_text,
        c.quantity_milli,
        c.amount_minor,
        c.discount_minor,
        c.at,
        c.customer,
        added.digest,
        c.returns_no,
    )


def _means(receipts: Sequence[_Receipt]) -> list[tuple[object, ...]]:
    sums: dict[tuple[UUID, str], int] = defaultdict(int)
    for receipt in receipts:
        for added in receipt.added:
            if added.command.means is not None:
                sums[receipt.id, added.command.means] += added.command.amount_minor
    return [(*key, amount) for key, amount in sums.items()]


def _columns(rows: Sequence[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _tell(work: Work, receipt: _Receipt, links: Mapping[tuple[UUID, int], UUID]) -> None:
    first = receipt.first
    fact = ReceiptRecorded(
        receipt=receipt.id,
        source=receipt.group.source,
        store=receipt.group.store,
        till=receipt.till,
        guide=receipt.guide,
        customer=receipt.customer,
        at=first.at,
        on=first.on,
        opened=receipt.known is None,
        kind=receipt.kind,
        amount_minor=receipt.amount_minor,
        returned_minor=receipt.returned_minor,
        discount_minor=receipt.discount_minor,
        lines=tuple(_told_line(receipt.id, added, links) for added in receipt.added),
    )
    work.tell(fact, subject=receipt.customer, at=first.at)


def _told_line(receipt: UUID, added: Added, links: Mapping[tuple[UUID, int], UUID]) -> RecordedLine:
    c = added.command
    return RecordedLine(
        line_no=added.line_no,
        kind=c.kind,
        sku=c.sku,
        quantity_milli=c.quantity_milli,
        amount_minor=c.amount_minor,
        discount_minor=c.discount_minor,
        returns=links.get((receipt, added.line_no)),
    )
