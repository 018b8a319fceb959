"""What a cart comes to, here and now: the price of each piece at this store, for her and so many,
and a coupon if it may be used.

Which of her coupons she might use is answered beside it, with the reason where she can't.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from siyu.kernel.db import Work
from siyu.kernel.errors import Refusal
from siyu.modules import catalog, customers, orders, promotions, tenants

_NO_TIERS: frozenset[UUID] = frozenset()


class Want(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody means to order, from which store; SKUs may stand in it more than once."""

    customer: UUID
    store: UUID
    lines: tuple[tuple[UUID, int], ...]
    wallet: UUID | None = None

    def quantities(self) -> dict[UUID, int]:
        """Each SKU once, in the order in which they were first named."""
        found: dict[UUID, int] = {}
        for sku, quantity in self.lines:
            found[sku] = found.get(sku, 0) + quantity
        return found


class Quoted(msgspec.Struct, frozen=True, kw_only=True):
    """A price with its lines; without the coupon when that may not be used, and then why."""

    price: promotions.Quote
    lines: tuple[orders.Line, ...]
    refused: Refusal | None = None


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon of hers: what it would take off, or why it may not be used."""

    owned: promotions.Owned
    saves_minor: int
    refused: Refusal | None


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """What prices are made of, read once for many."""

    merchant: tenants.Tenant
    offers: Mapping[UUID, catalog.Offer]
    wallets: Mapping[UUID, promotions.Owned]
    tiers: Mapping[UUID, frozenset[UUID]]
    now: datetime

    def money(self, minor: int) -> str:
        text = self.merchant.money.text(minor)
        return f"¥{text}" if self.merchant.currency == "CNY" else f"{self.merchant.currency} {text}"

    def day(self, at: datetime) -> str:
        return str(self.merchant.date_of(at))


async def quote(work: Work, want: Want) -> Quoted:
    """The price she would order at; raises for goods that are not there."""
    await tenants.get_store(work, want.store)
    wallets = [want.wallet] if want.wallet else []
    seen = await board(work, [want], await promotions.wallets_of(work, wallets))
    return _must_be_priced(seen, want)


async def quote_with_choices(
    work: Work, want: Want, *, best: bool
) -> tuple[Quoted, list[Choice], promotions.Owned | None]:
    """The price, what each of her coupons would do to it, and the one that was used.

    `best`: the coupon that saves most is used if she named none.
    """
    await must_sell(work, [want.store])
    hers = {one.id: one for one in await promotions.open_wallet(work, want.customer)}
    named = await promotions.wallets_of(work, [want.wallet]) if want.wallet else {}
    seen = await board(work, [want], hers | named)
    bare = msgspec.structs.replace(want, wallet=None)
    _must_be_priced(seen, bare)
    choices = [_choice(seen, bare, one) for one in hers.values()]
    choices.sort(key=lambda one: (one.refused is not None, -one.saves_minor))
    if want.wallet is None and best and choices and choices[0].refused is None:
        want = msgspec.structs.replace(want, wallet=choices[0].owned.id)
    quoted = _must_be_priced(seen, want)
    used = None if want.wallet is None or quoted.refused else seen.wallets[want.wallet]
    return quoted, choices, used


async def must_sell(work: Work, stores: Iterable[UUID]) -> None:
    """StoreShut unless each of them sells today."""
    wanted = set(stores)
    today = (await tenants.get_tenant(work)).date_of(work.now)
    if wanted - set(await tenants.open_stores(work, wanted, today)):
        raise orders.StoreShut


def _must_be_priced(seen: Board, want: Want) -> Quoted:
    found = price(seen, want)
    if isinstance(found, Refusal):
        raise found
    return found


def _choice(seen: Board, want: Want, owned: promotions.Owned) -> Choice:
    found = _must_be_priced(seen, msgspec.structs.replace(want, wallet=owned.id))
    return Choice(owned=owned, saves_minor=found.price.discount_minor, refused=found.refused)


async def board(
    work: Work, wants: Iterable[Want], wallets: Mapping[UUID, promotions.Owned]
) -> Board:
    """Everything the prices of these are made of."""
    wants = list(wants)
    offers = await catalog.offers(work, [sku for want in wants for sku, _ in want.lines])
    return Board(
        merchant=await tenants.get_tenant(work),
        offers=offers,
        wallets=wallets,
        # Nobody is asked about where no price depends on it.
        tiers=await customers.tags_held(work, [want.customer for want in wants])
        if catalog.ask_for_tiers(offers.values())
        else {},
        now=work.now,
    )


def price(seen: Board, want: Want) -> Quoted | Refusal:
    """The price of one of them; a refusal if it asks for goods that are not there."""
    items: list[promotions.Item] = []
    for sku, quantity in want.quantities().items():
        offer = seen.offers.get(sku)
        if offer is None:
            return orders.UnknownGoods(sku=sku)
        tiers = seen.tiers.get(want.customer, _NO_TIERS)
        unit = catalog.unit_price(offer, store=want.store, tiers=tiers, quantity=quantity)
        items.append(
            promotions.Item(
                sku=sku,
                product=offer.product_id,
                unit_minor=unit.unit_minor,
                quantity=quantity,
            )
        )
    owned, refused = _coupon(seen, want, items)
    priced = promotions.price(items, promotions.off(owned) if owned else None)
    return Quoted(price=priced, lines=_lines(seen, items, priced), refused=refused)


def _coupon(
    seen: Board, want: Want, items: Sequence[promotions.Item]
) -> tuple[promotions.Owned | None, Refusal | None]:
    if want.wallet is None:
        return None, None
    owned = seen.wallets.get(want.wallet)
    refused = promotions.refusal(
        owned,
        customer=want.customer,
        store=want.store,
        items=items,
        now=seen.now,
        money=seen.money,
        day=seen.day,
    )
    return (None, refused) if refused else (owned, None)


def _lines(
    seen: Board, items: Sequence[promotions.Item], priced: promotions.Quote
) -> tuple[orders.Line, ...]:
    return tuple(
        orders.Line(
            n=n,
            sku=item.sku,
            product=item.product,
            name=seen.offers[item.sku].name,
            sku_name=seen.offers[item.sku].sku_name,
            picture=seen.offers[item.sku].picture,
            unit_minor=item.unit_minor,
            quantity=item.quantity,
            discount_minor=share.discount_minor,
            payable_minor=share.payable_minor,
        )
        for n, (item, share) in enumerate(zip(items, priced.lines, strict=True), 1)
    )
