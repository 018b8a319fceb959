"""Compares what is written in the shop with the model; every difference is a violation."""

import json
from collections import Counter, defaultdict
from typing import Any
from uuid import UUID

from siyu.kernel.db import Work
from siyu.modules import deals, distribution, groups, inventory, ledger, loyalty
from tests.simulator import model
from tests.simulator.books import LIVE, PAID, ROWS, Seen, by
from tests.simulator.furnishing import QUOTA
from tests.simulator.kinds import CAP, PIECES
from tests.simulator.life import Life
from tests.simulator.verdicts import VERDICTS, goods_for_goods


async def judge(life: Life) -> None:
    """Everything, at the end of a life."""
    async with life.shop.works.look(life.shop.tenant) as work:
        books = {name: await work.conn.fetch(text, work.tenant) for name, text in ROWS.items()}
        await _invariants(life, work)
    seen = Seen(life, books)
    for check in CHECKS:
        check(seen)
    seen.counted()


async def _invariants(life: Life, work: Work) -> None:
    for room in (ledger, distribution, loyalty, deals, groups, inventory):
        for one in await room.check(work):
            if one.broken:
                life.violation(f"invariant {one.code}: {one.broken}, {one.examples}")
    for one in await ledger.verify(work):
        life.violation(f"seal {one.number}: {one.said}")
    for one in await ledger.replay(work):
        life.violation(f"replay of {one.account}: {one.kept} is {one.recomputed}")


def nothing_is_lost_or_made_up(seen: Seen) -> None:
    known, there = seen.life.bought, seen.orders
    for id_ in known.keys() - there.keys():
        seen.wrong("an acknowledged order is not there", id_)
    for id_ in there.keys() - known.keys():
        seen.wrong(f"order {id_} is there that nobody was told of")
    for id_ in known.keys() & there.keys():
        wanted = sorted(known[id_].lines)
        bought = [row for row in seen.lines[id_] if not row["gift"]]
        if sorted((row["sku_id"], row["quantity"]) for row in bought) != wanted:
            seen.wrong("its lines are not what she ordered", id_)
        if there[id_]["state"] == "unpaid":
            seen.wrong("unpaid for weeks, and it did not expire", id_)


def prices_add_up(seen: Seen) -> None:
    for id_, row in seen.orders.items():
        lines = seen.lines[id_]
        known = seen.life.bought.get(id_)
        if known is not None and row["freight_minor"] != known.freight:
            seen.wrong(f"freight {row['freight_minor']}, the model says {known.freight}", id_)
        whole = sum(one["payable_minor"] for one in lines) + row["freight_minor"]
        if whole != row["payable_minor"]:
            seen.wrong("its lines do not add up to what it costs", id_)
        for one in lines:
            said = one["unit_minor"] * one["quantity"] - one["discount_minor"]
            if not 0 <= one["payable_minor"] == said:
                seen.wrong(f"line {one['n']} costs {one['payable_minor']}", id_)
        parts = {one["sku_id"]: one["payable_minor"] for one in lines if not one["gift"]}
        if known is not None and parts != known.parts:
            seen.wrong(f"its lines come to {parts}, the model says {known.parts}", id_)


def stock_is_conserved(seen: Seen) -> None:
    moved: Counter[tuple[UUID, UUID]] = Counter()
    held: Counter[tuple[UUID, UUID]] = Counter()
    for id_, order in seen.orders.items():
        if order["state"] not in PAID:
            continue
        store, back = order["shipping_store_id"], seen.brought_back(id_)
        for one in seen.lines[id_]:
            moved[one["sku_id"], store] += back[one["n"]] - one["quantity"]
        goods_for_goods(seen, id_, moved, held)
    for (sku, store), came in seen.life.shop.received.items():
        row = seen.accounts["stock", sku, store]
        wanted, kept = came + moved[sku, store], held[sku, store]
        if row["posted"] != wanted or row["held"] != kept:
            seen.wrong(f"{sku} at {store}: {row['posted']} there, {row['held']} held; the model"
                       f" says {wanted} and {kept}")  # fmt: skip
        if wanted < 0:
            seen.wrong(f"oversold: {sku} at {store} by {-wanted}")


def money_is_conserved(seen: Seen) -> None:
    """Order by order what the platform kept, and in all what the books say it kept."""
    platform = seen.life.shop.platform
    for id_, order in seen.orders.items():
        kept = sum(trade.kept for trade in platform.by_order.get(id_, []))
        failed = sum(
            row["amount_minor"]
            for row in seen.refunds.get(id_, [])
            if row["state"] == "failed" and not json.loads(row["parts"])
        )
        wanted = failed
        if order["state"] in PAID:
            pay = seen.pays.get(id_)
            wanted += order["payable_minor"] - (pay["principal"] + pay["bonus"] if pay else 0)
            wanted -= sum(
                seen.shares[row["id"]]["cash"] if row["id"] in seen.shares else row["amount_minor"]
                for row in seen.done(id_)
            )
        if kept != wanted:
            seen.wrong(f"the platform kept {kept}, the model says {wanted}", id_)
    whole = sum(trade.kept for trade in platform.trades.values())
    books = sum(row["posted"] for row in seen.of_kind("cashier"))
    if whole != books:
        seen.wrong(f"the platform kept {whole} in all, the books say {books}")
    if above := platform.counts["refund_above_what_was_paid"]:
        seen.wrong(f"{above} times more was wanted back than had been paid")


def refunds_are_exact(seen: Seen) -> None:
    """Line by line what so many pieces bring, and each payer exactly its part at the end."""
    for id_, order in seen.orders.items():
        returned = seen.returned(id_)
        for one in seen.lines[id_]:
            pieces, fen = returned.get(one["n"], (0, 0))
            if pieces > one["quantity"] or fen > one["payable_minor"]:
                seen.wrong(f"more of line {one['n']} went back than was bought", id_)
            if (id_, one["n"]) in seen.card_lines or seen.life.shop.goods[one["sku_id"]].uses:
                continue
            said = model.back_of(one["payable_minor"], one["quantity"], pieces)
            # What failed in between was counted by the pieces that were on their way then.
            if fen != said and (not seen.tried(id_) or abs(fen - said) > len(seen.refunds[id_])):
                seen.wrong(f"{pieces} of line {one['n']} brought {fen}, not {said}", id_)
        pay = seen.pays.get(id_)
        if pay is None:
            continue
        mine = [seen.shares[row["id"]] for row in seen.done(id_) if row["id"] in seen.shares]
        for source in ("principal", "bonus"):
            if sum(row[source] for row in mine) > pay[source]:
                seen.wrong(f"more {source} went back than was spent", id_)
        back = sum(fen for _, fen in returned.values()) + seen.freight_back(id_)
        if back == order["payable_minor"] and (
            sum(row["principal"] for row in mine) != pay["principal"]
            or sum(row["bonus"] for row in mine) != pay["bonus"]
        ):
            seen.wrong("all is back, but not where it came from", id_)


def coupons_are_used_once(seen: Seen) -> None:
    wallets = {row["id"]: row for row in seen.books["wallets"]}
    users: dict[UUID, list[UUID]] = defaultdict(list)
    for id_, order in seen.orders.items():
        bought = {one["n"]: one["quantity"] for one in seen.lines[id_]}
        gone = {n: pieces for n, (pieces, _) in seen.returned(id_).items()}
        if order["wallet_id"] and order["state"] in LIVE and gone != bought:
            users[order["wallet_id"]].append(id_)
    for wallet, orders in users.items():
        if len(orders) > 1:
            seen.wrong(f"coupon {wallet} was used {len(orders)} times", orders[0])
    for wallet, row in wallets.items():
        by = users.get(wallet, [None])[0]
        if row["used_by"] != by:
            seen.wrong(f"coupon {wallet} is used by {row['used_by']}, the model says {by}", by)
    given = Counter(row["coupon_id"] for row in wallets.values())
    people = Counter((row["coupon_id"], row["customer_id"]) for row in wallets.values())
    said = Counter({(c, b.id): n for b in seen.life.shop.buyers for c, n in b.claimed.items()})
    if any(number > QUOTA for number in given.values()):
        seen.wrong(f"more coupons were given than there are: {dict(given)}")
    if people != said:
        seen.wrong(f"coupons given {sum(people.values())}, answered {sum(said.values())}")


def sales_keep_their_word(seen: Seen) -> None:
    """No more than there was for a sale, no more for anybody than her cap, and nothing left."""
    sold, hers = _of_sales(seen)
    for (good, store), pieces in sold.items():
        if pieces > PIECES:
            seen.wrong(f"{pieces} of {good} sold at {store} in a sale of {PIECES}")
    caps = {(row["owner"], row["place"]): row for row in seen.of_kind("cap")}
    for key in hers.keys() | {one for one in caps if one[0] in seen.goods_of_sales}:
        had = caps[key]["posted"] + caps[key]["coming"] if key in caps else 0
        if had != hers[key] or hers[key] > CAP:
            seen.wrong(f"{key[1]} has had {had} of {key[0]}, the model says {hers[key]} of {CAP}")
    for row in seen.of_kind("pool"):
        if row["posted"] or row["held"]:
            seen.wrong(f"{row['posted']} and {row['held']} held lie in a pool of {row['owner']}")


def _of_sales(seen: Seen) -> tuple[Counter[tuple[UUID, UUID]], Counter[tuple[UUID, UUID]]]:
    """Pieces of each good that left each store, and that each customer keeps."""
    sold: Counter[tuple[UUID, UUID]] = Counter()
    hers: Counter[tuple[UUID, UUID]] = Counter()
    for id_, known in seen.life.bought.items():
        if not known.flash or seen.orders[id_]["state"] not in PAID:
            continue
        back, came_back = seen.returned(id_), seen.brought_back(id_)
        for n, (sku, quantity) in enumerate(known.lines, 1):
            if (good := known.flash.get(sku)) is not None:
                hers[good, known.customer] += quantity - back.get(n, (0, 0))[0]
                sold[good, known.store] += quantity - came_back[n]
    return sold, hers


def points_are_conserved(seen: Seen) -> None:
    hers: Counter[UUID] = Counter()
    for id_, order in seen.orders.items():
        if order["state"] in PAID:
            returned = seen.returned(id_)
            kept = [one["payable_minor"] - returned.get(one["n"], (0, 0))[1]
                    for one in seen.lines[id_]]  # fmt: skip
            hers[order["customer_id"]] += model.points_of(kept)
    for who, amount in seen.life.points_spends.values():
        hers[who] -= amount
    found: Counter[UUID] = Counter()
    for row in seen.of_kind("points"):
        found[row["place"]] += row["posted"]
    for row in seen.of_kind("points_debt"):
        found[row["owner"]] += row["posted"]
    for who in {*hers, *found}:
        if hers[who] != found[who]:
            seen.wrong(f"{who} has {found[who]} points, the model says {hers[who]}")


def balances_are_conserved(seen: Seen) -> None:
    platform = seen.life.shop.platform
    principal: Counter[UUID] = Counter()
    bonus: Counter[UUID] = Counter()
    for row in seen.books["top_ups"]:
        kept = sum(trade.kept for trade in platform.by_order.get(row["id"], []))
        if (row["state"] == "paid") != (kept > 0) or kept not in {0, row["pay_minor"]}:
            seen.wrong(f"top-up {row['id']} is {row['state']}, the platform kept {kept}")
        if row["state"] == "paid":
            principal[row["customer_id"]] += row["pay_minor"]
            bonus[row["customer_id"]] += row["bonus_minor"]
    for row in seen.pays.values():
        principal[row["customer_id"]] -= row["principal"]
        bonus[row["customer_id"]] -= row["bonus"]
    for row in seen.shares.values():
        who = seen.orders[row["order_id"]]["customer_id"]
        principal[who] += row["principal"]
        bonus[who] += row["bonus"]
    for name, wanted in (("principal", principal), ("bonus", bonus)):
        for row in seen.of_kind(name):
            if row["posted"] != wanted[row["owner"]] or row["held"] or wanted[row["owner"]] < 0:
                seen.wrong(f"{row['owner']} has {row['posted']} of {name}, {row['held']} held;"
                           f" the model says {wanted[row['owner']]}")  # fmt: skip


def commission_is_in_proportion(seen: Seen) -> None:
    earned = by(seen.books["earnings"], "order_id")
    hers: Counter[UUID] = Counter()
    for id_, order in seen.orders.items():
        mine, known = earned.get(id_, []), seen.life.bought.get(id_)
        if order["state"] not in PAID or known is None:
            if mine:
                seen.wrong("somebody earns of what was not paid", id_)
            continue
        pay = seen.pays.get(id_)
        whole = sum(one["payable_minor"] for one in seen.lines[id_])
        over = {0: order["freight_minor"]}
        over |= {one["n"]: one["payable_minor"] for one in seen.lines[id_]}
        free = model.spread(pay["bonus"] if pay else 0, over)
        base = whole - sum(free.values()) + free[0]
        wanted = model.commission_of([base]) if known.guide else 0
        if sum(row["amount_minor"] for row in mine) != wanted:
            seen.wrong(f"commission {sum(r['amount_minor'] for r in mine)}, not {wanted}", id_)
        for row in mine:
            kept = _kept(seen, row, paid_by_balance=pay is not None)
            if row["kept_minor"] != kept or row["earner_id"] != known.guide:
                seen.wrong(f"line {row['n']} keeps {row['kept_minor']}, not {kept}", id_)
            hers[row["earner_id"]] += row["kept_minor"]
    for row in seen.of_kind("commission"):
        if row["posted"] + row["coming"] != hers[row["owner"]]:
            seen.wrong(f"{row['owner']} has {row['posted']} and {row['coming']} coming,"
                       f" the model says {hers[row['owner']]}")  # fmt: skip


def _kept(seen: Seen, row: Any, *, paid_by_balance: bool) -> int:
    """Where a bonus paid for a part, only what is left when all is back is said by a page."""
    fen = seen.returned(row["order_id"]).get(row["n"], (0, 0))[1]
    if not paid_by_balance:
        return model.kept_of(row["amount_minor"], row["base_minor"], fen)
    line = next(one for one in seen.lines[row["order_id"]] if one["n"] == row["n"])
    return 0 if fen == line["payable_minor"] else row["kept_minor"]


def vouchers_are_used_as_bought(seen: Seen) -> None:
    for id_, (row, backs) in seen.cards.items():
        said = seen.life.voucher_uses[str(id_)]
        if row["used"] != said:
            seen.wrong(f"voucher used {row['used']} times, answered {said}", row["order_id"])
        uses, fen = sum(b["uses"] for b in backs), sum(b["amount_minor"] for b in backs)
        if row["used"] + uses > row["uses"] or uses != row["back"]:
            seen.wrong(f"voucher of {row['uses']}: {row['used']} used, {uses} back",
                       row["order_id"])  # fmt: skip
        if uses == row["uses"] and fen != row["paid_minor"]:
            seen.wrong(f"a whole voucher brought {fen} of {row['paid_minor']}", row["order_id"])
        if fen > row["paid_minor"] * uses // row["uses"] + 1:
            seen.wrong(f"{uses} uses brought {fen} of {row['paid_minor']}", row["order_id"])


def nothing_is_stuck(seen: Seen) -> None:
    for row in seen.books["parked"]:
        seen.wrong(f"{row['consumer']} could not take a fact: {row['error']}")
    for row in seen.books["failed"]:
        seen.wrong(f"job {row['name']} failed for good: {row['error']}")


CHECKS = (
    nothing_is_lost_or_made_up,
    prices_add_up,
    stock_is_conserved,
    money_is_conserved,
    refunds_are_exact,
    coupons_are_used_once,
    sales_keep_their_word,
    points_are_conserved,
    balances_are_conserved,
    commission_is_in_proportion,
    vouchers_are_used_as_bought,
    nothing_is_stuck,
    *VERDICTS,
)
