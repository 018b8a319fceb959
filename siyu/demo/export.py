"""From a seed to a folder: receipts as tills export them, and the member list as the member system
exports it.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from siyu.demo.chain import get_chain
from siyu.demo.dice import Dice
from siyu.demo.household import Household
from siyu.demo.people import draw_birthday, draw_name, get_card, get_phone
from siyu.demo.tally import Tally, TillFile, sum_up
from siyu.demo.tills import Book, Exports, get_layout, yuan
from siyu.demo.trade import Day, Plan, Trade
from siyu.demo.values import Merchant, Person, Staff

# A local instant without a zone: what a till's clock shows.
Until = datetime


class Exported(Struct, frozen=True, kw_only=True):
    """A finished folder: the merchant, its files and the members who appear in them."""

    merchant: Merchant
    files: list[TillFile]
    people: list[Person]

    @property
    def tally(self) -> Tally:
        return sum_up(self.files)


def export_chain(
    folder: Path, plan: Plan, until: Until, *, told: Callable[[date], None] | None = None
) -> Exported:
    """Writes the chain's receipts up to the local instant `until`, and 会员资料.csv."""
    merchant = get_chain(seed=plan.seed, since=plan.since)
    trade = Trade(merchant, plan)
    exports = Exports(
        folder,
        merchant,
        get_book(merchant, trade),
        [get_layout(store) for store in merchant.stores],
    )
    files = exports.write(cut(trade.run(until.date()), until), told=told)
    people = [get_person(home, merchant, trade.guides, seed=plan.seed) for home in trade.households]
    write_people(folder / "会员资料.csv", people)
    return Exported(merchant=merchant, files=files, people=people)


def cut(days: Iterator[Day], until: Until) -> Iterator[Day]:
    """Leaves out what has not happened yet on the last day."""
    last = until.hour * 3600 + until.minute * 60 + until.second
    for day in days:
        if day.on < until.date():
            yield day
        elif kept := [receipt for receipt in day.receipts if receipt.second <= last]:
            yield day._replace(receipts=kept)


def get_book(merchant: Merchant, trade: Trade) -> Book:
    """Everything that repeats in a row, written once."""
    keys: dict[int, str] = {-1: ""}

    def key_of(member: int) -> str:
        if member not in keys:
            keys[member] = get_key(trade.households[member], merchant)
        return keys[member]

    pairs = zip(trade.shelf.products, trade.shelf.skus, strict=True)
    articles = [f"{sku.code},{product.full_name},{sku.name}" for product, sku in pairs]
    guides = [(guide.employee_no, guide.name) for guide in merchant.guides]
    return Book(
        list(merchant.stores),
        articles,
        [yuan(price) for price in trade.shelf.price],
        guides,
        key_of,
    )


def get_key(home: Household, merchant: Merchant) -> str:
    """Members of the merchant's own stores carry cards, those of franchised and online ones give
    their phone.
    """
    return (
        get_card(home.number)
        if merchant.stores[home.store].kind == "own"
        else get_phone(home.number)
    )


def get_person(
    home: Household, merchant: Merchant, guides: Sequence[Staff], *, seed: int
) -> Person:
    dice = Dice(seed, "person", home.number)
    woman = dice.roll() < 0.94
    store, own = merchant.stores[home.store], merchant.stores[home.store].kind == "own"
    return Person(
        key=get_key(home, merchant),
        name=draw_name(dice, woman=woman),
        phone=get_phone(home.number),
        card=get_card(home.number) if own else None,
        gender="female" if woman else "male",
        born_on=draw_birthday(dice) if dice.roll() < 0.6 else None,
        child_born_on=date.fromordinal(home.born) if dice.roll() < 0.8 else None,
        store=store.code,
        guide=guides[home.guide].employee_no,
        joined_on=date.fromordinal(home.joined),
    )


def write_people(path: Path, people: list[Person]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            ["会员卡号", "手机号", "姓名", "性别", "宝宝生日", "归属门店", "专属导购", "入会日期"]
        )
        for one in people:
            gender = "女" if one.gender == "female" else "男"
            rows.writerow(
                [
                    one.card or "",
                    one.phone,
                    one.name,
                    gender,
                    one.child_born_on or "",
                    one.store,
                    one.guide,
                    one.joined_on,
                ]
            )
