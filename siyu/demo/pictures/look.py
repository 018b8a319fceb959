"""What a product's picture takes from the product: its colours and the words on its label."""

from typing import NamedTuple

from siyu.demo.goods import BRANDS
from siyu.demo.pictures.canvas import Colour, mix
from siyu.demo.values import Product

ACCENTS = ("#eda58c", "#93bbe0", "#b6cf95", "#f0cb78", "#c9b0dd", "#8fcbc1", "#eb9ba4", "#a6b5d0")


class Look(NamedTuple):
    """The brand's ink, a deep and a pale shade of it, an accent of its own, and what the label
    says.
    """

    ink: Colour
    deep: Colour
    pale: Colour
    accent: Colour
    brand: str
    name: str
    note: str
    number: int


def get_look(product: Product) -> Look:
    ink, pale = BRANDS[product.brand]
    number = int("".join(sign for sign in product.code[-3:] if sign.isdigit()))
    name, _, stage = product.name.partition(" ")
    return Look(
        ink=ink,
        deep=mix(ink, "#1d2733", 0.4),
        pale=pale,
        # A little of the ink, so that no two products of one shape and brand look the same.
        accent=mix(ACCENTS[number * 5 % len(ACCENTS)], ink, number % 11 * 0.025),
        brand=product.brand,
        name=name,
        note=stage or product.skus[0].name,
        number=number,
    )


# Words that a label does not break.
TAILS = """
    配方奶粉 配方羊奶粉 低脂奶粉 纸尿裤 体验装纸尿裤 拉拉裤 棉柔巾 隔尿垫 收纳桶 奶瓶 奶嘴 吸奶器
    储存袋 营养米粉 有机米粉 二合一 补充装 清洁剂 清洁棒 复合维生素 软胶囊 造型面 沐浴露 套装 饼干
    牙膏 牙刷 驱蚊液 防晒乳 卫生巾
"""


def split(name: str) -> tuple[str, str]:
    """A long name in two lines, broken before a whole word where one ends it."""
    if len(name) <= 6:
        return name, ""
    tails = [tail for tail in TAILS.split() if name.endswith(tail) and tail != name]
    at = len(name) - len(max(tails, key=len)) if tails else (len(name) + 1) // 2
    return name[:at], name[at:]
