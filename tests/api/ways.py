"""Codes, links, tags and articles of the town, for the matrix: of the lane's store and guide."""

from datetime import date
from uuid import UUID

from siyu.kernel.db import Work, Works
from siyu.modules import channels, content, customers
from tests.house.town import Merchant


async def furnish_ways(works: Works, chain: Merchant) -> dict[str, object]:
    """Slugs by what they are called; ids go to the merchant's own."""
    lane, guide = chain.ids["lane"], chain.people["guide"]
    made = {}
    async with works.open(chain.tenant) as work:
        for called in ("code", "spare code"):
            new = channels.MakeCode(
                name=called, source="海报", domain="private", store=lane, guide=guide, offer="礼"
            )
            made[called] = await channels.make_code(work, new, today=date(2026, 3, 1))
        link = await channels.share(
            work, guide=guide, store=lane, target="product", target_id=chain.ids["product"]
        )
        named = await _words(work)
    chain.ids.update(named)
    chain.ids.update({called: code.id for called, code in made.items()}, link=link.id)
    slugs = {"code slug": made["code"].slug, "link slug": link.slug}
    read = {"read article": chain.ids["article"]}
    return {**slugs, **{name: chain.ids[name] for name in (*made, *named, "link")}, **read}


async def _words(work: Work) -> dict[str, UUID]:
    """A group with two tags, and two articles that are out."""
    group = await customers.add_tag_group(work, "价值")
    found = {"tag group": group}
    for called in ("tag", "spare tag"):
        found[called] = await customers.add_tag(work, group, called)
    for called in ("article", "spare article"):
        new = content.Write(title=called, parts=[content.Part(text="从一勺米粉开始。")])
        found[called] = await content.write(work, new)
        await content.publish(work, found[called], [], acknowledged=False)
    return found
