"""The catalog: what is sold, in which sizes, at which list price, shown by which picture."""

from siyu.modules.catalog.actions import add_categories, change, list_new, put_picture, reprice
from siyu.modules.catalog.errors import BadPicture, CodeTaken, NoSkus, UnknownCategory
from siyu.modules.catalog.facts import PriceChanged, ProductListed
from siyu.modules.catalog.pictures import path as picture_path
from siyu.modules.catalog.pictures import store as store_picture
from siyu.modules.catalog.queries import (
    find_skus_by_code,
    get_product,
    get_sku,
    list_categories,
    list_products,
    sku_refs,
)
from siyu.modules.catalog.values import (
    Category,
    NewCategory,
    NewProduct,
    NewSku,
    Product,
    Sku,
    SkuRef,
)

__all__ = [
    "BadPicture",
    "Category",
    "CodeTaken",
    "NewCategory",
    "NewProduct",
    "NewSku",
    "NoSkus",
    "PriceChanged",
    "Product",
    "ProductListed",
    "Sku",
    "SkuRef",
    "UnknownCategory",
    "add_categories",
    "change",
    "find_skus_by_code",
    "get_product",
    "get_sku",
    "list_categories",
    "list_new",
    "list_products",
    "picture_path",
    "put_picture",
    "reprice",
    "sku_refs",
    "store_picture",
]
