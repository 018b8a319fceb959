"""Recording lines of receipts: batch-first, each line once, whatever is sent again."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from siyu.kernel.db import Query, Scalar, Work
from siyu.modules.tills.actions.explain import Explained, explain
from siyu.modules.tills.actions.growing import Growing, Known
from siyu.modules.tills.actions.write import write
from siyu.modules.tills.rules import Group, Mark, digest_of, group_of, place_lines
from siyu.modules.tills.values import Outcome, RecordLine


class _Line(msgspec.Struct, frozen=True):
    receipt_id: UUID
    line_no: int
    digest: bytes
    at: datetime
    amount_minor: int
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
    Known,
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
    select l.receipt_id, l.line_no, l.digest, l.at, l.amount_minor, l.run_id, l.sku_id
    from unnest($2::uuid[]) r (id)
    cross join lateral (
      select * from tills.line where tenant_id = $1 and receipt_id = r.id offset 0
    ) l
    """,
)


async def record_lines(
    work: Work, commands: Sequence[RecordLine], *, run: UUID | None = None
) -> list[Outcome]:
    """One outcome for each line, in order; lines known before change nothing and tell nothing.

    Lines without numbers are told apart within what is sent at once: send a receipt whole.
    """
    groups: dict[Group, list[int]] = defaultdict(list)
    for i, command in enumerate(commands):
        groups[group_of(command)].append(i)
    desks = {(group.source, group.store) for group in groups}
    await _LOCK.get(work, work.tenant, sorted(f"tills {source} {at}" for source, at in desks))
    known, lines = await _recorded(work, list(groups))
    outcomes: list[Outcome | None] = [None] * len(commands)
    receipts: list[Growing] = []
    explained: list[Explained] = []
    for group, which in groups.items():
        desk = _Desk(work, group, known[group], lines)
        for i, outcome in zip(which, desk.take([commands[i] for i in which]), strict=True):
            outcomes[i] = outcome
        receipts += desk.changed()
        explained += desk.explained()
    if receipts:
        await write(work, receipts, run)
    await explain(work, explained)
    return [outcome for outcome in outcomes if outcome is not None]


async def _recorded(
    work: Work, groups: Sequence[Group]
) -> tuple[Mapping[Group, list[Known]], Mapping[UUID, list[_Line]]]:
    by_identity = {group.identity: group for group in groups}
    known: dict[Group, list[Known]] = defaultdict(list)
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
        known: Sequence[Known],
        lines: Mapping[UUID, Sequence[_Line]],
    ) -> None:
        self._work = work
        self._group = group
        self._receipts: dict[int, Growing] = {}
        self._marks: dict[int, Mark] = {}
        self._amounts: dict[int, int] = {}
        self._lines: dict[int, _Line] = {}
        self._explained: dict[UUID, Explained] = {}
        for receipt in known:
            self._receipts[receipt.part] = Growing(receipt.id, group, receipt.part, receipt)
            for line in lines[receipt.id]:
                number = receipt.part if group.anonymous else line.line_no
                self._marks[number] = Mark(line.digest, line.at)
                self._amounts[number] = line.amount_minor
                self._lines[number] = line

    def take(self, commands: Sequence[RecordLine]) -> list[Outcome]:
        anonymous = self._group.anonymous
        lines = [(None if anonymous else c.line_no, Mark(digest_of(c), c.at)) for c in commands]
        outcomes = []
        for command, (_, mark), place in zip(
            commands, lines, place_lines(lines, self._marks), strict=True
        ):
            receipt = self._receipt(place.number if anonymous else 0)
            line_no = 1 if anonymous else place.number
            if place.status == "added":
                receipt.add(command, line_no, mark.digest)
                self._amounts[place.number] = command.amount_minor
            recorded = self._lines.get(place.number)
            if place.status == "known" and recorded is not None:
                self._explain(receipt, recorded, command)
            run = recorded.run_id if recorded else None
            amount = self._amounts[place.number]
            outcomes.append(Outcome(place.status, receipt.id, line_no, run, amount))
        return outcomes

    def changed(self) -> list[Growing]:
        return [receipt for receipt in self._receipts.values() if receipt.added]

    def explained(self) -> list[Explained]:
        return list(self._explained.values())

    def _explain(self, receipt: Growing, recorded: _Line, command: RecordLine) -> None:
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

    def _receipt(self, part: int) -> Growing:
        if part not in self._receipts:
            self._receipts[part] = Growing(self._work.new_id(), self._group, part, None)
        return self._receipts[part]
