"""灶西头小馆, an invented restaurant with one room, set menus and two thousand guests."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from siyu.demo.dice import Dice
from siyu.demo.export import Exported, Until, cut
from siyu.demo.goods import RESTAURANT_TREE, get_categories, get_products
from siyu.demo.hours import draw_second
from siyu.demo.menu import Menu
from siyu.demo.people import draw_birthday, draw_name, draw_names, get_phone, shift_months
from siyu.demo.seasons import get_mood
from siyu.demo.tills import TABLES, Book, Exports, yuan
from siyu.demo.trade import Day, Line, Plan, Receipt
from siyu.demo.values import Merchant, Person, Staff, Store

CARD_SALE = 290  # days after the first: half a year of set menus, sold in a quarter of an hour
STORE = "ZXT1"
WAITERS = 4
MEANS = ("微信支付", "微信支付", "微信支付", "支付宝", "现金")


def get_restaurant(*, seed: int, since: date) -> Merchant:
    store = Store(
        code=STORE,
        name="灶西头小馆",
        kind="own",
        region="",
        city="杭州",
        address="杭州市云雀区谷雨街 21 号",
        opened_on=shift_months(since, -40),
        pull=10,
    )
    return Merchant(
        name="灶西头小馆",
        trade="restaurant",
        regions=(),
        stores=(store,),
        staff=tuple(hire(seed)),
        categories=get_categories(RESTAURANT_TREE),
        products=get_products("restaurant.csv"),
    )


def hire(seed: int) -> list[Staff]:
    owner, manager, *waiters = draw_names(Dice(seed, "kitchen"), 2 + WAITERS, women=0.6)
    return [
        Staff(account="laoban", employee_no="ZX01", name=owner, role="owner"),
        Staff(
            account="dianzhang", employee_no="ZX02", name=manager, role="store_manager", store=STORE
        ),
        *(
            Staff(account=f"fuwu{i}", employee_no=f"ZX1{i}", name=name, role="guide", store=STORE)
            for i, name in enumerate(waiters, start=1)
        ),
    ]


class Tables:
    """The room while it serves; a guest is a number, the days of whose visits lie in `due`."""

    def __init__(self, merchant: Merchant, plan: Plan) -> None:
        self.plan, self.menu = plan, Menu(merchant.products)
        self.due: defaultdict[int, list[int]] = defaultdict(list)
        self.dice = Dice(plan.seed, "tables")
        first = plan.since.toordinal()
        self.joined = [first - 400 + self.dice.below(940) for _ in range(plan.members)]
        self.joined.sort()
        self.pace = [self.dice.between(18, 160) for _ in self.joined]
        for guest, joined in enumerate(self.joined):
            self.due[max(joined, first + self.dice.below(40))].append(guest)

    def run(self, until: date) -> Iterator[Day]:
        on = self.plan.since
        while on <= until:
            self.dice = Dice(self.plan.seed, "table", on.toordinal())
            bills = self.serve(on)
            if on == self.plan.since + timedelta(days=CARD_SALE):
                bills += self.sell_cards(on)
            bills.sort(key=lambda bill: bill.second)
            stem = f"{STORE}{on:%y%m%d}"
            numbered = [
                bill._replace(number=f"{stem}{i:04d}") for i, bill in enumerate(bills, start=1)
            ]
            if numbered:
                yield Day(on, 0, numbered)
            on += timedelta(days=1)

    def serve(self, on: date) -> list[Receipt]:
        """Guests who are known come when they are due, others as the day brings them."""
        day, mood = on.toordinal(), get_mood(on)
        bills = []
        for guest in self.due.pop(day, ()):
            if self.dice.roll() > mood.counter:
                self.due[day + 1].append(guest)
                continue
            bills.append(self.bill(on, guest))
            if self.dice.roll() > 0.06:
                self.due[day + 3 + self.dice.wait(self.pace[guest])].append(guest)
        strangers = self.dice.count(self.plan.members / 100 * mood.counter)
        return bills + [self.bill(on, -1) for _ in range(strangers)]

    def bill(self, on: date, guest: int) -> Receipt:
        second = draw_second(self.dice.roll, "table", False)
        lines = self.menu.order(self.dice, on, lunch=second < 15 * 3600, known=guest >= 0)
        table, waiter = 1 + self.dice.below(14), self.dice.below(WAITERS)
        return Receipt(second, table, guest, waiter, self.dice.pick(MEANS), lines, "", "")

    def sell_cards(self, on: date) -> list[Receipt]:
        """From eight o'clock in the evening, for fifteen minutes."""
        regulars = [i for i, joined in enumerate(self.joined) if joined <= on.toordinal()]
        buyers = [guest for guest in regulars if self.dice.roll() < 0.16]
        price, opening = self.menu.price[self.menu.card], 20 * 3600
        line = [Line(self.menu.card, 1, price, 0)]
        return [
            Receipt(
                opening + int(self.dice.roll() ** 2 * 900), 0, guest, 0, "微信支付", line, "", ""
            )
            for guest in buyers
        ]


def export_restaurant(folder: Path, plan: Plan, until: Until) -> Exported:
    """Writes the restaurant's bills up to the local instant `until`."""
    merchant = get_restaurant(seed=plan.seed, since=plan.since)
    tables = Tables(merchant, plan)
    menu = tables.menu
    book = Book(
        list(merchant.stores),
        menu.articles,
        [yuan(price) for price in menu.price],
        [(waiter.employee_no, waiter.name) for waiter in merchant.guides],
        lambda guest: get_phone(5_000_000 + guest) if guest >= 0 else "",
    )
    files = Exports(folder, merchant, book, [TABLES]).write(cut(tables.run(until.date()), until))
    last = until.date().toordinal()
    people = [get_guest(i, day, plan.seed) for i, day in enumerate(tables.joined) if day <= last]
    return Exported(merchant=merchant, files=files, people=people)


def get_guest(number: int, joined: int, seed: int) -> Person:
    dice = Dice(seed, "guest", number)
    woman = dice.roll() < 0.55
    phone = get_phone(5_000_000 + number)
    return Person(
        key=phone,
        name=draw_name(dice, woman=woman),
        phone=phone,
        card=None,
        gender="female" if woman else "male",
        born_on=draw_birthday(dice) if dice.roll() < 0.3 else None,
        child_born_on=None,
        store=STORE,
        guide=f"ZX1{1 + dice.below(WAITERS)}",
        joined_on=date.fromordinal(joined),
    )
