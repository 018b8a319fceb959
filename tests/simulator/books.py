"""The shop's rows, read once at the end and sorted for looking things up."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from tests.simulator.life import Life

LIVE = {"unpaid", "paid", "redeemed", "closed"}
PAID = {"paid", "redeemed", "closed"}

ROWS = {
    "orders": 'select * from orders."order" where tenant_id = $1',
    "lines": "select * from orders.line where tenant_id = $1 order by n",
    "refunds": "select * from orders.refund where tenant_id = $1",
    "steps": "select * from orders.step where tenant_id = $1 order by turn",
    "wallets": "select * from promotions.wallet where tenant_id = $1",
    "pays": "select * from loyalty.balance_pay where tenant_id = $1",
    "shares": "select * from loyalty.balance_share where tenant_id = $1",
    "top_ups": "select * from loyalty.top_up where tenant_id = $1",
    "earnings": "select * from distribution.earning where tenant_id = $1",
    "claws": "select * from distribution.claw_back where tenant_id = $1",
    "vouchers": "select * from vouchers.voucher where tenant_id = $1",
    "voucher_backs": "select * from vouchers.back where tenant_id = $1 and undone_at is null",
    "sales": "select * from deals.sale where tenant_id = $1",
    "parcels": "select * from fulfilment.parcel where tenant_id = $1",
    "parcel_lines": "select * from fulfilment.parcel_line where tenant_id = $1",
    "pickups": "select * from fulfilment.pickup where tenant_id = $1",
    "cases": "select * from aftersale.case where tenant_id = $1",
    "case_steps": "select * from aftersale.step where tenant_id = $1 order by turn",
    "groups": "select * from groups.group where tenant_id = $1",
    "seats": "select * from groups.seat where tenant_id = $1",
    "parked": "select * from facts.parked where tenant_id = $1 and settled_at is null",
    "failed": "select * from kernel.job where tenant_id = $1 and failed_at is not null",
    # From the lines themselves, not from kept balances.
    "accounts": """
      select a.kind, a.owner, a.place,
        coalesce(sum(s.amount) filter (where s.phase in ('post', 'settle')), 0)::int8 as posted,
        coalesce(-sum(s.amount) filter (where s.amount < 0 and s.open), 0)::int8 as held,
        coalesce(sum(s.amount) filter (where s.amount > 0 and s.open), 0)::int8 as coming
      from ledger.account a join (
        select t.debit as account, -t.amount as amount, t.phase, t.phase = 'pending' and not exists
          (select from ledger.transfer e where e.tenant_id = t.tenant_id and e.of_chain = t.chain
            and e.of_line = t.line) as open from ledger.transfer t where t.tenant_id = $1
        union all
        select t.credit, t.amount, t.phase, t.phase = 'pending' and not exists
          (select from ledger.transfer e where e.tenant_id = t.tenant_id and e.of_chain = t.chain
            and e.of_line = t.line) from ledger.transfer t where t.tenant_id = $1
      ) s on s.account = a.id where a.tenant_id = $1 group by a.kind, a.owner, a.place
    """,
}


class Seen:
    """The shop's rows, sorted for looking things up."""

    def __init__(self, life: Life, books: dict[str, list[Any]]) -> None:
        self.life, self.books = life, books
        self.orders = {row["id"]: row for row in books["orders"]}
        self.lines = by(books["lines"], "order_id")
        self.refunds = by(books["refunds"], "order_id")
        self.steps = by(books["steps"], "of")
        self.pays = {row["order_id"]: row for row in books["pays"] if row["state"] == "spent"}
        self.shares = {row["refund_id"]: row for row in books["shares"] if row["state"] == "done"}
        self.accounts = {(r["kind"], r["owner"], r["place"]): r for r in books["accounts"]}
        backs = by(books["voucher_backs"], "voucher_id")
        self.goods_of_sales = {good for sale in life.sales for good, _ in sale.goods.values()}
        self.parcels = by(books["parcels"], "order_id")
        self.cases = by(books["cases"], "order_id")
        self.case_steps = by(books["case_steps"], "case_id")
        self.pays_case = {row["refund_id"]: row for row in books["cases"] if row["refund_id"]}
        self.cards = {v["id"]: (v, backs.get(v["id"], [])) for v in books["vouchers"]}
        self.card_lines = {(v["order_id"], v["n"]) for v in books["vouchers"]}

    def wrong(self, what: str, order: UUID | None = None) -> None:
        self.life.violation(what, order)

    def done(self, order: UUID) -> list[Any]:
        """Refunds of goods that were paid back."""
        return [
            row
            for row in self.refunds.get(order, [])
            if row["state"] == "paid_back" and json.loads(row["parts"])
        ]

    def returned(self, order: UUID) -> dict[int, tuple[int, int]]:
        """Pieces and fen that went back of each line."""
        found: dict[int, tuple[int, int]] = {}
        for row in self.done(order):
            for part in json.loads(row["parts"]):
                pieces, fen = found.get(part["n"], (0, 0))
                found[part["n"]] = (pieces + part["quantity"], fen + part["amount_minor"])
        return found

    def brought_back(self, order: UUID) -> Counter[int]:
        """Pieces of each line that lie in the shop again."""
        found: Counter[int] = Counter()
        for row in self.done(order):
            for part in json.loads(row["parts"]):
                found[part["n"]] += self.on_the_shelf(order, row, part)
        return found

    def on_the_shelf(self, order: UUID, refund: Any, part: dict[str, int]) -> int:
        """What of it lies in the shop again: all that never left, and what somebody found fit.

        Of goods that were sent the row says how many pieces had left.
        """
        life = self.life
        if (case := self.pays_case.get(refund["id"])) is not None:
            return part["quantity"] if life.cases[case["id"]][1].fit else 0
        if life.goods_back.get(refund["id"], True):
            return part["quantity"]
        known = life.bought.get(order)
        return part["quantity"] - part["handed"] if known and known.mailed else 0

    def back_whole(self, order: UUID) -> bool:
        back = self.returned(order)
        return all(back.get(one["n"], (0, 0))[0] == one["quantity"] for one in self.lines[order])

    def goods_back_whole(self, order: UUID) -> bool:
        """Of what is fetched or sent; cards have no part in freight."""
        back, goods = self.returned(order), self.life.shop.goods
        return all(
            back.get(one["n"], (0, 0))[0] == one["quantity"]
            for one in self.lines[order]
            if not goods[one["sku_id"]].uses
        )

    def freight_back(self, order: UUID) -> int:
        return sum(row["freight_minor"] for row in self.done(order))

    def tried(self, order: UUID) -> bool:
        """Whether something was to go back that did not, or not yet."""
        return any(row["state"] != "paid_back" for row in self.refunds.get(order, []))

    def counted(self) -> None:
        life = self.life
        states = Counter(row["state"] for row in self.orders.values())
        life.count("expiry", sum(any(s["state"] == "expired" for s in steps)
                                 for steps in self.steps.values()))  # fmt: skip
        late = [row for row in self.books["refunds"] if not json.loads(row["parts"])]
        revived = [
            steps
            for steps in self.steps.values()
            if {"expired", "cancelled"} & {s["state"] for s in steps}
            and any(s["state"] == "paid" for s in steps)
        ]
        life.count("late_payment", len(late) + len(revived))
        life.count("late_payment_revived", len(revived))
        for id_ in self.orders:
            for row in self.done(id_):
                whole = sum(p["quantity"] for p in json.loads(row["parts"]))
                all_ = sum(line["quantity"] for line in self.lines[id_])
                life.count("whole_refund" if whole == all_ else "partial_refund")
            life.count("freight_back", self.freight_back(id_) > 0)
        self._counted_goods()
        life.count("voucher_expiry", sum(bool(v["expired_at"]) for v in self.books["vouchers"]))
        life.count("claw_back", len(self.books["claws"]))
        life.count("flash_ended", sum(s["state"] == "ended" for s in self.books["sales"]))
        life.count("refund_failed", sum(r["state"] == "failed" for r in self.books["refunds"]))
        life.count(
            "claw_back_after_settlement", sum(row["debt_minor"] > 0 for row in self.books["claws"])
        )
        life.count("points_earned", sum(row["posted"] < 0 for row in self.of_kind("points_world")))
        for state, number in states.items():
            life.count(f"ended {state}", number)
        life.counts.update(life.shop.platform.counts)
        for where, number in life.shop.wires.cuts.items():
            life.count(f"cut {where}", number)
        life.count("cut_places", len(life.shop.wires.places))

    def _counted_goods(self) -> None:
        life = self.life
        by_word = life.counts["receipt"]
        received = sum(row["received_at"] is not None for row in self.books["parcels"])
        life.count("receipt_by_clock", max(0, received - by_word))
        for row in self.books["cases"]:
            life.count(f"case_{row['kind']}", row["state"] == "done")
            agreed = any(one["state"] == "agreed" for one in self.case_steps[row["id"]])
            life.count("case_by_clock", agreed and not life.cases[row["id"]][1].said)
        for id_, known in life.bought.items():
            gift = self.returned(id_).get(len(known.lines) + 1, (0, 0))[0]
            life.count("gift_back", gift if known.gifts else 0)
            ended = self.orders[id_]["state"] not in LIVE if id_ in self.orders else False
            life.count("coupon_back", bool(known.wallet) and (ended or self.back_whole(id_)))
        for row in self.books["groups"]:
            life.count(f"group_{row['state']}")
        life.count("group_seat_unpaid", sum(s["state"] == "gone" for s in self.books["seats"]))

    def of_kind(self, kind: str) -> list[Any]:
        return [row for row in self.books["accounts"] if row["kind"] == kind]


def by(rows: Iterable[Any], name: str) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[name]].append(row)
    return dict(found)
