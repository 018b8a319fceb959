"""The goods as a family meets them: which tin, which size, what else at this age and in this
season.
"""

from siyu.demo.values import Product, Sku

YOUNGEST, OLDEST = -9, 72
# First month that a size fits, in the order of a product's own list.
NAPPY_FROM = {"NB": -2, "S": 1, "M": 4, "L": 8, "XL": 15, "XXL": 24}
NAPPIES_A_DAY = {"NB": 9.0, "S": 7.5, "M": 6.5, "L": 5.5, "XL": 4.5, "XXL": 3.0}
GARMENT_FROM = {52: -9, 59: 0, 66: 3, 73: 6, 80: 9, 90: 18, 100: 30, 110: 48}
STAGE_FROM = (0, 6, 12, 36)
DAYS_A_TIN = (6.5, 7.5, 11.0, 16.0)


class Shelf:
    """Every SKU has a small number here; the tables answer a basket's questions by index alone."""

    def __init__(self, products: tuple[Product, ...]) -> None:
        pairs = [(product, sku) for product in products for sku in product.skus]
        self.products: list[Product] = [product for product, _ in pairs]
        self.skus: list[Sku] = [sku for _, sku in pairs]
        self.price: list[int] = [sku.price_minor for sku in self.skus]
        self.number = {sku.code: i for i, sku in enumerate(self.skus)}
        # A first formula is never on sale: its promotion is forbidden.
        self.firm = [product.category == "NF1" for product in self.products]
        self.tins = group_tins(products, self.number)
        self.packs = [self.get_packs(product) for product in products if get_widths(product)]
        self.extras = {
            warm: [self.list_extras(month, warm) for month in range(YOUNGEST, OLDEST + 1)]
            for warm in (True, False)
        }

    def get_packs(self, product: Product) -> list[tuple[int, int, float]]:
        """(month from which the size fits, SKU, days that a pack lasts), the smallest first."""
        return [
            (NAPPY_FROM[width], self.number[sku.code], pieces / NAPPIES_A_DAY[width])
            for sku in product.skus
            for width, pieces in [split_width(sku.name)]
        ]

    def list_extras(self, month: int, warm: bool) -> list[int]:
        """What a child of this age may need besides milk and nappies, as often as it appeals."""
        found: list[int] = []
        for product in self.products_once():
            if not product.from_month <= month <= product.to_month:
                continue
            weight = product.appeal * weigh_season(product.season, warm)
            fitting = [self.number[sku.code] for sku in product.skus if fits(sku.name, month)]
            found += [fitting[i % len(fitting)] for i in range(weight if fitting else 0)]
        return found

    def products_once(self) -> list[Product]:
        return list({product.code: product for product in self.products}.values())


def group_tins(products: tuple[Product, ...], number: dict[str, int]) -> list[list[int]]:
    """For each formula brand its large tin of every stage."""
    brands: dict[str, list[int]] = {}
    for product in products:
        if product.category in ("NF1", "NF2", "NF3", "NF4"):
            brands.setdefault(product.brand, []).append(number[product.skus[0].code])
    return list(brands.values())


def get_widths(product: Product) -> bool:
    return product.category in ("DPN", "DPL") and len(product.skus) > 3 and product.appeal == 0


def split_width(name: str) -> tuple[str, int]:
    width = name.rstrip("0123456789片")
    return width, int(name[len(width) :].rstrip("片"))


def weigh_season(season: str, warm: bool) -> int:
    """Goods of the season sell three times as well, those of the other one hardly."""
    if season == "":
        return 2
    return 6 if (season == "夏") == warm else 0


def fits(name: str, month: int) -> bool:
    """Clothes come in body heights; everything else fits whoever it is for."""
    if not name.isdigit():
        return True
    return GARMENT_FROM[int(name)] - 1 <= month <= GARMENT_FROM[int(name)] + 14
