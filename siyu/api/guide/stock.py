"""Guide desk doors of stock: is it here, and if not, where is it."""

from uuid import UUID

from msgspec import Struct, structs

from siyu.api.catalog_shapes import PICTURES
from siyu.kernel.doors import Ask, Page, Paging, Search, door
from siyu.modules import catalog
from siyu.views import stock_elsewhere
from siyu.views.stock_elsewhere import NearStock, PlaceStock


class StockPlaces(Struct, frozen=True, kw_only=True):
    """A SKU place by place: the asker's own first, then where the most is."""

    sku: UUID
    code: str
    name: str
    places: list[PlaceStock]


@door.get("/stock", permit="catalog.read")
async def seek_stock(ask: Ask, paging: Paging, q: Search = "") -> Page[NearStock]:
    """SKUs by name, code or barcode, with what is here and what is elsewhere."""
    async with ask.look() as work:
        mine = ask.scope.place_list() or []
        rows, count = await stock_elsewhere.seek(
            work, q, mine, limit=paging.limit, offset=paging.offset
        )
    return paging.of([_shown(row) for row in rows], count)


@door.get("/stock/{id:uuid}", permit="catalog.read")
async def show_stock(ask: Ask, id: UUID) -> StockPlaces:
    """Where there is some of a SKU."""
    async with ask.look() as work:
        await catalog.get_sku(work, id)
        named = (await catalog.sku_refs(work, [id]))[id]
        places = await stock_elsewhere.places_of(work, id, ask.scope.place_list() or [])
    return StockPlaces(sku=id, code=named.code, name=named.name, places=places)


def _shown(row: NearStock) -> NearStock:
    return structs.replace(row, picture=f"{PICTURES}/{row.picture}") if row.picture else row


DOORS = [seek_stock, show_stock]
