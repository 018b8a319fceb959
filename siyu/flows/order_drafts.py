"""What is asked for as an order, what it costs, and what it becomes in each room."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

import msgspec

from siyu.flows import points_money, quote_cart, quoted_lines, spend_points
from siyu.modules import customers, deals, fulfilment, groups, loyalty, orders, vouchers

UNPAID_FOR = timedelta(minutes=15)
"""How long goods are held for an order that nobody pays."""


class Placing(quote_cart.Want, frozen=True, kw_only=True, dict=True):
    """An order asked for under her own key; `seen_minor` is the total she saw, if she saw one, and
    `seen_gifts` what was to come with it.
    """

    key: str
    seen_minor: int | None = None
    seen_gifts: tuple[tuple[UUID, int], ...] | None = None
    channel: orders.Channel = "mall"
    via: UUID | None = None
    note: str = ""
    """What she says with it, for whoever packs it; of the same key, what she said first."""

    @cached_property
    def order(self) -> UUID:
        return orders.order_id(self.customer, self.key)


class Priced(msgspec.Struct, frozen=True):
    """One that the ledger is asked about: its place in the list, and its price."""

    at: int
    asked: Placing
    quoted: quote_cart.Quoted
    gifts: dict[UUID, int] = {}
    points: spend_points.Planned | None = None


def pay_by(seen: quote_cart.Board, one: Priced) -> datetime:
    """A seat in a group is kept for less long than goods are."""
    if (bid := one.asked.bid) is None:
        return seen.now + UNPAID_FOR
    return groups.pay_by(seen.now, seen.bids.found.get(bid.group) if bid.group else None)


def sit(seen: quote_cart.Board, one: Priced) -> groups.Sit | None:
    if (bid := one.asked.bid) is None:
        return None
    return groups.Sit(
        order=one.asked.order,
        group=bid.group or groups.group_id(one.asked.order),
        offer=seen.bids.offers[bid.offer],
        store=one.asked.store,
        customer=one.asked.customer,
        pieces=sum(one.asked.quantities().values()),
        starts=bid.group is None,
    )


def wanting(seen: quote_cart.Board, asked: Placing, points: int) -> loyalty.Want | None:
    """What the order takes of her points, if any."""
    if seen.worth is None or not points:
        return None
    return points_money.want(asked.order, asked.customer, seen.worth.kind, points)


def draft(
    seen: quote_cart.Board, one: Priced, people: Mapping[UUID, customers.Belonging], no: str
) -> orders.Place:
    asked, price = one.asked, one.quoted.price
    hers = people.get(asked.customer)
    return orders.Place(
        id=asked.order,
        no=no,
        key=asked.key,
        customer=asked.customer,
        belonging_store=hers.store_id if hers else None,
        selling_store=asked.store,
        shipping_store=asked.store,
        guide=hers.guide_id if hers else None,
        channel=asked.channel,
        via=asked.via,
        wallet=asked.wallet,
        goods_minor=price.goods_minor,
        discount_minor=price.discount_minor + price.points_minor,
        freight_minor=price.freight_minor,
        payable_minor=price.payable_minor,
        quote=one.quoted.kept,
        lines=lines(seen, one),
        expires_at=pay_by(seen, one),
        note=asked.note,
    )


def lines(seen: quote_cart.Board, one: Priced) -> tuple[orders.Line, ...]:
    """What was bought, and behind it the gifts."""
    bought = one.quoted.lines
    return bought + quoted_lines.gift_lines(seen.offers, one.gifts.items(), len(bought) + 1)


def promises(seen: quote_cart.Board, one: Priced) -> Iterable[vouchers.Promise]:
    """What its lines become when they are paid, by what the catalog says of them now."""
    for line in lines(seen, one):
        if (terms := seen.offers[line.sku].voucher) is not None:
            yield vouchers.Promise(
                order=one.asked.order,
                n=line.n,
                customer=one.asked.customer,
                store=one.asked.store,
                sku=line.sku,
                name=f"{line.name} {line.sku_name}".strip(),
                pieces=line.quantity,
                payable_minor=line.payable_minor,
                uses=terms.uses,
                days=terms.days,
                until=terms.until,
                stores=terms.stores,
            )


def sent(seen: quote_cart.Board, one: Priced) -> Iterable[fulfilment.ToSend]:
    """Where it goes, if it is not fetched."""
    asked = one.asked
    province = seen.sending.province(asked.customer, asked.address)
    if asked.way == "mail" and asked.address is not None and province is not None:
        yield fulfilment.ToSend(
            order=asked.order,
            customer=asked.customer,
            store=asked.store,
            address=asked.address,
            province=province,
        )


def takings(one: Priced) -> list[deals.Taking]:
    pieces = one.asked.quantities()
    return [
        deals.Taking(
            order=one.asked.order,
            good=good.id,
            sku=sku,
            store=one.asked.store,
            customer=one.asked.customer,
            quantity=pieces[sku],
            cap=good.cap,
        )
        for sku, good in one.quoted.flash.items()
    ]
