"""A chain's trade, day by day: what happens on a day depends on the days before it only.

So a record that ends later begins with every byte of the one that ended earlier, and a merchant can
be topped up to today.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from msgspec import Struct

from siyu.demo.dice import Dice, spread
from siyu.demo.hours import draw_second
from siyu.demo.household import Household, get_month
from siyu.demo.people import shift_months
from siyu.demo.seasons import Mood, get_mood
from siyu.demo.shelf import Shelf
from siyu.demo.values import Merchant, Store

MONTHS = 18
BEFORE = 0.38  # part of the members who had joined when the record begins
WALK_INS = 0.95  # for every receipt of a member
MEANS = {
    "own": spread([("微信支付", 60), ("支付宝", 24), ("银行卡", 9), ("现金", 7)]),
    "franchise": spread([("微信支付", 62), ("支付宝", 20), ("现金", 18)]),
    "online": ["微信支付"],
}


class Plan(Struct, frozen=True, kw_only=True):
    """What is asked for: so many members after eighteen months that began on `since`."""

    seed: int
    members: int
    since: date


class Line(NamedTuple):
    sku: int
    quantity: int
    amount_minor: int
    discount_minor: int


class Receipt(NamedTuple):
    """One receipt; `origin` is the number of the receipt that a return takes back."""

    second: int
    till: int
    member: int
    guide: int
    means: str
    lines: list[Line]
    origin: str
    number: str


class Day(NamedTuple):
    on: date
    store: int
    receipts: list[Receipt]


class Trade:
    """The chain while it trades; `households` holds every member who has joined so far, in the
    order of joining.
    """

    def __init__(self, merchant: Merchant, plan: Plan) -> None:
        self.plan, self.stores = plan, merchant.stores
        self.shelf = Shelf(merchant.products)
        self.guides = merchant.guides
        self.team = [
            [i for i, guide in enumerate(self.guides) if guide.store == store.code]
            for store in self.stores
        ]
        self.households: list[Household] = []
        self.due: defaultdict[int, list[Household]] = defaultdict(list)
        self.returns: defaultdict[int, list[tuple[int, Receipt]]] = defaultdict(list)
        self.newcomers = share_newcomers(plan)
        self.dice = Dice(plan.seed, "before")
        self.settle_before()

    def settle_before(self) -> None:
        """The members who had joined by the first day, most of them still coming."""
        first = self.plan.since.toordinal()
        for _ in range(int(self.plan.members * BEFORE)):
            home = self.join(first - self.dice.wait(300), first)
            if home.lapses <= first and self.dice.roll() < 0.7:
                home.lapses = first + self.dice.wait(200)
            home.milk = home.nappies = max(first + self.dice.below(30), home.milk)
            if home.lapses > first:
                self.due[first + self.dice.below(int(home.pace * 0.7) + 5)].append(home)

    def join(self, day: int, seen: int) -> Household:
        home = Household(len(self.households), dice=self.dice, day=day, shelf=self.shelf)
        home.store = self.draw_store(day if day == seen else min(day, seen), seen)
        home.guide = self.dice.pick(self.team[home.store])
        self.households.append(home)
        return home

    def draw_store(self, day: int, seen: int) -> int:
        open_stores = [
            i
            for i, store in enumerate(self.stores)
            if store.opened_on.toordinal() <= max(day, seen)
        ]
        return self.dice.pick(spread([(i, weigh_store(self.stores[i], seen)) for i in open_stores]))

    def run(self, until: date) -> Iterator[Day]:
        """The receipts of each store and day to the end of `until`, numbered as the tills numbered
        them.
        """
        day = self.plan.since
        while day <= until:
            yield from self.trade_day(day)
            day += timedelta(days=1)

    def trade_day(self, on: date) -> Iterator[Day]:
        day, mood = on.toordinal(), get_mood(on)
        self.dice = Dice(self.plan.seed, day)
        for _ in range(next(self.newcomers)):
            self.due[day].append(self.join(day, day))
        if mood.cut >= 8:
            self.draw_forward(day, mood)
        counters: list[list[Receipt]] = [[] for _ in self.stores]
        for home in self.due.pop(day, ()):
            self.visit(home, day, mood, counters)
        for store, counter in enumerate(counters):
            self.walk_in(store, day, mood, counter)
        for store, receipt in self.returns.pop(day, ()):
            counters[store].append(receipt)
        for store, counter in enumerate(counters):
            if counter:
                yield Day(on, store, self.number(on, store, counter))

    def draw_forward(self, day: int, mood: Mood) -> None:
        """A sale brings people who would have come in the next ten days."""
        for later in range(day + 1, day + 11):
            waiting = self.due.get(later)
            if waiting:
                coming = [self.dice.roll() < mood.cut / 60 for _ in waiting]
                self.due[day] += [
                    home for home, comes in zip(waiting, coming, strict=True) if comes
                ]
                self.due[later] = [
                    home for home, comes in zip(waiting, coming, strict=True) if not comes
                ]

    def visit(self, home: Household, day: int, mood: Mood, counters: list[list[Receipt]]) -> None:
        """A member comes, or puts it off to tomorrow, or is never seen again."""
        roll = self.dice.roll
        if day > home.lapses and day > home.joined:
            return
        store = self.draw_visited(home)
        online = self.stores[store].kind == "online"
        if roll() > (mood.online if online else mood.counter) and day > home.joined:
            self.due[day + 1].append(home)
            return
        eager = 1.0 + mood.cut / 14
        wants = home.fill_basket(day, dice=self.dice, shelf=self.shelf, eager=eager)
        guide = self.draw_guide(store, day, home.guide if home.store == store else -1)
        skill = self.guides[guide].skill if guide >= 0 else 0.4
        self.add_extras(wants, get_month(home.born, day), mood, skill)
        counters[store].append(self.ring(store, wants, mood, home.number, guide))
        self.due[home.get_next(day, self.dice)].append(home)

    def draw_visited(self, home: Household) -> int:
        """Mostly her own store, sometimes the online shop."""
        return len(self.stores) - 1 if self.dice.roll() < 0.07 else home.store

    def draw_guide(self, store: int, day: int, own: int) -> int:
        """Her own guide if she is in today, another one who is, or nobody."""
        roll, team = self.dice.roll, self.team[store]
        if self.stores[store].kind == "online" and roll() < 0.7:
            return -1
        if own >= 0 and roll() < 0.85 and (day + 2 * own) % 7 > 1:
            return own
        guide = team[int(roll() * len(team))]
        return guide if (day + 2 * guide) % 7 > 1 and roll() < 0.94 else -1

    def add_extras(
        self, wants: list[tuple[int, int]], month: int, mood: Mood, skill: float
    ) -> None:
        """Things bought because they were there: none, some, or many with a guide who knows her
        trade.
        """
        roll, choices = self.dice.roll, self.shelf.extras[mood.warm][month]
        more = skill / (1.0 + skill)
        while not wants or roll() < more:
            wants.append((choices[int(roll() * len(choices))], 1 if roll() < 0.86 else 2))

    def walk_in(self, store: int, day: int, mood: Mood, counter: list[Receipt]) -> None:
        """People who show no card: as many as the store's size and the day bring."""
        shop = self.stores[store]
        mean = (
            weigh_trade(shop, day, self.plan)
            * WALK_INS
            * (mood.online * 0.35 if shop.kind == "online" else mood.counter)
        )
        for _ in range(self.dice.count(mean)):
            wants: list[tuple[int, int]] = []
            guide = self.draw_guide(store, day, -1)
            month = int(self.dice.roll() ** 2 * 60) + 6
            self.add_extras(
                wants, month, mood, 0.6 * self.guides[guide].skill if guide >= 0 else 0.3
            )
            counter.append(self.ring(store, wants, mood, -1, guide))

    def ring(
        self, store: int, wants: list[tuple[int, int]], mood: Mood, member: int, guide: int
    ) -> Receipt:
        """Prices a basket; what is on sale takes the day's cut, a member's other goods now and
        then five percent.
        """
        roll, price, firm = self.dice.roll, self.shelf.price, self.shelf.firm
        lines = []
        for sku, quantity in wants:
            full = price[sku] * quantity
            percent = (
                0
                if firm[sku]
                else mood.cut
                if roll() < 0.75
                else 5
                if member >= 0 and roll() < 0.5
                else 0
            )
            cut = full * percent // 1000 * 10
            lines.append(Line(sku, quantity, full - cut, cut))
        kind = self.stores[store].kind
        till = 1 if roll() < 0.7 else 2
        return Receipt(
            draw_second(roll, kind, mood.counter > 0.9),
            till,
            member,
            guide,
            self.dice.pick(MEANS[kind]),
            lines,
            "",
            "",
        )

    def number(self, on: date, store: int, counter: list[Receipt]) -> list[Receipt]:
        """Receipt numbers in the order of the day; a few will come back."""
        counter.sort(key=lambda receipt: receipt.second)
        stem, numbered = f"{self.stores[store].code}{on:%y%m%d}", []
        for i, rung in enumerate(counter, start=1):
            receipt = rung._replace(number=f"{stem}{rung.till}{i:04d}")
            numbered.append(receipt)
            if not receipt.origin and self.dice.roll() < 0.021:
                self.returns[on.toordinal() + 1 + self.dice.below(9)].append(
                    (store, self.take_back(store, receipt))
                )
        return numbered

    def take_back(self, store: int, receipt: Receipt) -> Receipt:
        """The return of one line, whole or one piece of it, at what was paid for it."""
        line = self.dice.pick(receipt.lines)
        pieces = line.quantity if self.dice.roll() < 0.7 else 1
        amount, cut = (
            line.amount_minor * pieces // line.quantity,
            line.discount_minor * pieces // line.quantity,
        )
        second = draw_second(self.dice.roll, self.stores[store].kind, False)
        return receipt._replace(
            second=second, lines=[Line(line.sku, -pieces, -amount, -cut)], origin=receipt.number
        )


def share_newcomers(plan: Plan) -> Iterator[int]:
    """How many join on each day: busy days bring more, and eighteen months bring exactly the
    number asked for.
    """
    days = (shift_months(plan.since, MONTHS) - plan.since).days + 1
    weights = [get_mood(plan.since + timedelta(days=i)).counter for i in range(days)]
    total, wanted = sum(weights), plan.members - int(plan.members * BEFORE)
    seen, i = 0.0, 0
    while True:
        weight = get_mood(plan.since + timedelta(days=i)).counter
        yield int((seen + weight) * wanted / total + 1e-6) - int(seen * wanted / total + 1e-6)
        seen, i = seen + weight, i + 1


def weigh_store(store: Store, day: int) -> int:
    """A new store draws twice its share of new members for three months."""
    return store.pull * (2 if 0 <= day - store.opened_on.toordinal() < 90 else 1)


def weigh_trade(store: Store, day: int, plan: Plan) -> float:
    """Receipts of a day by the store's pull, growing over its first half year."""
    age = day - store.opened_on.toordinal()
    ramp = 0.0 if age < 0 else min(1.0, 0.45 + age / 330)
    return store.pull * ramp * plan.members / 8000
