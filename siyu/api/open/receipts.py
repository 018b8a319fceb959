"""Open API doors of receipts: what a till sends the moment it prints, and what was recorded."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Annotated, Literal
from uuid import UUID
from weakref import WeakKeyDictionary

from litestar import Response
from litestar.params import Parameter
from msgspec import Meta, Struct, json

from siyu.api.typed import PLAIN
from siyu.flows.record_receipts import ReceiptOutcome, TillLine, TillReceipt, record_receipts
from siyu.kernel import idempotency
from siyu.kernel.db import Actor, Work, Works
from siyu.kernel.doors import Ask, Once, Page, Paging, Repeated, door, response_of
from siyu.kernel.errors import Busy, Invalid, KeyMissing, KeyReused, Language
from siyu.kernel.lanes import Lanes
from siyu.modules import tills
from siyu.modules.tills.reading import sentence
from siyu.views.receipts import ReceiptDetail, ReceiptItem, receipt_detail, receipt_items

_MOST_LINES = 5_000

Code = Annotated[str, Meta(min_length=1, max_length=64, pattern=PLAIN)]
Minor = Annotated[int, Meta(ge=-(10**12), le=10**12)]


class LineGiven(Struct, forbid_unknown_fields=True, kw_only=True):
    """A line; a negative quantity or amount takes something back."""

    line_no: Annotated[int, Meta(ge=1, le=99_999)] | None = None
    sku: Code | None = None
    quantity: Decimal = Decimal(1)
    amount_minor: Minor
    discount_minor: Minor = 0
    means: Annotated[str, Meta(min_length=1, max_length=32, pattern=PLAIN)] | None = None


class ReceiptGiven(Struct, forbid_unknown_fields=True, kw_only=True):
    """A receipt in the till's own codes; source, store, number and line make a line known again."""

    source: Annotated[str, Meta(min_length=1, max_length=32, pattern=PLAIN)] = "pos"
    store: Code
    receipt_no: Code
    at: datetime
    till: Code | None = None
    guide: Code | None = None
    member: Code | None = None
    returns: Code | None = None
    lines: Annotated[list[LineGiven], Meta(min_length=1, max_length=500)]


class ReceiptsGiven(Struct, forbid_unknown_fields=True):
    receipts: Annotated[list[ReceiptGiven], Meta(min_length=1, max_length=500)]


class Refused(Struct, frozen=True):
    """A line that was not recorded: its place among those sent, and why."""

    line: int
    code: str
    message: str


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of a receipt; sent again it is `known`."""

    receipt_no: str
    id: UUID | None
    status: Literal["recorded", "known", "refused"]
    added: int
    refused: list[Refused]


class Outcomes(Struct, frozen=True):
    receipts: list[Outcome]


class Sent(Struct, frozen=True):
    """One request on its way through a lane."""

    asked: idempotency.Asked
    receipts: tuple[TillReceipt, ...]
    language: Language
    request_id: str


class Answer(Struct, frozen=True):
    given: idempotency.Answered | KeyReused
    again: bool


_lanes: WeakKeyDictionary[Works, dict[Actor, Lanes[Sent, Answer]]] = WeakKeyDictionary()


def _lane(ask: Ask) -> Lanes[Sent, Answer]:
    """One for each key, so that facts and audit say which key it was."""
    lanes = _lanes.setdefault(ask.works, {})
    if ask.actor not in lanes:
        lanes[ask.actor] = Lanes(ask.works, _record, actor=ask.actor, weigh=_weight)
    return lanes[ask.actor]


def _weight(sent: Sent) -> int:
    return len(sent.receipts)


async def _record(work: Work, batch: Sequence[Sent]) -> list[Answer]:
    """Receipts, audit and answers of many requests in one transaction: all of it, or nothing."""
    earlier = await idempotency.find_earlier(work, [sent.asked for sent in batch])
    # Of twins in a batch the first is the one that did it.
    fresh: dict[idempotency.Asked, Sent] = {}
    for sent in batch:
        if sent.asked not in earlier:
            fresh.setdefault(sent.asked, sent)
    receipts = [receipt for sent in fresh.values() for receipt in sent.receipts]
    outcomes = iter(await record_receipts(work, receipts) if receipts else [])
    answers: dict[idempotency.Asked, idempotency.Answered] = {}
    for asked, sent in fresh.items():
        told = list(islice(outcomes, len(sent.receipts)))
        answers[asked] = _answered(sent, told)
        after = {"receipts": len(told), "request": sent.request_id}
        work.audit("tills.record_receipts", "receipts", None, after=after)
    await idempotency.keep_all(work, answers)
    said = earlier | answers
    return [Answer(said[sent.asked], fresh.get(sent.asked) is not sent) for sent in batch]


def _answered(sent: Sent, outcomes: Sequence[ReceiptOutcome]) -> idempotency.Answered:
    told = [_told(r, o, sent.language) for r, o in zip(sent.receipts, outcomes, strict=True)]
    return idempotency.Answered(sent.asked.request, 201, json.encode(Outcomes(told)))


@door.post(
    "/receipts", permit="receipts.write", errors=[Busy, KeyMissing, KeyReused], status_code=201
)
async def record(ask: Ask, once: Once, data: ReceiptsGiven) -> Response[Outcomes]:
    """Record receipts; one outcome for each, in order; a receipt sent again is `known`."""
    receipts = tuple(_commands(data, ask.works.clock.now()))
    sent = Sent(once.asked, receipts, ask.language, ask.request_id)
    answer = await _lane(ask).submit(ask.tenant, sent)
    if isinstance(answer.given, KeyReused):
        raise answer.given
    if answer.again:
        raise Repeated(answer.given)
    return response_of(answer.given)


@door.get("/receipts", permit="receipts.read")
async def list_receipts(
    ask: Ask,
    paging: Paging,
    *,
    receipt_no: Annotated[str, Parameter(max_length=64, pattern=PLAIN)] = "",
    store: UUID | None = None,
    customer: UUID | None = None,
    first_on: Annotated[date | None, Parameter(query="from")] = None,
    last_on: Annotated[date | None, Parameter(query="to")] = None,
) -> Page[ReceiptItem]:
    """Receipts, newest first; `receipt_no` is the beginning of a number."""
    which = tills.Filter(
        stores=ask.scope.place_list(),
        store=store,
        customer=customer,
        receipt_no=receipt_no or None,
        first_on=first_on,
        last_on=last_on,
    )
    async with ask.look() as work:
        rows = await tills.list_receipts(work, which, limit=paging.limit, offset=paging.offset)
        counted = await tills.count_receipts(work, which)
        return paging.of(await receipt_items(work, rows), counted)


@door.get("/receipts/{id:uuid}", permit="receipts.read")
async def show_receipt(ask: Ask, id: UUID) -> ReceiptDetail:
    """A receipt with its lines, means of payment and returns."""
    async with ask.look() as work:
        receipt = await tills.get_receipt(work, id)
        ask.scope.must_hold(receipt.store_id)
        return await receipt_detail(work, receipt)


def _commands(data: ReceiptsGiven, now: datetime) -> list[TillReceipt]:
    """The receipts; Invalid names every field that only looks right."""
    wrong: list[dict[str, str]] = []
    commands = []
    for i, given in enumerate(data.receipts):
        at = given.at if given.at.tzinfo else None
        if at is None or not tills.is_believable(at.astimezone(UTC), now):
            message = "an instant with its offset, after 1980 and not in the future"
            wrong.append({"path": f"receipts[{i}].at", "message": message})
            continue
        for j, line in enumerate(given.lines):
            if line.quantity * 1000 % 1:
                path = f"receipts[{i}].lines[{j}].quantity"
                wrong.append({"path": path, "message": "at most three decimals"})
        commands.append(_command(given, at.astimezone(UTC)))
    if sum(len(given.lines) for given in data.receipts) > _MOST_LINES:
        wrong.append({"path": "receipts", "message": f"at most {_MOST_LINES} lines at once"})
    if wrong:
        raise Invalid(wrong)
    return commands


def _command(given: ReceiptGiven, at: datetime) -> TillReceipt:
    return TillReceipt(
        source=given.source,
        store=given.store,
        receipt_no=given.receipt_no,
        at=at,
        till=given.till,
        guide=given.guide,
        member=given.member,
        returns=given.returns,
        lines=tuple(
            TillLine(
                line_no=line.line_no,
                sku=line.sku,
                quantity_milli=int(line.quantity * 1000),
                amount_minor=line.amount_minor,
                discount_minor=line.discount_minor,
                means=line.means,
            )
            for line in given.lines
        ),
    )


def _told(receipt: TillReceipt, outcome: ReceiptOutcome, language: Language) -> Outcome:
    return Outcome(
        receipt_no=receipt.receipt_no,
        id=outcome.id,
        status=outcome.status,
        added=outcome.added,
        refused=[
            Refused(one.line, one.code, sentence(one.code, one.slots, language))
            for one in outcome.refused
        ],
    )


DOORS = [record, list_receipts, show_receipt]
