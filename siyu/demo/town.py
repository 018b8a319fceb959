"""The town: two merchants small enough to know everybody by name.

Tests, screenshots and pages of the guide are set here, so each person's role, and what that person
may see, is stated once. Nothing in it is drawn by lot.
"""

from datetime import date, datetime

from msgspec import Struct, structs

from siyu.demo.values import Category, Merchant, Person, Product, Role, Sku, Staff, Store

EAST, WEST = "东区", "西区"
LANE, BRIDGE, HARBOUR = "T01", "T02", "T03"
TEAHOUSE = "C01"

STORES = (
    Store(
        code=LANE,
        name="春溪巷店",
        kind="own",
        region=EAST,
        city="杭州",
        address="杭州市云雀区春溪巷 1 号",
        opened_on=date(2019, 3, 1),
        pull=10,
    ),
    Store(
        code=BRIDGE,
        name="石桥店",
        kind="own",
        region=WEST,
        city="湖州",
        address="湖州市稻香区石桥路 20 号",
        opened_on=date(2021, 6, 1),
        pull=8,
    ),
    Store(
        code=HARBOUR,
        name="渡口店",
        kind="franchise",
        region=WEST,
        city="湖州",
        address="湖州市稻香区渡口街 3 号",
        opened_on=date(2023, 9, 1),
        pull=6,
    ),
)


def staff(
    account: str,
    name: str,
    role: Role,
    sees: str,
    *,
    store: str | None = None,
    region: str | None = None,
) -> Staff:
    """Somebody whose employee number is the account name, so that the till roll can be read."""
    return Staff(
        account=account,
        employee_no=account,
        name=name,
        role=role,
        sees=sees,
        store=store,
        region=region,
    )


STAFF = (
    staff("zhou", "周见山", "owner", "everything of 春溪母婴"),
    staff("he", "何运营", "headquarters", "every customer and store, no keys"),
    staff("qian", "钱清点", "finance", "money of every store, no phone numbers"),
    staff("xi", "席西平", "region_manager", "石桥店 and 渡口店", region=WEST),
    staff("dong", "董早春", "region_manager", "春溪巷店", region=EAST),
    staff("lan", "蓝守店", "store_manager", "春溪巷店", store=LANE),
    staff("du", "杜摆渡", "store_manager", "渡口店, which is franchised", store=HARBOUR),
    staff("anan", "安安", "guide", "her own customers in 春溪巷店", store=LANE),
    staff("xinxin", "欣欣", "guide", "her own customers in 春溪巷店: none yet", store=LANE),
    staff("shitou", "石头", "guide", "her own customers in 春溪巷店: none yet", store=LANE),
    staff("beibei", "贝贝", "guide", "her own customers in 石桥店", store=BRIDGE),
    staff("chacha", "茶茶", "guide", "her own customers in 渡口店", store=HARBOUR),
    staff("kefu", "柯应答", "service", "conversations, and whom they are with"),
    structs.replace(
        staff("mo", "莫问", "store_manager", "nothing: she left", store=LANE),
        left_on=date(2025, 12, 31),
    ),
)
# The second merchant: whatever they try, nothing of the first exists for them.
NEIGHBOURS = (
    staff("ye", "叶掌柜", "owner", "everything of 南巷茶铺, nothing of 春溪母婴"),
    staff("zhanggui", "章柜", "store_manager", "the teahouse", store=TEAHOUSE),
    staff("ming", "茗运营", "headquarters", "every customer of 南巷茶铺"),
    staff("qing", "青芽", "guide", "her own customers in the teahouse", store=TEAHOUSE),
)

CATEGORIES = (
    Category(code="MILK", name="奶粉"),
    Category(code="NAPPY", name="纸尿裤"),
    Category(code="CARE", name="洗护喂养"),
    Category(code="WEAR", name="服装玩具"),
)
# code, category, brand, name, shape, sizes and prices in yuan
GOODS = (
    ("P01", "MILK", "安芽嘉", "初护婴儿配方奶粉 1段", "tin", "800g=298"),
    ("P02", "MILK", "安芽嘉", "初护较大婴儿配方奶粉 2段", "tin", "800g=288"),
    ("P03", "MILK", "安芽嘉", "初护幼儿配方奶粉 3段", "tin", "800g=268"),
    ("P04", "NAPPY", "云絮", "云感超薄纸尿裤", "softpack", "NB84片=99/S76片=109/M66片=119"),
    ("P05", "NAPPY", "云絮", "云感超薄拉拉裤", "softpack", "L50片=129/XL44片=129"),
    ("P06", "NAPPY", "云絮", "婴儿手口湿巾", "wipes", "80抽×5包=49"),
    ("P07", "CARE", "泡芽", "洗发沐浴二合一", "pump", "300ml=69"),
    ("P08", "CARE", "咕噜角", "宽口径玻璃奶瓶", "bottle", "160ml=89/240ml=99"),
    ("P09", "CARE", "奶泡屋", "立体防水围兜", "bib", "单条=35"),
    ("P10", "WEAR", "线团屿", "四季纯棉连体衣", "onesie", "66=99/73=109"),
    ("P11", "WEAR", "叮咚屿", "小熊陪睡公仔", "plush", "35cm=99"),
    ("P12", "WEAR", "纸鸢书坊", "洞洞翻翻绘本", "book", "四册=69"),
)


def product(row: tuple[str, str, str, str, str, str]) -> Product:
    code, category, brand, name, shape, sizes = row
    skus = tuple(
        Sku(code=f"{code}-{i}", name=size, price_minor=int(price) * 100, barcode="")
        for i, (size, price) in enumerate((one.split("=") for one in sizes.split("/")), start=1)
    )
    return Product(
        code=code,
        name=name,
        brand=brand,
        category=category,
        shape=shape,
        from_month=0,
        to_month=72,
        season="",
        appeal=1,
        skus=skus,
    )


def person(number: int, name: str, store: str, guide: str, born: str) -> Person:
    """A customer whose card is that number; her phone ends in it too."""
    return Person(
        key=f"V{number:04d}",
        name=name,
        phone=f"1400990{number:04d}",
        card=f"V{number:04d}",
        gender="male" if name == "方爸爸" else "female",
        born_on=None,
        child_born_on=date.fromisoformat(born) if born else None,
        store=store,
        guide=guide,
        joined_on=date(2025, 9, 1),
    )


PEOPLE = (
    person(1, "林晚晴", LANE, "anan", "2025-08-20"),
    person(2, "欧阳若溪", LANE, "anan", "2024-11-02"),
    person(3, "方爸爸", BRIDGE, "beibei", "2023-05-30"),
    person(4, "沈知夏", BRIDGE, "beibei", ""),
    person(5, "谭云舒", HARBOUR, "chacha", "2025-01-15"),
    person(6, "仉一诺", HARBOUR, "chacha", "2022-10-08"),
)


class Sale(Struct, frozen=True):
    """One line of the town's till roll, money in yuan; no card means that nobody showed one."""

    receipt: str
    line: int
    at: datetime
    store: str
    guide: str
    card: str
    sku: str
    quantity: int
    amount: int
    means: str = "微信支付"


def sale(roll: str) -> Sale:
    receipt, line, day, time, store, guide, card, sku, quantity, amount = roll.split()
    return Sale(
        receipt=receipt,
        line=int(line),
        at=datetime.fromisoformat(f"{day}T{time}"),
        store=store,
        guide=guide.strip("-"),
        card=card.strip("-"),
        sku=sku,
        quantity=int(quantity),
        amount=int(amount),
    )


# 林晚晴 buys every month; 方爸爸 once, long ago; 谭云舒 takes a doll back; two show no card.
SALES = tuple(
    sale(roll)
    for roll in (
        "L1001 1 2025-09-06 10:12:00 T01 anan V0001 P01-1 2 596",
        "L1001 2 2025-09-06 10:12:00 T01 anan V0001 P04-1 1 99",
        "B2001 1 2025-09-07 15:40:00 T02 beibei V0003 P05-2 2 258",
        "L1002 1 2025-10-04 11:05:00 T01 anan V0001 P01-1 2 596",
        "L1003 1 2025-10-18 19:21:00 T01 anan V0002 P03-1 3 804",
        "H3001 1 2025-11-11 20:02:00 T03 chacha V0005 P11-1 1 99",
        "H3001 2 2025-11-11 20:02:00 T03 chacha V0005 P05-1 2 220",
        "H3002 1 2025-11-14 18:30:00 T03 chacha V0005 P11-1 -1 -99",
        "L1004 1 2025-11-15 16:45:00 T01 anan V0001 P04-2 2 218",
        "L1005 1 2025-12-20 13:00:00 T01 - - P09-1 1 35",
        "H3003 1 2026-01-03 17:10:00 T03 chacha V0006 P12-1 1 69",
        "B2002 1 2026-01-10 14:26:00 T02 beibei V0004 P08-1 1 89",
        "L1006 1 2026-02-07 10:50:00 T01 anan V0001 P02-1 2 576",
        "B2003 1 2026-02-21 12:12:00 T02 - - P06-1 3 147",
        "L1007 1 2026-02-28 19:48:00 T01 anan V0002 P10-2 1 109",
    )
)

TOWN = Merchant(
    name="春溪母婴",
    trade="mother_and_baby",
    regions=(EAST, WEST),
    stores=STORES,
    staff=STAFF,
    categories=CATEGORIES,
    products=tuple(product(row) for row in GOODS),
)
NEIGHBOUR = Merchant(
    name="南巷茶铺",
    trade="teahouse",
    regions=(),
    stores=(
        Store(
            code=TEAHOUSE,
            name="南巷茶铺",
            kind="own",
            region="",
            city="杭州",
            address="杭州市云雀区南巷 8 号",
            opened_on=date(2020, 1, 1),
            pull=3,
        ),
    ),
    staff=NEIGHBOURS,
    categories=(Category(code="TEA", name="茶"),),
    products=(product(("Y01", "TEA", "灶西头", "桂花米酿", "drink", "壶=38")),),
)
