"""Points as she and as the house see them: what may be spent, what ends when, what happened."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import ledger, loyalty


class LotShape(Struct, frozen=True, kw_only=True):
    """So many end then; without an instant they never do. `held` wait with unpaid orders."""

    left: int
    held: int
    expires_at: datetime | None


class KindPoints(Struct, frozen=True, kw_only=True):
    """Her points of a kind: `left` may be spent now, `debt` she owes."""

    kind: UUID
    code: str
    name: str
    left: int
    debt: int
    lots: list[LotShape]


class PointsEntry(Struct, frozen=True, kw_only=True):
    """Something that happened; why and by whom is said to the house alone."""

    id: UUID
    kind: UUID
    kind_name: str
    at: datetime
    what: loyalty.What
    amount: int
    let_go: int
    ref: UUID | None
    why: str | None = None
    by: str | None = None


class RuleShape(Struct, frozen=True, kw_only=True):
    """A version of a rule, as it was set."""

    version: int
    since: datetime
    terms: loyalty.Terms
    set_at: datetime


class KindShape(Struct, frozen=True, kw_only=True):
    """A kind with its rules, the newest first; `now` is the version that counts."""

    id: UUID
    code: str
    name: str
    made_at: datetime
    ended_at: datetime | None
    now: int | None
    rules: list[RuleShape]


async def kind_shapes(work: Work) -> list[KindShape]:
    """Every kind there is."""
    rules = await loyalty.list_rules(work)
    found = []
    for kind in await loyalty.list_kinds(work):
        current = loyalty.rule_at(rules, kind.id, work.now)
        hers = [
            RuleShape(version=r.version, since=r.since, terms=r.terms, set_at=r.set_at)
            for r in rules
            if r.kind_id == kind.id
        ]
        found.append(
            KindShape(
                id=kind.id,
                code=kind.code,
                name=kind.name,
                made_at=kind.made_at,
                ended_at=kind.ended_at,
                now=current.version if current else None,
                rules=hers,
            )
        )
    return found


async def points_of(work: Work, customer: UUID) -> list[KindPoints]:
    """Each kind that brings points, or of which she has or owes some."""
    kinds = await loyalty.list_kinds(work)
    lots = await loyalty.list_lots(work, customer)
    accounts = [ledger.points(lot.id, customer, lot.kind_id) for lot in lots]
    debts = [ledger.points_debt(customer, kind.id) for kind in kinds]
    stand = await ledger.balances_of(work, [*accounts, *debts])
    found = []
    for kind, debt in zip(kinds, stand[len(lots) :], strict=True):
        hers = [(lot, b) for lot, b in zip(lots, stand, strict=False) if lot.kind_id == kind.id]
        shown = [
            LotShape(left=b.posted - b.held, held=b.held, expires_at=lot.expires_at)
            for lot, b in hers
            if b.posted and (lot.expires_at is None or lot.expires_at > work.now)
        ]
        if kind.ended_at is None or shown or debt.posted:
            found.append(
                KindPoints(
                    kind=kind.id,
                    code=kind.code,
                    name=kind.name,
                    left=sum(lot.left for lot in shown),
                    debt=-debt.posted,
                    lots=shown,
                )
            )
    return found


async def entry_shapes(
    work: Work, entries: Iterable[loyalty.Entry], *, inside: bool
) -> list[PointsEntry]:
    """`inside`: say why and by whom."""
    names = {kind.id: kind.name for kind in await loyalty.list_kinds(work)}
    return [
        PointsEntry(
            id=one.id,
            kind=one.kind_id,
            kind_name=names[one.kind_id],
            at=one.at,
            what=one.what,
            amount=one.amount,
            let_go=one.short,
            ref=one.ref,
            why=one.why if inside else None,
            by=one.by if inside else None,
        )
        for one in entries
    ]
