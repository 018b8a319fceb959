"""What a cart comes to, here and now: the price of each piece at this store, for her and so many,
the promotions that run, and a coupon if it may be used.

Which of her coupons she might use is answered beside it, with the reason where she can't.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from siyu.flows import flash_prices, group_prices, points_money, quoted_lines, send_freight
from siyu.flows.flash_prices import Flash
from siyu.flows.group_prices import Bid, Offers
from siyu.kernel.db import Work
from siyu.kernel.errors import Refusal
from siyu.modules import catalog, customers, deals, loyalty, orders, promotions, tenants
from siyu.modules.promotions import pricing

_NO_TIERS: frozenset[UUID] = frozenset()


class Want(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody means to order, from which store; SKUs may stand in it more than once."""

    customer: UUID
    store: UUID
    lines: tuple[tuple[UUID, int], ...]
    wallet: UUID | None = None
    way: tenants.Way = "pickup"
    address: UUID | None = None
    """Where it is sent, one of hers; only its province makes a price."""
    bid: Bid | None = None
    """A seat in a group, at the price of its offer."""
    usual: bool = False
    """At the prices outside of flash sales: their goods come from the shelf."""
    points: int = 0
    """Points that may pay for it, as many as the merchant's rule lets."""

    def quantities(self) -> dict[UUID, int]:
        """Each SKU once, in the order in which they were first named."""
        found: dict[UUID, int] = {}
        for sku, quantity in self.lines:
            found[sku] = found.get(sku, 0) + quantity
        return found


class Quoted(msgspec.Struct, frozen=True, kw_only=True):
    """A price with its lines; without the coupon when that may not be used, and then why."""

    price: pricing.Quote
    lines: tuple[orders.Line, ...]
    refused: Refusal | None = None
    unsent: Refusal | None = None
    """Why it can't be sent as she wants it; the price is without freight then."""
    kept: dict[str, Any]
    """What an order keeps of it: enough to compute the same price again."""
    flash: Mapping[UUID, deals.Good] = {}
    """By SKU, what comes at the price of a sale, and so out of its pool."""
    gifts: tuple[pricing.Gift, ...] = ()
    """Those of its gifts that are goods of the shop still."""


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
    rules: tuple[pricing.Rule, ...] = ()
    categories: Mapping[UUID, tuple[UUID, ...]] = {}
    gifts: frozenset[UUID] = frozenset()
    """What promotions that run may give."""
    ask: frozenset[str] = frozenset()
    """Which conditions they have."""
    bought: frozenset[UUID] = frozenset()
    """Who of them is no new customer any more, where that matters."""
    flash: Flash = flash_prices.NONE
    sending: send_freight.Sending = send_freight.Sending()
    bids: Offers = group_prices.NONE
    worth: loyalty.MoneyTerms | None = None
    """What points are worth, where somebody offers some."""
    priced: dict[tuple[Any, ...], Quoted] = msgspec.field(default_factory=dict)
    """Prices that were asked for before: of many who want the same, one is computed."""

    def rules_for(self, want: Want) -> tuple[pricing.Rule, ...]:
        """A group's price stands alone: nothing else comes along."""
        if want.bid is not None:
            return self.bids.rules(want.bid)
        if want.usual:
            return self.rules
        return (*self.rules, *self.flash.rules(want.store))

    def asks_who_is_new(self, want: Want) -> bool:
        """Whether it matters to this one that she never bought before."""
        return "new_customer" in self.ask or self.bids.asks_who_is_new(want.bid)

    def points(self, want: Want) -> pricing.Points | None:
        """A group's price stands alone: no points come along either."""
        if self.worth is None or not want.points or want.bid is not None:
            return None
        return points_money.offered(self.worth, want.points)

    def moment(self) -> pricing.Moment:
        here = self.now.astimezone(ZoneInfo(self.merchant.timezone))
        minute = here.hour * 60 + here.minute
        return pricing.Moment(at=self.now, day=here.date(), minute=minute)

    def buyer(self, customer: UUID) -> pricing.Buyer:
        tiers = tuple(sorted(self.tiers.get(customer, _NO_TIERS)))
        is_new = customer not in self.bought
        return pricing.Buyer(tiers=tiers, is_member=True, is_new=is_new)

    def money(self, minor: int) -> str:
        return self.merchant.price_text(minor)

    def day(self, at: datetime) -> str:
        return str(self.merchant.date_of(at))


async def quote(work: Work, want: Want) -> Quoted:
    """The price she would order at; raises for goods that are not there."""
    await tenants.get_store(work, want.store)
    wallets = [want.wallet] if want.wallet else []
    seen = await board(work, [want], await promotions.wallets_of(work, wallets))
    return _must_be_priced(seen, want)


async def quote_with_choices(
    work: Work, want: Want, *, best: bool, points: int = 0
) -> tuple[Quoted, list[Choice], promotions.Owned | None, Quoted]:
    """The price, what each of her coupons would do to it, and the one that was used.

    `best`: the coupon that saves most is used if she named none. The last is the price as it would
    be if she offered so many points.
    """
    await must_sell(work, [want.store])
    hers = {one.id: one for one in await promotions.open_wallet(work, want.customer)}
    named = await promotions.wallets_of(work, [want.wallet]) if want.wallet else {}
    offering = msgspec.structs.replace(want, points=points)
    seen = await board(work, [want, offering], hers | named)
    bare = msgspec.structs.replace(want, wallet=None, points=0)
    _must_be_priced(seen, bare)
    choices = [_choice(seen, bare, one) for one in hers.values()] if want.bid is None else []
    choices.sort(key=lambda one: (one.refused is not None, -one.saves_minor))
    if want.wallet is None and best and choices and choices[0].refused is None:
        want = msgspec.structs.replace(want, wallet=choices[0].owned.id)
    quoted = _must_be_priced(seen, want)
    used = None if want.wallet is None or quoted.refused else seen.wallets[want.wallet]
    offering = msgspec.structs.replace(want, points=points)
    return quoted, choices, used, _must_be_priced(seen, offering)


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
    bare = _must_be_priced(seen, want).price.payable_minor
    found = _must_be_priced(seen, msgspec.structs.replace(want, wallet=owned.id))
    return Choice(owned=owned, saves_minor=bare - found.price.payable_minor, refused=found.refused)


async def board(
    work: Work, wants: Iterable[Want], wallets: Mapping[UUID, promotions.Owned]
) -> Board:
    """Everything the prices of these are made of."""
    wants = list(wants)
    people = [want.customer for want in wants]
    running = await promotions.running(work)
    rules = running.rules
    gifts = pricing.gifts_of(rules)
    asked = [sku for want in wants for sku, _ in want.lines]
    offers = await catalog.offers(work, [*asked, *gifts])
    ask = frozenset(leaf.block for rule in rules for leaf in rule.terms.conditions)
    # Nobody is asked about where no price depends on it.
    seen = Board(
        merchant=await tenants.get_tenant(work),
        offers=offers,
        wallets={},
        tiers=await _tiers(work, people)
        if "tiers" in ask or catalog.ask_for_tiers(offers.values())
        else {},
        now=work.now,
        rules=rules,
        gifts=gifts,
        ask=ask,
        categories=await catalog.category_paths(work, [one.product_id for one in offers.values()])
        if "categories" in ask
        else {},
        flash=await flash_prices.running(work, running.edition),
        sending=await send_freight.sending(
            work, [(want.way, want.address) for want in wants], offers.values()
        ),
        worth=await points_money.terms(work) if any(want.points for want in wants) else None,
        bids=await group_prices.read(work, [want.bid for want in wants if want.bid is not None]),
    )
    return await with_wallets(work, await with_newcomers(work, seen, wants), wallets)


async def with_newcomers(work: Work, seen: Board, wants: Sequence[Want]) -> Board:
    """The same, with who of these is no new customer, where that matters."""
    people = [one.customer for one in wants if seen.asks_who_is_new(one)]
    if not people:
        return seen
    return msgspec.structs.replace(
        seen, bought=seen.bought | await orders.who_ordered(work, people)
    )


async def with_wallets(work: Work, seen: Board, wallets: Mapping[UUID, promotions.Owned]) -> Board:
    """The same with these coupons, and with the categories that one of them asks about."""
    seen = msgspec.structs.replace(seen, wallets=wallets)
    if seen.categories or not any(one.categories is not None for one in wallets.values()):
        return seen
    goods = [one.product_id for one in seen.offers.values()]
    return msgspec.structs.replace(seen, categories=await catalog.category_paths(work, goods))


async def _tiers(work: Work, people: list[UUID]) -> dict[UUID, frozenset[UUID]]:
    """What prices may name of each: her tags and her tier."""
    merchant = await tenants.get_tenant(work)
    tags = await customers.tags_held(work, people)
    tiers = await loyalty.tiers_held(work, people, merchant.end_after)
    return {one: tags.get(one, _NO_TIERS) | tiers.get(one, _NO_TIERS) for one in people}


def price(seen: Board, want: Want) -> Quoted | Refusal:
    """The price of one of them; a refusal if it asks for goods that are not there."""
    key = _key(seen, want)
    if want.wallet is None and key in seen.priced:
        return seen.priced[key]
    items = _items(seen, want)
    quoted = items if isinstance(items, Refusal) else _quoted(seen, want, items)
    if want.wallet is None and not isinstance(quoted, Refusal):
        seen.priced[key] = quoted
    return quoted


def _key(seen: Board, want: Want) -> tuple[Any, ...]:
    """All that a price without a coupon depends on."""
    return (
        want.store,
        want.way,
        _province(seen, want),
        seen.buyer(want.customer),
        want.bid,
        want.usual,
        want.points,
        *want.quantities().items(),
    )


def _province(seen: Board, want: Want) -> str | None:
    return seen.sending.province(want.customer, want.address) if want.way == "mail" else None


def _items(seen: Board, want: Want) -> list[pricing.Line] | Refusal:
    """Each SKU at what a piece costs her there, before anything is taken off."""
    items: list[pricing.Line] = []
    tiers = seen.tiers.get(want.customer, _NO_TIERS)
    for sku, quantity in want.quantities().items():
        offer = seen.offers.get(sku)
        if offer is None:
            return orders.UnknownGoods(sku=sku)
        unit = catalog.unit_price(offer, store=want.store, tiers=tiers, quantity=quantity)
        items.append(
            pricing.Line(
                sku=sku,
                product=offer.product_id,
                unit_minor=unit.unit_minor,
                quantity=quantity,
                categories=seen.categories.get(offer.product_id, ()),
            )
        )
    return items


def _quoted(seen: Board, want: Want, items: list[pricing.Line]) -> Quoted | Refusal:
    mailed, province = want.way == "mail", _province(seen, want)
    sent = send_freight.cost(seen.sending, province, items, seen.offers) if mailed else None
    unsent = sent if isinstance(sent, Refusal) else None
    buyer = seen.buyer(want.customer)
    if want.bid is not None:
        no = seen.bids.refusal(want.bid, want, seen.now, is_new=buyer.is_new)
        if no is not None:
            return no
    cart = pricing.Cart(
        lines=tuple(items),
        store=want.store,
        moment=seen.moment(),
        buyer=buyer,
        points=seen.points(want),
        freight_minor=0 if sent is None or isinstance(sent, Refusal) else sent.amount_minor,
    )
    owned, refused = _coupon(seen, want, items)
    rules = seen.rules_for(want)
    if owned is not None:
        rules = (*rules, promotions.coupon_rule(owned, owned.id))
    quote = pricing.quote(cart, rules)
    if owned is not None:
        refused = _not_taken(seen, quote, owned)
    return Quoted(
        price=quote,
        lines=quoted_lines.lines(seen.offers, items, quote),
        refused=refused,
        unsent=unsent,
        kept=_kept(cart, rules, quote)
        | ({"freight": msgspec.to_builtins(sent)} if mailed and unsent is None else {}),
        flash=seen.flash.taken(quote),
        gifts=tuple(gift for gift in quote.gifts if gift.sku in seen.offers),
    )


def _kept(
    cart: pricing.Cart, rules: Sequence[pricing.Rule], quote: pricing.Quote
) -> dict[str, Any]:
    """The price as it was shown, and what it was made of: versions never change."""
    kept = msgspec.to_builtins(quote)
    # Why others were not taken is recomputed, not kept with every order.
    del kept["left"]
    said = [(rule.id, rule.version, rule.wallet) for rule in rules]
    return kept | {
        "why": msgspec.to_builtins(promotions.reasons(quote)),
        "cart": msgspec.to_builtins(cart),
        "rules": msgspec.to_builtins(said),
    }


def _not_taken(seen: Board, quote: pricing.Quote, owned: promotions.Owned) -> Refusal | None:
    """Why a coupon that could be used is not in the price."""
    left = [one for one in quote.left if one.wallet == owned.id and not one.taken]
    if not left:
        return None
    missing = left[0].missing_minor
    if missing:
        return promotions.BelowThreshold(missing=seen.money(missing))
    if left[0].because == "nothing":
        return promotions.NothingToTakeOff()
    return promotions.Outdone()


def _coupon(
    seen: Board, want: Want, items: Sequence[pricing.Line]
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
