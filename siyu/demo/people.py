"""Invented people: names, and numbers that ring nowhere.

Phones are 140 0000 0000 to 140 0999 9999. The 140 block carries machine numbers of thirteen
digits, so one of eleven looks like a mobile number, passes the checks that real ones pass, and
belongs to nobody.
"""

from datetime import date

from siyu.demo.dice import Dice, spread

MANY, SOME, FEW = (
    "王李张刘陈",
    "杨黄赵吴周徐孙马朱胡",
    "郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅",
)
ONCE = "廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔"
TWO_SIGNS = ("欧阳", "上官", "诸葛", "司徒")
SURNAMES = spread(
    [
        (name, weight)
        for names, weight in ((MANY, 8), (SOME, 4), (FEW, 2), (ONCE, 1), (TWO_SIGNS, 1))
        for name in names
    ]
)
WOMEN = """
    芳 敏 静 丽 娟 燕 玲 婷 雪 倩 丹 蕾 颖 洁 莹 琳 晶 欣怡 梓涵 雨桐 思琪 佳怡 雅婷 晓燕 丽娜
    婉清 若溪 语嫣 诗涵 梦瑶 静怡 慧敏 秀英 晓雯 安琪 心怡 可欣 文静 雨欣 佳宁 亚楠 晓彤 玉洁
    海燕 春梅 红梅 思雨 雅琴 嘉欣 芷若 书瑶 念慈 采薇 如意 知夏 清欢 一诺 沐晴 晚晴 云舒
""".split()  # noqa: SIM905 (a list of sixty would fill a screen)
MEN = """
    伟 强 磊 军 勇 杰 涛 超 明 刚 鹏 斌 浩然 子轩 俊杰 志强 建国 文博 宇航 天佑 一鸣 嘉豪 明轩
    思远 立诚 家豪 晨曦 景行 望舒 修远
""".split()  # noqa: SIM905 (a list of sixty would fill a screen)


def get_phone(number: int) -> str:
    """The phone of the n-th member of a chain; ten million fit before the block is full."""
    return f"1400{number:07d}"


def get_card(number: int) -> str:
    """A member card of ten digits, the last one a check digit (modulo 10, weights 3 and 1)."""
    digits = f"860{number:06d}" if number < 1_000_000 else f"86{number:08d}"
    return digits + str(-sum(int(d) * (3, 1)[i % 2] for i, d in enumerate(digits)) % 10)


def draw_name(dice: Dice, *, woman: bool) -> str:
    return dice.pick(SURNAMES) + dice.pick(WOMEN if woman else MEN)


def draw_names(dice: Dice, count: int, *, women: float) -> list[str]:
    """Names no two of which are equal, as the names on a till's staff list have to be."""
    names: dict[str, None] = {}
    while len(names) < count:
        names[draw_name(dice, woman=dice.roll() < women)] = None
    return list(names)


def draw_birthday(dice: Dice) -> date:
    """Of a grown-up."""
    return date(1984 + dice.below(18), 1 + dice.below(12), 1 + dice.below(28))


def shift_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier), never past the end of the month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, 28))
