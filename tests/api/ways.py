"""Codes and links of the town, for the matrix: at the lane's store, of its guide."""

from datetime import date

from siyu.kernel.db import Works
from siyu.modules import channels
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
    chain.ids.update({called: code.id for called, code in made.items()}, link=link.id)
    slugs = {"code slug": made["code"].slug, "link slug": link.slug}
    return {**slugs, **{name: chain.ids[name] for name in (*made, "link")}}
