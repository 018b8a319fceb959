"""The goods of the invented merchants, read from tables that open in any spreadsheet; every brand
is made up.
"""

import csv
from functools import cache
from pathlib import Path

from siyu.demo.values import Category, Product, Sku

HERE = Path(__file__).parent

# A brand's colour, and the paler one that its pictures stand on.
BRANDS = {
    "安芽嘉": ("#2f6fb5", "#dfeaf6"),
    "岭牧星": ("#23805f", "#dff0e8"),
    "沐禾岭": ("#c4953a", "#f7eedb"),
    "羊溪谷": ("#8a6bb0", "#ece5f5"),
    "北纬芽": ("#d0614f", "#f9e5e0"),
    "云絮": ("#5fa9cb", "#e2f1f8"),
    "软棉屿": ("#e58fa2", "#fcebef"),
    "夜安岛": ("#45568f", "#e3e7f3"),
    "芽芽裤": ("#68b48b", "#e5f4eb"),
    "咕噜角": ("#ee9450", "#fdeedf"),
    "奶泡屋": ("#6f9fd8", "#e6effa"),
    "米小岸": ("#dda23c", "#fbf1dc"),
    "果泥坞": ("#dc6a53", "#fbe7e2"),
    "泡芽": ("#5fb3aa", "#e2f3f1"),
    "沐桠": ("#8fae56", "#eef4e2"),
    "线团屿": ("#b98f6c", "#f5ebe2"),
    "棉桠里": ("#7f9abb", "#e9eff6"),
    "小步沓": ("#cf7f5c", "#f9e9e1"),
    "叮咚屿": ("#e6b035", "#fcf3da"),
    "积木森": ("#549a6b", "#e3f1e7"),
    "纸鸢书坊": ("#a95d63", "#f5e5e6"),
    "孕岸": ("#b97c9c", "#f6e9f0"),
    "行芽": ("#586a7b", "#e8ecf0"),
    "稳稳行": ("#47675f", "#e4ecea"),
    "眠桠": ("#8d9fca", "#eaeef7"),
    "灶西头": ("#a8492f", "#f6e8dd"),
}
CHAIN_TREE = (
    ("NF", "奶粉", "1 一段 2 二段 3 三段 4 四段 M 孕产妇奶粉"),
    ("DP", "纸尿裤", "N 纸尿裤 L 拉拉裤 C 隔尿护理 W 湿巾棉柔巾"),
    ("FD", "喂养用品", "B 奶瓶奶嘴 C 水杯餐具 P 吸奶储奶 S 消毒温奶"),
    ("CF", "辅食营养", "R 米粉面食 F 果泥肉泥 N 零食磨牙 S 营养补充"),
    ("WS", "洗护", "B 洗发沐浴 K 护肤驱蚊 L 洗衣清洁 O 口腔护理"),
    ("CL", "服装鞋帽", "O 连体衣 H 家居内衣 W 外出服 A 鞋帽袜"),
    ("TY", "玩具图书", "S 安抚玩具 B 积木益智 O 户外运动 R 绘本图书"),
    ("MT", "孕产用品", "W 待产用品 C 孕妇装 R 产后修护"),
    ("TR", "出行安全", "S 推车餐椅 C 安全座椅 B 背带包袋"),
    ("BD", "床品家居", "Q 睡袋被毯 M 床垫围栏"),
)
RESTAURANT_TREE = (
    ("SET", "套餐", ""),
    ("HOT", "热菜", ""),
    ("COL", "凉菜", ""),
    ("DRK", "饮品", ""),
)


def get_categories(tree: tuple[tuple[str, str, str], ...]) -> tuple[Category, ...]:
    return tuple(
        Category(code=code, name=name, children=get_leaves(code, leaves))
        for code, name, leaves in tree
    )


def get_leaves(code: str, leaves: str) -> tuple[Category, ...]:
    words = leaves.split()
    return tuple(
        Category(code=code + tail, name=name)
        for tail, name in zip(words[::2], words[1::2], strict=True)
    )


@cache
def get_products(table: str) -> tuple[Product, ...]:
    """The goods of one table; codes follow the order of its lines, so lines are added at the end
    only.
    """
    with (HERE / table).open(encoding="utf-8", newline="") as file:
        return tuple(
            get_product(number, row) for number, row in enumerate(csv.DictReader(file), start=1)
        )


def get_product(number: int, row: dict[str, str]) -> Product:
    code = f"{row['category']}{number:03d}"
    variants = [variant.rsplit("=", 1) for variant in row["variants"].split("/")]
    return Product(
        code=code,
        name=row["name"],
        brand=row["brand"],
        category=row["category"],
        shape=row["shape"],
        from_month=int(row["from_month"]),
        to_month=int(row["to_month"]),
        season=row["season"],
        appeal=int(row["appeal"]),
        skus=tuple(
            Sku(
                code=f"{code}-{i}",
                name=name,
                price_minor=int(price) * 100,
                barcode=get_barcode(number, i),
            )
            for i, (name, price) in enumerate(variants, start=1)
        ),
    )


def get_barcode(number: int, variant: int) -> str:
    """An EAN-13 that begins with 20: the range that GS1 leaves to a shop's own use, so it is no
    real article.
    """
    digits = f"2000{number:06d}{variant:02d}"
    return digits + str(-sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(digits)) % 10)
