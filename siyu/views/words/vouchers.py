"""What vouchers tell about a customer, in words."""

from uuid import UUID

from siyu.modules import vouchers
from siyu.views.words.saying import Link, Render, Said, Saying


def _goods(sku: UUID, say: Saying) -> tuple[str, ...]:
    name = say.sku(sku)
    return (name,) if name else ()


def _issued(fact: vouchers.VoucherIssued, say: Saying) -> Said:
    title = say.pick(f"得到核销券（{fact.uses} 次）", f"Got a voucher with {fact.uses} use(s)")
    return Said(title=title, lines=_goods(fact.sku, say), link=Link("order", fact.order))


def _redeemed(fact: vouchers.VoucherRedeemed, say: Saying) -> Said:
    zh, en = f"核销 {fact.uses} 次，剩 {fact.left} 次", f"Used {fact.uses}, {fact.left} left"
    store = say.store(fact.store)
    lines = (*_goods(fact.sku, say), *((store,) if store else ()))
    return Said(title=say.pick(zh, en), lines=lines, tone="care", link=Link("order", fact.order))


def _back(fact: vouchers.VoucherGivenBack, say: Saying) -> Said:
    money = say.money(fact.amount_minor)
    title = say.pick(
        f"退未用 {fact.uses} 次 {money}", f"Gave back {fact.uses} unused use(s), {money}"
    )
    return Said(title=title, lines=_goods(fact.sku, say), link=Link("order", fact.order))


def _expired(fact: vouchers.VoucherExpired, say: Saying) -> Said:
    title = say.pick(f"核销券过期，剩 {fact.left} 次", f"A voucher expired, {fact.left} left")
    return Said(title=title, lines=_goods(fact.sku, say), link=Link("order", fact.order))


def _voided(fact: vouchers.VoucherVoided, say: Saying) -> Said:
    title = say.pick("核销券作废", "A voucher was voided")
    return Said(title=title, lines=_goods(fact.sku, say), link=Link("order", fact.order))


SAYS: dict[str, Render] = {
    vouchers.VoucherIssued.NAME: _issued,
    vouchers.VoucherRedeemed.NAME: _redeemed,
    vouchers.VoucherGivenBack.NAME: _back,
    vouchers.VoucherExpired.NAME: _expired,
    vouchers.VoucherVoided.NAME: _voided,
}
