"""Coming by a code: counted for everybody, told of a person only once she signs in."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.modules.channels import rules, tokens
from siyu.modules.channels.facts import CodeScanned, VisitJoined
from siyu.modules.channels.queries import count_from, find_codes, find_visit
from siyu.modules.channels.values import Arrival, Code, Knock, Scanned

ADD = Command(
    """
    insert into channels.visit (tenant_id, id, code_id, visitor, at, address_blind)
    select $1, v.id, v.code, v.visitor, $2, v.address
    from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::bytea[]) as v (id, code, visitor, address)
    """
)
JOIN = Command(
    """
    update channels.visit
    set customer_id = $3, joined_at = $4, met_at = case when $5 then $4::timestamptz end,
        bound_at = case when $6 then $4::timestamptz end
    where tenant_id = $1 and id = $2 and customer_id is null
    """
)

Row = tuple[UUID, UUID, UUID, bytes]


async def scan(work: Work, knocks: Sequence[Knock], *, today: date) -> list[Scanned]:
    """Count visits of codes that are live; an address that floods is led on and not counted."""
    codes = await find_codes(work, {knock.slug for knock in knocks})
    addresses = [tokens.blind_address(work, knock.address) for knock in knocks]
    since = work.now - rules.WATCHED
    seen = Counter(await count_from(work, "visit", set(addresses), since))
    rows: list[Row] = []
    answers = []
    for knock, address in zip(knocks, addresses, strict=True):
        visitor = knock.visitor or tokens.new_visitor()
        code = codes.get(knock.slug)
        answer = _answer(code, visitor, today)
        if code is not None and answer.standing == "live" and _counts(seen, address):
            row = (work.new_id(), code.id, visitor, address)
            rows.append(row)
            answer = _counted(work, row, code)
        answers.append(answer)
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        await ADD.run(work, work.tenant, work.now, *columns)
    return answers


async def find_arrival(work: Work, token: str, customer: UUID | None) -> Arrival | None:
    """By what she came; None for a strange or old token, or one that led somebody else in."""
    read = tokens.read(work.keyring, work.tenant, token)
    if read is None or read[0] == "visitor":
        return None
    kind, id_ = read
    return await find_visit(work, kind, id_, customer, work.now - rules.JOINS_WITHIN)


async def join_visit(
    work: Work, arrival: Arrival, customer: UUID, *, new: bool, bound: bool
) -> None:
    """The visit was hers; said twice it is kept once."""
    code, visit = arrival.code, arrival.visit
    if code is None or visit is None or arrival.joined:
        return
    if not await JOIN.run(work, work.tenant, visit, customer, work.now, new, bound):
        return
    fact = VisitJoined(
        code=code.id,
        visit=visit,
        visitor=arrival.visitor,
        new=new,
        bound=bound,
        store=code.store_id,
        guide=code.guide_id,
        welcome=code.welcome,
    )
    work.tell(fact, subject=customer)


def _answer(code: Code | None, visitor: UUID, today: date) -> Scanned:
    if code is None:
        return Scanned(standing="unknown", visitor=visitor)
    standing = rules.standing(code, today)
    return Scanned(standing=standing, visitor=visitor, starts_on=code.starts_on)


def _counts(seen: Counter[bytes], address: bytes) -> bool:
    seen[address] += 1
    return seen[address] <= rules.MOST_PER_ADDRESS


def _counted(work: Work, row: Row, code: Code) -> Scanned:
    visit, _, visitor, _ = row
    fact = CodeScanned(
        code=code.id,
        visit=visit,
        visitor=visitor,
        store=code.store_id,
        guide=code.guide_id,
        domain=code.domain,
    )
    work.tell(fact)
    token = tokens.sign(work.keyring, work.tenant, "visit", visit)
    return Scanned(standing="live", visitor=visitor, token=token)
