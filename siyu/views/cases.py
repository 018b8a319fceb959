"""After-sale cases as she and as the house see them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from siyu.kernel.db import Work
from siyu.modules import aftersale, catalog, customers, orders
from siyu.modules.customers import CustomerRef
from siyu.views.orders import OrderLine, fields_of, line_shape
from siyu.views.refs import PlaceRef, gather_refs


class CaseLineShape(Struct, frozen=True, kw_only=True):
    """So many pieces of a line, as it was ordered, and what they come to."""

    line: OrderLine
    quantity: int
    amount_minor: int


class CaseStepShape(Struct, frozen=True, kw_only=True):
    """A change of state, and why; by whom is said to the house, `by_clock` to everybody."""

    state: aftersale.State
    at: datetime
    why: str
    by_clock: bool
    by: str | None = None


class MyCase(Struct, frozen=True, kw_only=True):
    """A case as she sees it: at `due_at` the clock does `then` if nobody says anything.

    `amount_minor` is what comes back, `freight_minor` of it the freight; `pays` pays the way back.
    """

    id: UUID
    order: UUID
    order_no: str
    store: PlaceRef | None
    kind: aftersale.Kind
    reason: aftersale.Reason
    words: str
    pictures: list[UUID]
    state: aftersale.State
    lines: list[CaseLineShape]
    amount_minor: int
    freight_minor: int
    pays: aftersale.Payer
    asked_at: datetime
    due_at: datetime | None
    then: aftersale.State | None
    return_to: aftersale.ReturnTo | None
    back: aftersale.Parcel | None
    replacement: aftersale.Parcel | None
    refund: orders.RefundState | None
    ended_at: datetime | None
    steps: list[CaseStepShape]


class CaseItem(MyCase, frozen=True, kw_only=True):
    """A case as the house sees it; `fit`: what came back may be sold again."""

    customer: CustomerRef | None
    fit: bool | None


class NoReturn(Struct, frozen=True, kw_only=True):
    """Goods that are not returned without a reason; `asks`: only if she says that she knows."""

    product: UUID
    name: str
    kind: aftersale.Exempt
    asks: bool


async def my_cases(work: Work, found: Sequence[aftersale.Case]) -> list[MyCase]:
    return await _shapes(work, found, by=False)


async def case_items(work: Work, found: Sequence[aftersale.Case]) -> list[CaseItem]:
    hers = await customers.refs(work, [one.customer_id for one in found])
    return [
        CaseItem(**fields_of(shape), customer=hers.get(one.customer_id), fit=one.fit)
        for one, shape in zip(found, await _shapes(work, found, by=True), strict=True)
    ]


async def no_returns(work: Work, exempt: dict[UUID, aftersale.Exempt]) -> list[NoReturn]:
    """By name; `exempt` is by product."""
    names = await catalog.product_names(work, list(exempt)) if exempt else {}
    return [
        NoReturn(product=one, name=names[one], kind=kind, asks=kind == "confirmed")
        for one, kind in exempt.items()
        if one in names
    ]


async def _shapes(work: Work, found: Sequence[aftersale.Case], *, by: bool) -> list[MyCase]:
    ids = list({one.order_id for one in found})
    of, lines = await orders.orders_of(work, ids), await orders.lines_of(work, ids)
    refunds = await orders.get_refunds(work, [one.refund_id for one in found if one.refund_id])
    steps = await aftersale.steps_of(work, [one.id for one in found])
    pictures = await aftersale.pictures_of(work, [one.id for one in found])
    refs = await gather_refs(work, stores={one.store_id for one in found})
    shapes = []
    for one in found:
        by_number = {line.n: line_shape(line) for line in lines.get(one.order_id, [])}
        refund = refunds.get(one.refund_id) if one.refund_id else None
        shapes.append(
            MyCase(
                id=one.id,
                order=one.order_id,
                order_no=of[one.order_id].no,
                store=refs.store(one.store_id),
                kind=one.kind,
                reason=one.reason,
                words=one.words,
                pictures=pictures.get(one.id, []),
                state=one.state,
                lines=[
                    CaseLineShape(
                        line=by_number[line.n],
                        quantity=line.quantity,
                        amount_minor=line.amount_minor,
                    )
                    for line in one.lines
                ],
                amount_minor=refund.amount_minor if refund else one.amount_minor,
                freight_minor=refund.freight_minor if refund else one.freight_minor,
                pays=one.pays,
                asked_at=one.asked_at,
                due_at=one.due_at,
                then=aftersale.by_clock(one.kind, one.state) if one.due_at else None,
                return_to=one.return_to,
                back=one.back,
                replacement=one.replacement,
                refund=refund.state if refund else None,
                ended_at=one.ended_at,
                steps=[_step(step, by=by) for step in steps.get(one.id, [])],
            )
        )
    return shapes


def _step(one: aftersale.CaseStep, *, by: bool) -> CaseStepShape:
    return CaseStepShape(
        state=one.state,
        at=one.at,
        why=one.why,
        by_clock=one.by.startswith("system"),
        by=one.by if by else None,
    )
