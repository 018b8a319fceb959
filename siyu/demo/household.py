"""A family: when milk and nappies run out, what else goes into the basket, and the day it stops
coming.
"""

from siyu.demo.dice import Dice
from siyu.demo.shelf import DAYS_A_TIN, OLDEST, STAGE_FROM, YOUNGEST, Shelf

Line = tuple[int, int]
NEVER = 10**9


class Household:
    """Days are ordinals; `milk` and `nappies` are the days until which those at home last."""

    __slots__ = (
        "born",
        "guide",
        "joined",
        "lapses",
        "milk",
        "nappies",
        "number",
        "pace",
        "pack",
        "share",
        "store",
        "tin",
    )

    def __init__(self, number: int, *, dice: Dice, day: int, shelf: Shelf) -> None:
        roll = dice.roll
        self.number = number
        self.joined = day
        self.born = day - draw_age(dice)
        self.tin = dice.below(len(shelf.tins)) if roll() < 0.6 else -1
        self.pack = dice.below(len(shelf.packs)) if roll() < 0.7 else -1
        # Milk of her own and a second shop make a tin last longer than the label says.
        self.share = dice.between(1.0, 3.0)
        self.pace = dice.between(35, 130)
        self.lapses = day + (dice.wait(12) if roll() < 0.24 else dice.wait(400))
        self.milk = max(day, self.born)
        self.nappies = max(day, self.born - 14)
        self.store = self.guide = 0

    def fill_basket(self, day: int, *, dice: Dice, shelf: Shelf, eager: float) -> list[Line]:
        """What is bought today as (SKU, quantity); `eager` is how much more than usual, 1.0 being
        usual.
        """
        month = (day - self.born) // 30
        lines: list[Line] = []
        if self.tin >= 0 and 0 <= month < 60 and self.milk - day < 9:
            lines.append(self.buy_milk(day, month, dice=dice, shelf=shelf, eager=eager))
        if self.pack >= 0 and -1 <= month < 34 and self.nappies - day < 9:
            lines.append(self.buy_nappies(day, month, dice=dice, shelf=shelf, eager=eager))
        return lines

    def buy_milk(self, day: int, month: int, *, dice: Dice, shelf: Shelf, eager: float) -> Line:
        stage = 0
        while stage < 3 and month >= STAGE_FROM[stage + 1]:
            stage += 1
        tins = 1 + int(dice.roll() * 3 * eager)
        self.milk = max(day, self.milk) + int(tins * DAYS_A_TIN[stage] * self.share)
        return shelf.tins[self.tin][stage], tins

    def buy_nappies(self, day: int, month: int, *, dice: Dice, shelf: Shelf, eager: float) -> Line:
        sizes = shelf.packs[self.pack]
        _, sku, lasts = sizes[0]
        for from_month, candidate, days in sizes:
            if month >= from_month:
                sku, lasts = candidate, days
        packs = 1 + int(dice.roll() * 2.5 * eager)
        self.nappies = max(day, self.nappies) + int(packs * lasts * self.share)
        return sku, packs

    def get_next(self, day: int, dice: Dice) -> int:
        """The day of the next visit: before something runs out, or on a whim."""
        month = (day - self.born) // 30
        whim = day + dice.wait(self.pace)
        milk = self.milk - 3 if self.tin >= 0 and month < 58 else NEVER
        nappies = self.nappies - 3 if self.pack >= 0 and month < 32 else NEVER
        return max(day + 3 + int(dice.roll() * 5), min(whim, milk, nappies))


def draw_age(dice: Dice) -> int:
    """Age of the child in days on the day of joining: many join before birth, few after the second
    year.
    """
    draw = dice.roll()
    if draw < 0.3:
        return -int(dice.roll() * 150)
    if draw < 0.68:
        return int(dice.roll() * 180)
    if draw < 0.92:
        return 180 + int(dice.roll() * 400)
    return 580 + int(dice.roll() * 900)


def get_month(born: int, day: int) -> int:
    """Index of the child's month into a shelf's tables."""
    return min(max((day - born) // 30, YOUNGEST), OLDEST) - YOUNGEST
