"""What a table orders: a set menu of the season, or dishes and a drink."""

from datetime import date

from siyu.demo.dice import Dice
from siyu.demo.seasons import LUNAR_NEW_YEAR, get_season
from siyu.demo.trade import Line
from siyu.demo.values import Product

SINGLE = "工作日单人餐"


class Menu:
    """Every SKU has a small number here, as on a shelf."""

    def __init__(self, products: tuple[Product, ...]) -> None:
        pairs = [(product, sku) for product in products for sku in product.skus]
        self.products = [product for product, _ in pairs]
        self.price = [sku.price_minor for _, sku in pairs]
        self.articles = [f"{sku.code},{product.name},{sku.name}" for product, sku in pairs]
        self.card = next(i for i, product in enumerate(self.products) if product.season == "卡")
        self.single = next(i for i, product in enumerate(self.products) if product.name == SINGLE)
        self.plates = self.weigh({"HOT", "COL"}, "")
        self.drinks = self.weigh({"DRK"}, "")
        self.sets = {season: self.weigh({"SET"}, season) for season in "春夏秋冬年"}

    def weigh(self, categories: set[str], season: str) -> list[int]:
        """Goods of these categories sold all year or in the season, as often as they appeal."""
        return [
            i
            for i, product in enumerate(self.products)
            if product.category in categories
            and product.season in ("", season)
            and i != self.single
            for _ in range(product.appeal * (6 if product.season == "年" else 1))
        ]

    def order(self, dice: Dice, on: date, *, lunch: bool, known: bool) -> list[Line]:
        if lunch and on.weekday() < 5 and dice.roll() < 0.6:
            return [self.line(self.single, 1 + dice.below(2), 0)]
        off = 12 if known and dice.roll() < 0.35 else 0
        if dice.roll() < 0.62:
            lines = [self.line(dice.pick(self.sets[name_season(on)]), 1, off)]
        else:
            plates = [dice.pick(self.plates) for _ in range(2 + dice.below(4))]
            lines = [self.line(plate, 1, off) for plate in dict.fromkeys(plates)]
        if dice.roll() < 0.55:
            lines.append(self.line(dice.pick(self.drinks), 1 + dice.below(2), 0))
        return lines

    def line(self, sku: int, quantity: int, off: int) -> Line:
        full = self.price[sku] * quantity
        cut = full * off // 10000 * 100
        return Line(sku, quantity, full - cut, cut)


def name_season(on: date) -> str:
    """The season, or 年 in the fortnight of family dinners before the lunar year."""
    feast = LUNAR_NEW_YEAR.get(on.year)
    return "年" if feast and 0 <= (feast - on).days < 15 else get_season(on)
