"""What the storefront, the console and the open API share about after-sale cases."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from litestar import Response

from siyu.api.case_shapes import (
    STATES,
    Askable,
    AskableLine,
    CaseRuleShape,
    CaseState,
    ExemptCategory,
)
from siyu.flows import after_sale_may
from siyu.flows.after_sale_may import Seen
from siyu.kernel.db import Work
from siyu.kernel.doors import Ask
from siyu.kernel.errors import NotFound
from siyu.kernel.kit import Kit
from siyu.modules import aftersale, catalog
from siyu.views.cases import CaseItem, MyCase, case_items, my_cases, no_returns
from siyu.views.orders import line_shape

_KINDS: tuple[aftersale.Kind, ...] = ("return", "refund", "exchange")


async def askable(work: Work, order: UUID) -> Askable:
    """What she may ask for, and what she asked for before."""
    seen = await after_sale_may.look(work, order)
    until = seen.received_on + timedelta(days=seen.fault_days) if seen.received_on else None
    return Askable(
        lines=[
            AskableLine(
                line=line_shape(one),
                left=seen.left.get(one.n, 0),
                seven_days=seen.seven(one),
            )
            for one in seen.lines
        ],
        received_on=seen.received_on,
        faults_until=until,
        exempt=await no_returns(work, dict(seen.exempt)),
        reasons={kind: _reasons(seen, kind) for kind in _KINDS},
        cases=await my_cases(work, seen.cases),
    )


def _reasons(seen: Seen, kind: aftersale.Kind) -> list[aftersale.Reason]:
    """Those that some line of it could be asked for with."""
    here = [one for one in seen.lines if seen.left.get(one.n)]
    if not here or (kind == "exchange" and seen.received_on is None):
        return []
    free = any(seen.seven(one) == "yes" for one in here)
    return [
        one
        for one in aftersale.REASONS[kind]
        if (free if one == "no_reason" else seen.faults_in_time)
        and not (one == "late" and seen.received_on)
    ]


async def mine(work: Work, case: UUID, customer: UUID) -> aftersale.Case:
    """Hers; another's is not there."""
    found = await aftersale.get_case(work, case)
    if found.customer_id != customer:
        raise NotFound
    return found


async def my_case(work: Work, case: UUID) -> MyCase:
    [shape] = await my_cases(work, [await aftersale.get_case(work, case)])
    return shape


async def held(ask: Ask, work: Work, case: UUID) -> aftersale.Case:
    """The case if its store is in the asker's scope; NotFound otherwise."""
    found = await aftersale.get_case(work, case)
    places = ask.scope.places
    if places is not None and found.store_id not in places:
        raise NotFound
    return found


async def item(work: Work, case: UUID) -> CaseItem:
    [shape] = await case_items(work, [await aftersale.get_case(work, case)])
    return shape


async def picture(kit: Kit, ask: Ask, picture: UUID) -> Response[bytes]:
    """Its bytes, once it was said that the asker may see the case; nobody in between keeps them."""
    body = await asyncio.to_thread(
        aftersale.read_picture, kit.keyring, kit.uploads, ask.tenant, picture
    )
    return Response(
        body, media_type="image/jpeg", headers={"cache-control": "private, max-age=600"}
    )


def which(
    stores: Sequence[UUID] | None,
    state: CaseState,
    kind: aftersale.Kind | None,
    order: UUID | None,
) -> aftersale.Filter:
    return aftersale.Filter(
        stores=None if stores is None else tuple(stores),
        states=STATES[state],
        kind=kind,
        orders=(order,) if order else None,
    )


async def rule_shape(work: Work) -> CaseRuleShape:
    rule = await aftersale.current_rule(work)
    names = {one.id: one.name for one in await catalog.list_categories(work)}
    return CaseRuleShape(
        answer_hours=rule.answer_hours,
        send_back_hours=rule.send_back_hours,
        arrive_hours=rule.arrive_hours,
        fault_days=rule.fault_days,
        return_to=rule.return_to,
        version=rule.version,
        at=rule.at,
        exempt=[
            ExemptCategory(
                category=one.category_id, name=names[one.category_id], kind=one.kind, at=one.at
            )
            for one in await aftersale.list_exemptions(work)
            if one.category_id in names
        ],
    )


async def set_exempt(work: Work, category: UUID, kind: aftersale.Exempt | None) -> None:
    """NotFound if there is no such category."""
    if category not in {one.id for one in await catalog.list_categories(work)}:
        raise NotFound
    await aftersale.exempt(work, category, kind)
