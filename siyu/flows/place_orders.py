"""Orders are placed by the list: goods and coupons that many want at once go to who came first.

The order of locks is the house's: balances of the ledger, rows of wallets, orders. What is looked
at under these locks can't be lost in between, so nothing that was decided has to be undone.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from siyu.flows import (
    flash_takings,
    group_moves,
    order_drafts,
    order_gifts,
    quote_cart,
    spend_points,
)
from siyu.flows.order_drafts import Placing, Priced
from siyu.kernel.db import Work
from siyu.kernel.errors import NotFound, Refusal
from siyu.modules import (
    customers,
    deals,
    fulfilment,
    groups,
    ledger,
    loyalty,
    orders,
    promotions,
    tenants,
    vouchers,
)

NEWCOMERS = UUID("6f1f3f52-3f1e-5c0e-9a55-2f6f0d0f7a01")
"""Whose first order is being placed is locked under this name where a price asks for it."""


Answer = orders.Order | Refusal


async def place_one(work: Work, asked: Placing) -> orders.Order:
    """The order; raises why there is none."""
    [answer] = await place(work, [asked])
    if isinstance(answer, Refusal):
        raise answer
    return answer


async def place(work: Work, asked: Sequence[Placing]) -> list[Answer]:
    """For each, in order, the order it became (or was before), or why it became none."""
    seen = await quote_cart.board(work, asked, {})
    stores = await tenants.store_refs(work, {one.store for one in asked})
    today = seen.merchant.date_of(seen.now)
    selling = await tenants.open_stores(work, stores, today)
    answers: dict[int, Answer] = {}
    waiting: list[tuple[int, Placing]] = []
    # What is not there gets no account either: only then does anybody lock something.
    for at, one in enumerate(asked):
        quoted = quote_cart.price(seen, one)
        if one.store not in stores:
            answers[at] = NotFound()
        elif one.store not in selling:
            answers[at] = orders.StoreShut()
        elif one.way not in selling[one.store].ways:
            answers[at] = orders.WayClosed()
        elif isinstance(quoted, Refusal):
            answers[at] = quoted
        else:
            waiting.append((at, one))
    # Who wants the same coupon or sends the same key as somebody before waits for the next round.
    while waiting:
        this_round, waiting = _without_twins(seen, waiting)
        await ledger.lock(work, list(_guards(seen, (one for _, one in waiting + this_round))))
        answers |= await _decide(work, seen, this_round)
    return [answers[at] for at in range(len(asked))]


async def _decide(
    work: Work, seen: quote_cart.Board, asked: Sequence[tuple[int, Placing]]
) -> dict[int, Answer]:
    answers = await _placed_before(work, asked)
    fresh = [(at, one) for at, one in asked if at not in answers]
    wallets = await promotions.lock_wallets(work, [one.wallet for _, one in fresh if one.wallet])
    seen = await quote_cart.with_wallets(work, seen, wallets)
    seen = await quote_cart.with_newcomers(work, seen, [one for _, one in fresh])
    priced: list[Priced] = []
    for at, one in fresh:
        quoted = quote_cart.price(seen, one)
        refused = quoted if isinstance(quoted, Refusal) else _refused(seen, one, quoted)
        if refused is not None:
            answers[at] = refused
        elif not isinstance(quoted, Refusal):
            priced.append(Priced(at, one, quoted))
    priced, changed = await _with_gifts(work, priced)
    answers |= dict.fromkeys(changed, orders.GiftsChanged())
    priced, short = await _with_points(work, seen, priced)
    answers |= short
    outcomes = await ledger.apply(work, [_chain(seen, one) for one in priced])
    granted: list[Priced] = []
    for one, outcome in zip(priced, outcomes, strict=True):
        if isinstance(outcome, ledger.Granted):
            granted.append(one)
        else:
            answers[one.at] = _why_not(seen, one, outcome)
    return answers | await _write(work, seen, granted)


async def _placed_before(work: Work, asked: Sequence[tuple[int, Placing]]) -> dict[int, Answer]:
    ids = [one.order for _, one in asked]
    known = await orders.orders_of(work, ids)
    lines = await orders.lines_of(work, list(known))
    sent = await fulfilment.shipments_of(work, list(known))
    seats = await groups.seats_of(work, list(known))
    spends = {one.ref: one for one in await loyalty.spends_for(work, list(known))}
    return {
        at: known[one.order]
        if _same(known[one.order], lines[one.order], one)
        and _sent_there(sent.get(one.order), one)
        and _same_seat(seats.get(one.order), one)
        and _same_points(spends.get(one.order), one)
        else orders.KeyTaken()
        for at, one in asked
        if one.order in known
    }


def _same(order: orders.Order, lines: Iterable[orders.Line], one: Placing) -> bool:
    before = {line.sku: line.quantity for line in lines if not line.gift}
    said = (order.customer_id, order.shipping_store_id, order.wallet_id, before)
    return said == (one.customer, one.store, one.wallet, one.quantities())


def _sent_there(known: fulfilment.Shipment | None, one: Placing) -> bool:
    there = known.address_id if known else None
    return there == (one.address if one.way == "mail" else None)


def _same_seat(seat: groups.Seat | None, one: Placing) -> bool:
    if seat is None or one.bid is None:
        return seat is None and one.bid is None
    wanted = one.bid.group or groups.group_id(one.order)
    return (seat.offer_id, seat.group_id) == (one.bid.offer, wanted)


def _same_points(spend: loyalty.Spend | None, one: Placing) -> bool:
    """No more than she offered were taken."""
    return one.points >= spend.amount if spend is not None else not one.points


def _refused(seen: quote_cart.Board, one: Placing, quoted: quote_cart.Quoted) -> Refusal | None:
    """She gets what she saw, or is told what is different."""
    if quoted.unsent is not None or quoted.refused is not None:
        return quoted.unsent or quoted.refused
    now = quoted.price.payable_minor
    if one.seen_minor is not None and one.seen_minor != now:
        said = {"now": seen.money(now), "seen": seen.money(one.seen_minor)}
        if now > one.seen_minor and (over := seen.flash.over(one.store, one.quantities())):
            sale, good = over
            return deals.EndedMeanwhile(**said, sale=sale.name, good=str(good.id), now_minor=now)
        return orders.PriceChanged(**said, now_minor=now)
    return None


async def _with_gifts(work: Work, priced: Sequence[Priced]) -> tuple[list[Priced], list[int]]:
    """Each with the gifts that are there for it; and the places of those who saw others."""
    wants = [
        order_gifts.Wanting(
            store=one.asked.store,
            bought={
                sku: pieces
                for sku, pieces in one.asked.quantities().items()
                if sku not in one.quoted.flash
            },
            gifts=one.quoted.gifts,
            seen=None if one.asked.seen_gifts is None else dict(one.asked.seen_gifts),
        )
        for one in priced
    ]
    shared = zip(priced, await order_gifts.share_out(work, wants), strict=True)
    found = [(one, given) for one, given in shared]
    kept = [
        msgspec.structs.replace(one, gifts=given) if given else one
        for one, given in found
        if given is not None
    ]
    return kept, [one.at for one, given in found if given is None]


async def _with_points(
    work: Work, seen: quote_cart.Board, priced: Sequence[Priced]
) -> tuple[list[Priced], dict[int, Answer]]:
    """Each with the lots that its points come from; and those for whom there are too few."""
    wants = [order_drafts.wanting(seen, one.asked, one.quoted.price.points) for one in priced]
    asked = [want for want in wants if want is not None]
    plans = iter(await spend_points.plan(work, asked) if asked else [])
    kept, short = [], dict[int, Answer]()
    for one, want in zip(priced, wants, strict=True):
        plan = None if want is None else next(plans)
        if isinstance(plan, Refusal):
            short[one.at] = plan
        else:
            kept.append(msgspec.structs.replace(one, points=plan) if plan else one)
    return kept, short


def _chain(seen: quote_cart.Board, one: Priced) -> ledger.Chain:
    """The goods are held, and what she owes is written down: all or nothing."""
    asked, order, store = one.asked, one.asked.order, one.asked.store
    flash = one.quoted.flash
    goods = {sku: pieces for sku, pieces in asked.quantities().items() if sku not in flash}
    for sku, pieces in one.gifts.items():
        goods[sku] = goods.get(sku, 0) + pieces
    moves = [
        ledger.Post(ledger.stock(sku, store), ledger.stock_world(sku, store), quantity)
        for sku, quantity in goods.items()
    ]
    moves += flash_takings.moves(order_drafts.takings(one)) if flash else []
    sit = order_drafts.sit(seen, one)
    moves += group_moves.moves(sit) if sit else []
    moves += one.points.moves if one.points else []
    until = order_drafts.pay_by(seen, one)
    held = ledger.hold(order, moves, expires_at=until, reason="order", ref=order)
    posts = group_moves.opening(sit) if sit else []
    if payable := one.quoted.price.payable_minor:
        posts.append(ledger.Post(ledger.sales(store), ledger.due(order), payable))
    if not posts:
        return held
    return ledger.together(held, ledger.post(order, posts, reason="order", ref=order))


def _why_not(seen: quote_cart.Board, one: Priced, outcome: ledger.Outcome) -> Refusal:
    if isinstance(outcome, ledger.Short):
        if outcome.account.kind != "stock" and (sit := order_drafts.sit(seen, one)) is not None:
            return group_moves.refusal(outcome, sit)
        names = {line.sku: f"{line.name} {line.sku_name}".strip() for line in one.quoted.lines}
        if outcome.account.kind != "stock":
            return flash_takings.refusal(outcome, names, one.quoted.flash)
        sku = outcome.account.owner
        said = {"name": names[sku], "sku": str(sku)}
        return orders.GoodsShort(**said, wanted=outcome.wanted, left=outcome.left)
    # The id stands for her and her key: somebody wrote another order under it a moment ago.
    return orders.KeyTaken()


async def _write(
    work: Work, seen: quote_cart.Board, granted: Sequence[Priced]
) -> dict[int, Answer]:
    uses = [
        promotions.Use(wallet=one.asked.wallet, customer=one.asked.customer, order=one.asked.order)
        for one in granted
        if one.asked.wallet
    ]
    if not all(await promotions.use(work, uses)):
        raise RuntimeError("a coupon was taken while this work held its lock")
    people = await customers.find_belongings(work, [one.asked.customer for one in granted])
    on = seen.merchant.date_of(seen.now)
    drafts = [
        order_drafts.draft(seen, one, people, orders.number(one.asked.order, on)) for one in granted
    ]
    made = await orders.place(work, drafts)
    sits = [sit for one in granted if (sit := order_drafts.sit(seen, one)) is not None]
    await groups.sit(work, sits)
    await spend_points.keep(work, [one.points for one in granted if one.points is not None])
    await deals.take(work, [taking for one in granted for taking in order_drafts.takings(one)])
    promises = [said for one in granted for said in order_drafts.promises(seen, one)]
    if promises:
        await vouchers.promise(work, promises)
    await fulfilment.promise_shipments(
        work, [said for one in granted for said in order_drafts.sent(seen, one)]
    )
    ordered = [(one.asked.customer, sku) for one in granted for sku, _ in one.asked.lines]
    await orders.take_ordered(work, ordered)
    return {one.at: order for one, order in zip(granted, made, strict=True)}


def _guards(seen: quote_cart.Board, asked: Iterable[Placing]) -> Iterable[ledger.Account]:
    """Shelves, and of what is in a sale its pool and her cap; shelves too of what may come along.
    Who may be new is alone.
    """
    for one in asked:
        for sku in one.quantities():
            yield ledger.stock(sku, one.store)
            if (good := seen.flash.good(one.store, sku)) is not None:
                yield ledger.pool(good.id, one.store)
                if good.cap is not None:
                    yield ledger.cap(good.id, one.customer, good.cap)
        if (want := order_drafts.wanting(seen, one, one.points)) is not None:
            yield from spend_points.guards([want])
        if one.bid is not None and one.bid.offer in seen.bids.offers:
            group = one.bid.group or groups.group_id(one.order)
            yield from group_moves.locks(group, one.customer, seen.bids.offers[one.bid.offer])
        yield from (ledger.stock(sku, one.store) for sku in _may_bring(seen, one))
        if seen.asks_who_is_new(one) and one.customer not in seen.bought:
            yield ledger.cap(NEWCOMERS, one.customer, 1)


def _may_bring(seen: quote_cart.Board, one: Placing) -> Iterable[UUID]:
    """Gifts of its price; all that there are where its price may be another under the lock."""
    if not seen.gifts or one.wallet or "new_customer" in seen.ask:
        return [sku for sku in seen.gifts if sku in seen.offers]
    quoted = quote_cart.price(seen, one)
    return () if isinstance(quoted, Refusal) else [gift.sku for gift in quoted.gifts]


def _without_twins(
    seen: quote_cart.Board,
    asked: Sequence[tuple[int, Placing]],
) -> tuple[list[tuple[int, Placing]], list[tuple[int, Placing]]]:
    """Those of which no coupon, no key, nobody's points and nobody who may be new came before; and
    the others.
    """
    first, others = [], []
    taken: set[UUID] = set()
    for at, one in asked:
        names = {name for name in (one.order, one.wallet) if name}
        if one.points or seen.asks_who_is_new(one):
            names.add(one.customer)
        (others if names & taken else first).append((at, one))
        taken |= names
    return first, others
