"""Who and what a till's own codes mean: stores, articles, guides, members."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from siyu.kernel.db import Work
from siyu.kernel.money import Currency
from siyu.modules import catalog, customers, staff, tenants, tills
from siyu.modules.tills.errors import StoreMissing
from siyu.modules.tills.reading import Mapping as ColumnMapping
from siyu.modules.tills.reading import Row, RowProblem
from siyu.modules.tills.values import AliasKind

_REMEMBERED = 200_000


class Resolver:
    """Resolves rows of one import; remembers what it found as long as its transactions commit.

    A member who is not known yet is met at the till: a customer from then on, with consent
    *legacy*. An unknown store makes a problem; an unknown article or guide stays open.
    """

    def __init__(self, mapping: ColumnMapping) -> None:
        self._mapping = mapping
        constant = mapping.constants.get("store")
        self._constant = UUID(constant) if constant else None
        self._stores: dict[str, UUID | None] = {}
        self._skus: dict[str, UUID | None] = {}
        self._guides: dict[str, UUID | None] = {}
        self._members: dict[str, UUID | None] = {}

    async def resolve(
        self, work: Work, rows: Sequence[Row]
    ) -> tuple[list[tuple[Row, tills.RecordLine]], list[RowProblem]]:
        """Each row as a line to record, or as a problem."""
        self._stores |= await find_stores(work, _new(self._stores, (r.store for r in rows)))
        self._skus |= await find_skus(work, _new(self._skus, (r.sku for r in rows)))
        self._guides |= await find_guides(work, _new(self._guides, (r.guide for r in rows)))
        placed = [(row, store) for row in rows if (store := self._store(row)) is not None]
        await self._meet(work, placed)
        lines, problems = [], [self._unknown_store(r) for r in rows if self._store(r) is None]
        for row, store in placed:
            if row.member is not None and self._members[row.member] is None:
                column = self._mapping.columns["member"]
                problems.append(RowProblem(row.line, "member_unreadable", {"column": column}))
            else:
                lines.append((row, self._line(row, store)))
        return lines, problems

    def _store(self, row: Row) -> UUID | None:
        return self._constant if row.store is None else self._stores[row.store]

    def _unknown_store(self, row: Row) -> RowProblem:
        return RowProblem(row.line, "store_unknown", {"value": row.store or ""})

    async def _meet(self, work: Work, placed: Sequence[tuple[Row, UUID]]) -> None:
        """Once per unit of work, as meeting demands."""
        if len(self._members) > _REMEMBERED:
            self._members.clear()
        first: dict[str, customers.Meet] = {}
        for row, store in placed:
            if row.member is not None and row.member not in self._members:
                identity = customers.read_identity(row.member)
                meet = customers.Meet(
                    identity=identity, source="pos", at=row.at, store=store, guide=self._guide(row)
                )
                first.setdefault(row.member, meet)
        if first:
            met = await customers.meet(work, list(first.values()))
            self._members |= {k: m.customer for k, m in zip(first, met, strict=True)}

    def _guide(self, row: Row) -> UUID | None:
        return None if row.guide is None else self._guides[row.guide]

    def _line(self, row: Row, store: UUID) -> tills.RecordLine:
        return tills.RecordLine(
            source=self._mapping.source,
            store=store,
            receipt_no=row.receipt,
            line_no=row.line_no,
            at=row.at,
            on=row.on,
            till=row.till,
            guide=self._guide(row),
            customer=None if row.member is None else self._members[row.member],
            sku=None if row.sku is None else self._skus[row.sku],
            sku_text=row.sku,
            quantity_milli=row.quantity_milli,
            amount_minor=row.amount_minor,
            discount_minor=row.discount_minor,
            means=row.means,
            returns_no=row.returns,
            kind=row.kind,
        )


def left_out(row: Row, outcome: tills.Outcome, money: Currency) -> RowProblem:
    """Why a line was not recorded beside what is recorded of its receipt."""
    slots: dict[str, str | int] = {"receipt": row.receipt or row.on.isoformat()}
    if outcome.status == "differs":
        amount, recorded = money.text(row.amount_minor), money.text(outcome.recorded_minor or 0)
        slots |= {"line_no": outcome.line_no, "amount": amount, "recorded": recorded}
    return RowProblem(row.line, outcome.status, slots)


async def must_know_store(work: Work, mapping: ColumnMapping) -> None:
    """StoreMissing unless every row will have a store: by a column, or one store for all."""
    constant = mapping.constants.get("store")
    if "store" not in mapping.columns and constant is None:
        raise StoreMissing
    if constant is not None and not await tenants.store_refs(work, [UUID(constant)]):
        raise StoreMissing


async def find_stores(work: Work, codes: Sequence[str]) -> dict[str, UUID | None]:
    """The store of each code, by alias before the merchant's own code; None if there is none."""
    if not codes:
        return {}
    found = {code: ref.id for code, ref in (await tenants.find_stores_by_code(work, codes)).items()}
    return await _with_aliases(work, "store", codes, found)


async def find_skus(work: Work, codes: Sequence[str]) -> dict[str, UUID | None]:
    """The article of each code or barcode."""
    if not codes:
        return {}
    return await _with_aliases(work, "sku", codes, await catalog.find_skus_by_code(work, codes))


async def find_guides(work: Work, codes: Sequence[str]) -> dict[str, UUID | None]:
    """The guide of each staff number."""
    if not codes:
        return {}
    return await _with_aliases(work, "guide", codes, await staff.find_guides_by_no(work, codes))


async def _with_aliases(
    work: Work, kind: AliasKind, codes: Sequence[str], found: Mapping[str, UUID]
) -> dict[str, UUID | None]:
    aliases = await tills.find_aliases(work, kind, codes)
    return {code: aliases.get(code, found.get(code)) for code in codes}


def _new(known: Mapping[str, object], codes: Iterable[str | None]) -> list[str]:
    return sorted({code for code in codes if code is not None and code not in known})
