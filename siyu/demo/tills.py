"""Receipts written the way point-of-sale systems export them: Chinese headers, one line per
article, quirks included.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple, TextIO

from msgspec import Struct, structs

from siyu.demo.tally import Tally, TillFile
from siyu.demo.trade import Day, Receipt
from siyu.demo.values import Merchant, Store


class Book(NamedTuple):
    """What a row needs to look up by small number."""

    stores: list[Store]
    articles: list[str]
    prices: list[str]
    guides: list[tuple[str, str]]
    member: Callable[[int], str]


class Layout(Struct, frozen=True, kw_only=True):
    """One system's export: its columns, how a receipt is written, in which encoding, for how long
    and for which stores.
    """

    source: str
    header: tuple[str, ...]
    columns: dict[str, str]
    write: "Callable[[Book, Day, Receipt], list[str]]"
    months: int
    by_store: bool
    encoding: str = "utf-8-sig"
    footer: bool = False


@cache
def yuan(minor: int) -> str:
    """Fen as a till prints them: two decimals, a leading minus."""
    sign, minor = ("-", -minor) if minor < 0 else ("", minor)
    return f"{sign}{minor // 100}.{minor % 100:02d}"


@cache
def grouped(minor: int) -> str:
    """With thousands separators, and therefore quoted; blanks behind it as fixed-width systems
    leave them.
    """
    sign, minor = ("-", -minor) if minor < 0 else ("", minor)
    text = f"{sign}{minor // 100:,}.{minor % 100:02d}"
    return f'"{text}"' if "," in text else text + "  "


@cache
def clock(second: int) -> str:
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"


def write_counter(book: Book, day: Day, receipt: Receipt) -> list[str]:
    store, guide = (
        book.stores[day.store],
        book.guides[receipt.guide][0] if receipt.guide >= 0 else "",
    )
    where = f"{day.on},{clock(receipt.second)},{store.code},{store.name},{receipt.till:02d}"
    head = f"{where},{guide},{book.member(receipt.member)}"
    return [
        f"{receipt.number},{i},{head},{book.articles[line.sku]},{line.quantity},{book.prices[line.sku]},"
        f"{yuan(line.discount_minor)},{yuan(line.amount_minor)},{receipt.means},{receipt.origin}"
        for i, line in enumerate(receipt.lines, start=1)
    ]


def write_franchise(book: Book, day: Day, receipt: Receipt) -> list[str]:
    on, guide = day.on, book.guides[receipt.guide][1] if receipt.guide >= 0 else ""
    member = book.member(receipt.member)
    head = (
        f"{on.year}/{on.month}/{on.day} {clock(receipt.second)},{receipt.till},{guide} ,{member} "
    )
    return [
        f"{receipt.number},{i},{head},{book.articles[line.sku]},{line.quantity},"
        f"{grouped(line.discount_minor)},{grouped(line.amount_minor)},{receipt.means},{receipt.origin}"
        for i, line in enumerate(receipt.lines, start=1)
    ]


def write_online(book: Book, day: Day, receipt: Receipt) -> list[str]:
    guide = book.guides[receipt.guide][0] if receipt.guide >= 0 else ""
    head = f"{day.on} {clock(receipt.second)},{book.member(receipt.member)}"
    return [
        f"{receipt.number},{i},{head},{book.articles[line.sku]},{line.quantity},"
        f"{yuan(line.discount_minor)},{yuan(line.amount_minor)},{receipt.means},{guide},{receipt.origin}"
        for i, line in enumerate(receipt.lines, start=1)
    ]


def write_table(book: Book, day: Day, receipt: Receipt) -> list[str]:
    head = f"{day.on} {clock(receipt.second)},{receipt.till},{book.guides[receipt.guide][0]}"
    return [
        f"{receipt.number},{i},{head},{book.articles[line.sku]},{line.quantity},"
        f"{yuan(line.discount_minor)},{yuan(line.amount_minor)},{receipt.means},{book.member(receipt.member)}"
        for i, line in enumerate(receipt.lines, start=1)
    ]


def name_columns(header: str, meanings: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The header, and which meaning each of its columns has; a dash marks one that is not read."""
    names = tuple(header.split())
    pairs = zip(names, meanings.split(), strict=True)
    return names, {meaning: name for name, meaning in pairs if meaning != "-"}


def lay_out(header: str, meanings: str, **rest: object) -> Layout:
    names, columns = name_columns(header, meanings)
    return structs.replace(BLANK, header=names, columns=columns, **rest)


BLANK = Layout(source="", header=(), columns={}, write=write_counter, months=1, by_store=False)
COUNTER = lay_out(
    "单据号 行号 营业日期 销售时间 门店编码 门店名称 收银台 导购工号 会员卡号 "
    "商品编码 商品名称 规格 数量 零售价 优惠金额 实收金额 支付方式 原单号",
    "receipt line at time store - till guide member "
    "sku - - quantity - discount amount means returns",
    source="直营收银",
    write=write_counter,
    months=1,
)
FRANCHISE = lay_out(
    "小票号 序号 交易时间 机号 营业员 会员 货号 品名 规格 数量 折扣 实收 付款方式 退原小票",
    "receipt line at till guide member sku - - quantity discount amount means returns",
    source="加盟收银",
    write=write_franchise,
    months=3,
    by_store=True,
    encoding="utf-8",
    footer=True,
)
# The oldest of the franchised stores still runs a system that knows GBK only.
FRANCHISE_GBK = structs.replace(FRANCHISE, encoding="gbk", source="加盟收银（旧）")
ONLINE = lay_out(
    "订单编号 子单 支付时间 买家会员 商家编码 商品标题 规格 购买数量 "
    "优惠 实付金额 支付方式 分享导购 退款原订单",
    "receipt line at member sku - - quantity discount amount means guide returns",
    source="小程序商城",
    write=write_online,
    months=6,
    by_store=True,
)

TABLES = lay_out(
    "流水号 项次 结账时间 桌号 服务员 菜品编码 菜品 规格 数量 优惠 实收 结账方式 会员手机",
    "receipt line at till guide sku - - quantity discount amount means member",
    source="餐饮收银",
    write=write_table,
    months=6,
    by_store=True,
)


def get_layout(store: Store) -> Layout:
    if store.kind == "online":
        return ONLINE
    if store.kind == "franchise":
        return FRANCHISE_GBK if store.code == "ZB03" else FRANCHISE
    return COUNTER


class Exports:
    """The folder of exports; each file covers some months of one layout, and one store where the
    layout says so.
    """

    def __init__(self, folder: Path, merchant: Merchant, book: Book, layouts: list[Layout]) -> None:
        self.folder, self.merchant, self.book, self.layouts = folder, merchant, book, layouts
        self.open: dict[str, tuple[TextIO, Tally]] = {}
        self.files: dict[str, TillFile] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def write(
        self, days: Iterable[Day], *, told: Callable[[date], None] | None = None
    ) -> list[TillFile]:
        """Writes day after day and answers with every file and what it sums up to."""
        for day in days:
            layout = self.layouts[day.store]
            file, tally = self.get_file(day, layout)
            file.write(self.render(day, layout, tally))
            if told:
                told(day.on)
        self.close(list(self.open))
        return list(self.files.values())

    def render(self, day: Day, layout: Layout, tally: Tally) -> str:
        rows: list[str] = []
        for receipt in day.receipts:
            tally.add(receipt)
            rows += layout.write(self.book, day, receipt)
        return "\r\n".join(rows) + "\r\n"

    def get_file(self, day: Day, layout: Layout) -> tuple[TextIO, Tally]:
        name = name_file(day.on, layout, self.book.stores[day.store])
        if name not in self.open:
            self.close(
                [
                    other
                    for other in self.open
                    if self.files[other].source == layout.source and is_over(other, name)
                ]
            )
            self.open[name] = self.begin(name, layout, self.book.stores[day.store])
        return self.open[name]

    def begin(self, name: str, layout: Layout, store: Store) -> tuple[TextIO, Tally]:
        path, tally = self.folder / name, Tally()
        file = path.open("w", encoding=layout.encoding, newline="")
        file.write(",".join(layout.header) + "\r\n")
        self.files[name] = TillFile(
            path=path,
            source=layout.source,
            store=store.code if layout.by_store else None,
            header=layout.header,
            columns=layout.columns,
            footer=layout.footer,
            tally=tally,
        )
        return file, tally

    def close(self, names: list[str]) -> None:
        for name in names:
            file, tally = self.open.pop(name)
            if self.files[name].footer:
                file.write(write_total(self.files[name], tally))
            file.close()


def write_total(file: TillFile, tally: Tally) -> str:
    """An empty line and the sum under the amounts, as a printed list ends."""
    cells = [""] * len(file.header)
    cells[0], cells[file.header.index(file.columns["amount"])] = "合计", grouped(tally.amount_minor)
    return "\r\n" + ",".join(cells) + "\r\n"


def name_file(on: date, layout: Layout, store: Store) -> str:
    first = (on.month - 1) // layout.months * layout.months + 1
    last = first + layout.months - 1
    span = f"{on.year}-{first:02d}" if layout.months == 1 else f"{on.year}-{first:02d}至{last:02d}"
    return (
        f"{layout.source}-{store.name}-{span}.csv"
        if layout.by_store
        else f"{layout.source}-销售明细-{span}.csv"
    )


def is_over(other: str, name: str) -> bool:
    """Whether `other` is an earlier file of the same store than `name`."""
    return other.split("-")[1] == name.split("-")[1]
