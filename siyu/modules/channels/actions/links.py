"""Tracked shares: a guide's own link to a product or an article, and who opened it."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.modules.channels import rules, tokens
from siyu.modules.channels.actions.codes import new_slug
from siyu.modules.channels.facts import LinkOpened, LinkShared
from siyu.modules.channels.queries import count_from, find_link, find_links, get_link
from siyu.modules.channels.values import Arrival, Knock, Link, Opened, Target

ADD = Command(
    """
    insert into channels.link
      (tenant_id, id, slug, guide_id, store_id, target, target_id, made_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (tenant_id, guide_id, target, target_id) do nothing
    """
)
OPEN = Command(
    """
    insert into channels.opening (tenant_id, id, link_id, visitor, at, address_blind)
    select $1, o.id, o.link, o.visitor, $2, o.address
    from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::bytea[]) as o (id, link, visitor, address)
    """
)
JOIN = Command(
    """
    update channels.opening set customer_id = $3, joined_at = $4
    where tenant_id = $1 and id = $2 and customer_id is null
    """
)

Row = tuple[UUID, UUID, UUID, bytes]


async def share(
    work: Work, *, guide: UUID, store: UUID | None, target: Target, target_id: UUID
) -> Link:
    """The guide's link to it: the same one, however often it is asked for."""
    row = (work.new_id(), new_slug(), guide, store, target, target_id)
    if await ADD.run(work, work.tenant, *row, work.now):
        work.tell(LinkShared(link=row[0], guide=guide, target=target, target_id=target_id))
    return await find_link(work, guide, target, target_id)


async def open_links(work: Work, knocks: Sequence[Knock]) -> list[Opened]:
    """Count openings; an address that floods is led on and not counted."""
    links = await find_links(work, {knock.slug for knock in knocks})
    addresses = [tokens.blind_address(work, knock.address) for knock in knocks]
    since = work.now - rules.WATCHED
    seen = Counter(await count_from(work, "opening", set(addresses), since))
    rows: list[Row] = []
    answers = []
    for knock, address in zip(knocks, addresses, strict=True):
        visitor, link = knock.visitor or tokens.new_visitor(), links.get(knock.slug)
        if link is None:
            answers.append(Opened(visitor=visitor))
            continue
        seen[address] += 1
        token = None
        if seen[address] <= rules.MOST_PER_ADDRESS:
            rows.append((work.new_id(), link.id, visitor, address))
            token = _counted(work, rows[-1], link)
        led = Opened(visitor=visitor, target=link.target, target_id=link.target_id, token=token)
        answers.append(led)
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        await OPEN.run(work, work.tenant, work.now, *columns)
    return answers


async def join_opening(work: Work, arrival: Arrival, customer: UUID) -> None:
    """She opened the link; told once more, about her."""
    opening = arrival.opening
    if opening is None or arrival.link is None or arrival.joined:
        return
    if not await JOIN.run(work, work.tenant, opening, customer, work.now):
        return
    link = await get_link(work, arrival.link)
    work.tell(_opened(opening, arrival.visitor, link, known=True), subject=customer)


def _counted(work: Work, row: Row, link: Link) -> str:
    opening, _, visitor, _ = row
    work.tell(_opened(opening, visitor, link, known=False))
    return tokens.sign(work.keyring, work.tenant, "opening", opening)


def _opened(opening: UUID, visitor: UUID, link: Link, *, known: bool) -> LinkOpened:
    return LinkOpened(
        link=link.id,
        opening=opening,
        visitor=visitor,
        guide=link.guide_id,
        target=link.target,
        target_id=link.target_id,
        known=known,
    )
