"""How and when a product is shown: its pictures in their order, and its schedule."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from siyu.kernel.db import Command, Work
from siyu.kernel.errors import NotFound
from siyu.modules.catalog.actions.goods import must_end_later
from siyu.modules.catalog.errors import TooManyPictures
from siyu.modules.catalog.facts import ProductScheduled
from siyu.modules.catalog.queries import goods as queries
from siyu.modules.catalog.values import MOST_PICTURES

# Of two who add at once the second sees the first's picture, for the row is locked till then.
_ADD = Command(
    """
    update catalog.product set pictures = pictures || $3::text
    where tenant_id = $1 and id = $2 and cardinality(pictures) < $4 and not $3 = any(pictures)
    """
)
_ORDER = Command(
    """
    update catalog.product set pictures = $3
    where tenant_id = $1 and id = $2 and pictures @> $3::text[]
    """
)
_SCHEDULE = Command(
    """
    update catalog.product set listed_from = $3, listed_until = $4
    where tenant_id = $1 and id = $2
    """
)


async def add_picture(work: Work, product: UUID, picture: str) -> None:
    """Show the stored picture of that name too, after the others; the same one is there once."""
    before, _ = await queries.get_product(work, product)
    if picture in before.pictures:
        return
    if not await _ADD.run(work, work.tenant, product, picture, MOST_PICTURES):
        raise TooManyPictures(most=MOST_PICTURES)
    after = {"pictures": [*before.pictures, picture]}
    work.audit(
        "catalog.put_pictures",
        "product",
        product,
        before={"pictures": before.pictures},
        after=after,
    )


async def order_pictures(work: Work, product: UUID, pictures: Sequence[str]) -> None:
    """Those of its pictures are shown, in this order; others of it no more."""
    before, _ = await queries.get_product(work, product)
    wanted = list(dict.fromkeys(pictures))
    if wanted == before.pictures:
        return
    if not await _ORDER.run(work, work.tenant, product, wanted):
        raise NotFound
    work.audit(
        "catalog.put_pictures",
        "product",
        product,
        before={"pictures": before.pictures},
        after={"pictures": wanted},
    )


async def schedule(
    work: Work, product: UUID, listed_from: datetime | None, listed_until: datetime | None
) -> None:
    """It can be ordered from then until then, None: without end; the same again is no change."""
    must_end_later(listed_from, listed_until)
    before, _ = await queries.get_product(work, product)
    if (before.listed_from, before.listed_until) == (listed_from, listed_until):
        return
    await _SCHEDULE.run(work, work.tenant, product, listed_from, listed_until)
    said = ProductScheduled(product=product, listed_from=listed_from, listed_until=listed_until)
    work.tell(said)
    work.audit(
        "catalog.schedule",
        "product",
        product,
        before={"from": before.listed_from, "until": before.listed_until},
        after={"from": listed_from, "until": listed_until},
    )
