"""禾豆湾, an invented mother-and-baby chain: cities are real, districts, roads, people and brands
are not.
"""

from datetime import date, timedelta

from siyu.demo.dice import Dice
from siyu.demo.goods import CHAIN_TREE, get_categories, get_products
from siyu.demo.people import draw_names, shift_months
from siyu.demo.values import Merchant, Staff, Store

NAME = "禾豆湾母婴"
REGIONS = ("浙北大区", "浙东大区", "苏南大区")
# code, name, kind, region, city, address, opened (months before the first day of the record, or
# days after it), pull, guides
STORES = (
    ("ZB01", "杭州云雀旗舰店", "own", 0, "杭州", "云雀区稻穗大道 118 号云雀天地 2 层", -74, 16, 9),
    ("ZB02", "杭州湖汀店", "own", 0, "杭州", "湖汀区小满路 36 号", -51, 11, 6),
    ("ZB03", "湖州稻香里店", "franchise", 0, "湖州", "稻香区谷雨街 9 号", -38, 7, 4),
    ("ZB04", "嘉兴禾川店", "own", 0, "嘉兴", "禾川区芒种路 205 号禾川广场 1 层", -29, 8, 5),
    ("ZD01", "宁波白鹭湾店", "own", 1, "宁波", "白鹭区春分大街 77 号", -47, 11, 6),
    ("ZD02", "绍兴桑洲店", "own", 1, "绍兴", "桑洲区清明桥路 12 号", 330, 8, 4),
    ("ZD03", "台州橘滩店", "franchise", 1, "台州", "橘滩区立夏路 58 号", 190, 7, 4),
    ("SN01", "苏州鹤园店", "own", 2, "苏州", "鹤园区白露街 166 号鹤园里 B 座", -60, 12, 6),
    ("SN02", "无锡芦汀店", "own", 2, "无锡", "芦汀区秋分路 41 号", -33, 9, 5),
    ("SN03", "常州燕归里店", "franchise", 2, "常州", "燕归区霜降巷 3 号", -22, 7, 4),
    ("SN04", "南通潮声店", "own", 2, "南通", "潮声区立冬大道 90 号潮声汇 3 层", 70, 7, 4),
    ("ON01", "禾豆湾小程序商城", "online", None, "杭州", "云雀区稻穗大道 118 号 6 层", -26, 9, 3),
)
OFFICE = (
    ("laoban", "owner", None),
    ("yunying", "headquarters", None),
    ("yunying2", "headquarters", None),
    ("caiwu", "finance", None),
    ("kefu", "service", None),
    ("zhebei", "region_manager", REGIONS[0]),
    ("zhedong", "region_manager", REGIONS[1]),
    ("sunan", "region_manager", REGIONS[2]),
)


def get_chain(*, seed: int, since: date) -> Merchant:
    """The chain as it stands in a record that begins on `since`; the same seed hires the same
    people.
    """
    return Merchant(
        name=NAME,
        trade="mother_and_baby",
        regions=REGIONS,
        stores=tuple(get_store(row, since) for row in STORES),
        staff=tuple(hire(seed)),
        categories=get_categories(CHAIN_TREE),
        products=get_products("chain.csv"),
    )


def get_store(row: tuple, since: date) -> Store:
    code, name, kind, region, city, address, opened, pull, _ = row
    return Store(
        code=code,
        name=name,
        kind=kind,
        region="" if region is None else REGIONS[region],
        city=city,
        address=f"{city}市{address}",
        opened_on=shift_months(since, opened) if opened < 0 else since + timedelta(days=opened),
        pull=pull,
    )


def hire(seed: int) -> list[Staff]:
    """Eight people in the office, and in each store a manager and its guides."""
    dice = Dice(seed, "staff")
    names = iter(
        draw_names(dice, len(OFFICE) + len(STORES) + sum(row[8] for row in STORES), women=0.85)
    )
    people = [
        Staff(account=account, employee_no=f"HQ{i:02d}", name=next(names), role=role, region=region)
        for i, (account, role, region) in enumerate(OFFICE, start=1)
    ]
    for code, *_, guides in STORES:
        people += hire_store(dice, names, code, guides)
    return people


def hire_store(dice: Dice, names, code: str, guides: int) -> list[Staff]:
    small = code.lower()
    manager = Staff(
        account=small, employee_no=f"{code}00", name=next(names), role="store_manager", store=code
    )
    return [manager] + [
        Staff(
            account=f"{small}-{i}",
            employee_no=f"{code}{i:02d}",
            name=next(names),
            role="guide",
            store=code,
            skill=round(0.35 + dice.roll() * dice.roll() * 1.8, 2),
        )
        for i in range(1, guides + 1)
    ]
