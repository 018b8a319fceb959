"""The price of an order, computed again from what it kept: versions of rules never change."""

from uuid import UUID

import msgspec

from siyu.flows import flash_prices, group_prices
from siyu.kernel.db import Work
from siyu.modules import orders, promotions
from siyu.modules.promotions import pricing


class Recomputed(msgspec.Struct, frozen=True, kw_only=True):
    """The price of then, computed now, and whether every part of it is what was kept."""

    quote: pricing.Quote
    same: bool


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    cart: pricing.Cart
    rules: list[tuple[UUID, int, UUID | None]]
    lines: tuple[pricing.PricedLine, ...]


async def recompute(work: Work, order: UUID) -> Recomputed:
    """NotFound for an order that is not there."""
    shown = (await orders.quotes_of(work, [order]))[order]
    kept = msgspec.convert(shown, _Kept)
    running = [(id_, version) for id_, version, wallet in kept.rules if wallet is None]
    rules = list(await promotions.rules_said(work, running))
    others = {id_ for id_, _ in running} - {rule.id for rule in rules}
    rules += await flash_prices.rules_said(work, others, kept.cart.store)
    rules += await group_prices.rules_said(work, others)
    for id_, version, wallet in kept.rules:
        if wallet is not None:
            said = await promotions.list_versions(work, id_)
            [coupon] = [one for one in said if one.version == version]
            rules.append(promotions.coupon_rule(coupon, wallet))
    by_hand = [pricing.line_by_hand(line) for line in kept.lines]
    quote = pricing.lowered(pricing.quote(kept.cart, rules), by_hand)
    again = msgspec.json.decode(msgspec.json.encode(quote))
    parts = [name for name in again if name != "left"]
    return Recomputed(quote=quote, same=all(again[name] == shown[name] for name in parts))
