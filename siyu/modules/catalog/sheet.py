"""Pure: the catalog as a table, one row for each SKU; what is written out can be read in again.

Worked in docs/algorithms/goods-table.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Literal, cast
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from siyu.kernel.errors import Refusal
from siyu.kernel.money import Currency
from siyu.modules.catalog.errors import (
    CellBad,
    CellMissing,
    SheetLacks,
    UnknownCategory,
)
from siyu.modules.catalog.values import NewProduct, NewSku, Option, Product, Sku

Field = Literal[
    "product_code", "product_name", "category", "description", "option_1", "value_1", "option_2",
    "value_2", "option_3", "value_3", "sku_code", "sku_name", "price", "barcode", "sold",
    "listed_from", "listed_until",
]  # fmt: skip

HEADS: dict[Field, tuple[str, str]] = {
    "product_code": ("商品编码", "Product code"),
    "product_name": ("商品名称", "Product name"),
    "category": ("分类编码", "Category code"),
    "description": ("描述", "Description"),
    "option_1": ("规格项1", "Option 1"),
    "value_1": ("值1", "Value 1"),
    "option_2": ("规格项2", "Option 2"),
    "value_2": ("值2", "Value 2"),
    "option_3": ("规格项3", "Option 3"),
    "value_3": ("值3", "Value 3"),
    "sku_code": ("规格编码", "SKU code"),
    "sku_name": ("规格名称", "SKU name"),
    "price": ("价格", "Price"),
    "barcode": ("条码", "Barcode"),
    "sold": ("在售", "On sale"),
    "listed_from": ("上架时间", "Listed from"),
    "listed_until": ("下架时间", "Listed until"),
}
"""What the columns are called, in any order; one that is not there is left as it is."""
_LIMITS: dict[Field, int] = {
    "product_code": 64,
    "sku_code": 64,
    "product_name": 200,
    "sku_name": 200,
    "barcode": 64,
    "description": 5000,
}
_YES = {"是", "yes", "y", "true", "1"}
_NO = {"否", "no", "n", "false", "0"}
_MOMENT = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::\d{2})?)?")
MOST_PRICE = 10**12
_SLOTS = ("1", "2", "3")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row as it stands, by field; a field that the table has no column for is not there."""

    line: int
    cells: dict[Field, str]

    def said(self, field: Field) -> str:
        return self.cells.get(field, "")


class Fault(msgspec.Struct, frozen=True):
    """Why a row was left out."""

    line: int
    why: Refusal


class Shop(msgspec.Struct, frozen=True):
    """What cells are read by: the merchant's money, clock and categories by code."""

    money: Currency
    zone: ZoneInfo
    categories: Mapping[str, UUID]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How a product is to be; of its rows, those that can't be read are left out."""

    wanted: NewProduct | None
    faults: list[Fault]


def places(header: Sequence[str], *, last: bool) -> dict[int, Field]:
    """Which column is which field; nothing, or at `last` SheetLacks, without the two codes."""
    known = {name.casefold(): field for field, names in HEADS.items() for name in names}
    found = {
        at: known[n] for at, name in enumerate(header) if (n := name.strip().casefold()) in known
    }
    if missing := [HEADS[f] for f in ("product_code", "sku_code") if f not in found.values()]:
        if not last:
            return {}
        raise SheetLacks(zh=missing[0][0], en=missing[0][1])
    return found


def grouped(rows: Iterable[Row]) -> tuple[dict[str, list[Row]], list[Fault]]:
    """Rows by the product they are of, in the order of the table."""
    groups: dict[str, list[Row]] = {}
    faults: list[Fault] = []
    for row in rows:
        for field in ("product_code", "sku_code"):
            if not row.said(field):
                faults.append(Fault(row.line, _missing(field)))
                break
        else:
            groups.setdefault(row.said("product_code"), []).append(row)
    return groups, faults


def plan(shop: Shop, rows: Sequence[Row], known: tuple[Product, Sequence[Sku]] | None) -> Plan:
    """What these rows of one product come to, given what it is now.

    A SKU that no row names stays as it is; one that is said not to be sold goes.
    """
    faults: list[Fault] = []
    good: list[tuple[Row, NewSku | None]] = []
    live = {sku.code: sku for sku in (known[1] if known else ())}
    options = _options(rows, known)
    for row in rows:
        try:
            _must_fit(row)
            good.append((row, _sku(shop, row, options, live.get(row.said("sku_code")))))
        except Refusal as why:
            faults.append(Fault(row.line, why))
    if not good:
        return Plan(wanted=None, faults=faults)
    named = {row.said("sku_code") for row, _ in good}
    skus = [
        NewSku(code=one.code, name=one.name, price_minor=one.price_minor, barcode=one.barcode,
               choice=tuple(one.choice))
        for one in live.values()
        if one.code not in named and one.withdrawn_at is None
    ]  # fmt: skip
    skus += [sku for _, sku in good if sku is not None]
    try:
        return Plan(wanted=_product(shop, good[0][0], options, skus, known), faults=faults)
    except Refusal as why:
        return Plan(wanted=None, faults=[*faults, Fault(good[0][0].line, why)])


def differs(known: tuple[Product, Sequence[Sku]], wanted: NewProduct) -> bool:
    """Whether anything of a product is to be otherwise."""
    was, skus = known
    now = (
        was.name,
        was.category_id,
        was.description,
        tuple(was.options),
        was.listed_from,
        was.listed_until,
    )
    then = (wanted.name, wanted.category_id, wanted.description, wanted.options,
            wanted.listed_from, wanted.listed_until)  # fmt: skip
    live = {
        (one.code, one.name, one.price_minor, one.barcode, tuple(one.choice))
        for one in skus
        if one.withdrawn_at is None
    }
    named = {
        (one.code, " ".join(one.choice) or one.name, one.price_minor, one.barcode, one.choice)
        for one in wanted.skus
    }
    return now != then or live != named


def cells(product: Product, sku: Sku, category: str, shop: Shop, *, zh: bool) -> list[str]:
    """A SKU's row, in the order of `HEADS`."""
    chosen = dict(enumerate(zip(product.options, sku.choice, strict=False)))
    said: dict[Field, str] = {
        "product_code": product.code,
        "product_name": product.name,
        "category": category,
        "description": product.description,
        "sku_code": sku.code,
        "sku_name": "" if sku.choice else sku.name,
        "price": shop.money.text(sku.price_minor),
        "barcode": sku.barcode or "",
        "sold": ("否" if zh else "no") if sku.withdrawn_at else ("是" if zh else "yes"),
        "listed_from": _told(product.listed_from, shop),
        "listed_until": _told(product.listed_until, shop),
    }
    for at, (option, value) in chosen.items():
        said[cast("Field", f"option_{at + 1}")] = option.name
        said[cast("Field", f"value_{at + 1}")] = value
    return [said.get(field, "") for field in HEADS]


def _product(
    shop: Shop,
    row: Row,
    options: tuple[Option, ...],
    skus: list[NewSku],
    known: tuple[Product, Sequence[Sku]] | None,
) -> NewProduct:
    was = known[0] if known else None
    name = row.said("product_name") or (was.name if was else "")
    if not name:
        raise _missing("product_name")
    used = [{sku.choice[at] for sku in skus if len(sku.choice) == len(options)} for at in
            range(len(options))]  # fmt: skip
    kept = tuple(
        msgspec.structs.replace(one, values=tuple(v for v in one.values if v in seen or was))
        for one, seen in zip(options, used, strict=True)
    )
    return NewProduct(
        code=row.said("product_code"),
        name=name,
        category_id=_category(shop, row, was),
        skus=skus,
        description=row.cells.get("description", was.description if was else ""),
        options=kept,
        listed_from=_moment(shop, row, "listed_from", was.listed_from if was else None),
        listed_until=_moment(shop, row, "listed_until", was.listed_until if was else None),
    )


def _options(
    rows: Sequence[Row], known: tuple[Product, Sequence[Sku]] | None
) -> tuple[Option, ...]:
    """As the first row that names any has them; what there was to choose stays, and more comes."""
    was = known[0].options if known else []
    named = next((found for row in rows if (found := _named(row))), None)
    if named is None:
        asked = any("option_1" in row.cells for row in rows)
        return () if asked else tuple(was)
    before = [one.values for one in was] if [one.name for one in was] == named else [()] * 3
    values = [
        dict.fromkeys([*before[at], *(v for row in rows if (v := row.said(_slot("value", at))))])
        for at in range(len(named))
    ]
    return tuple(Option(name=n, values=tuple(v)) for n, v in zip(named, values, strict=True))


def _named(row: Row) -> list[str]:
    return [name for at in range(3) if (name := row.said(_slot("option", at)))]


def _slot(what: str, at: int) -> Field:
    return cast("Field", f"{what}_{_SLOTS[at]}")


def _sku(shop: Shop, row: Row, options: Sequence[Option], was: Sku | None) -> NewSku | None:
    """None where it is not to be sold."""
    said = row.said("sold").casefold()
    if said and said not in _YES | _NO:
        raise CellBad(**_named_cell("sold"), said=said)
    if said in _NO:
        return None
    choice = tuple(row.said(_slot("value", at)) for at in range(len(options)))
    if options and "value_1" not in row.cells and was is not None:
        choice = tuple(was.choice)
    for at, value in enumerate(choice):
        if not value:
            raise _missing(_slot("value", at))
    return NewSku(
        code=row.said("sku_code"),
        name=row.cells.get("sku_name", was.name if was else ""),
        price_minor=_price(shop, row, was),
        barcode=row.cells.get("barcode", was.barcode or "" if was else "") or None,
        choice=choice,
    )


def _price(shop: Shop, row: Row, was: Sku | None) -> int:
    said = row.said("price").replace(",", "").lstrip("¥￥").strip()
    if not said:
        if was is None:
            raise _missing("price")
        return was.price_minor
    try:
        minor = shop.money.minor(Decimal(said))
    except (InvalidOperation, ValueError) as why:
        raise CellBad(**_named_cell("price"), said=said) from why
    if not 0 <= minor <= MOST_PRICE:
        raise CellBad(**_named_cell("price"), said=said)
    return minor


def _category(shop: Shop, row: Row, was: Product | None) -> UUID | None:
    if "category" not in row.cells:
        return was.category_id if was else None
    code = row.said("category")
    if code and code not in shop.categories:
        raise UnknownCategory(unknown=code)
    return shop.categories[code] if code else None


def _moment(shop: Shop, row: Row, field: Field, was: datetime | None) -> datetime | None:
    if field not in row.cells:
        return was
    said = row.said(field)
    if not said or (was is not None and _told(was, shop) == said):
        return was if said else None
    found = _MOMENT.fullmatch(said)
    bad = CellBad(**_named_cell(field), said=said)
    if found is None:
        raise bad
    try:
        return datetime(*(int(part or 0) for part in found.groups()), tzinfo=shop.zone)
    except ValueError as why:
        raise bad from why


def _told(at: datetime | None, shop: Shop) -> str:
    return f"{at.astimezone(shop.zone):%Y-%m-%d %H:%M}" if at else ""


def _must_fit(row: Row) -> None:
    for field, most in _LIMITS.items():
        if len(row.said(field)) > most:
            raise CellBad(**_named_cell(field), said=f"{row.said(field)[:20]}…")


def _missing(field: Field) -> Refusal:
    return CellMissing(**_named_cell(field))


def _named_cell(field: Field) -> dict[str, str]:
    zh, en = HEADS[field]
    return {"zh": zh, "en": en}
