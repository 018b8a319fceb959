"""The catalog: what is sold, in which sizes, at which list price, shown by which picture."""

from siyu.modules.catalog.actions import (
    add_categories,
    change,
    change_sku,
    list_new,
    put_picture,
    reprice,
)
from siyu.modules.catalog.errors import BadPicture, BarcodeTaken, CodeTaken, NoSkus, UnknownCategory
from siyu.modules.catalog.facts import PriceChanged, ProductListed, SkuChanged
from siyu.modules.catalog.pictures import path as picture_path
from siyu.modules.catalog.pictures import store as store_picture
from siyu.modules.catalog.queries import (
    category_paths,
    find_products,
    find_skus_by_code,
    get_product,
    get_sku,
    list_categories,
    list_products,
    offers,
    product_names,
    sku_refs,
)
from siyu.modules.catalog.values import (
    Category,
    NewCategory,
    NewProduct,
    NewSku,
    Offer,
    Product,
    Sku,
    SkuChange,
    SkuRef,
)

__all__ = [
    "BadPicture",
    "BarcodeTaken",
    "Category",
    "CodeTaken",
    "NewCategory",
    "NewProduct",
    "NewSku",
    "NoSkus",
    "Offer",
    "PriceChanged",
    "Product",
    "ProductListed",
    "Sku",
    "SkuChange",
    "SkuChanged",
    "SkuRef",
    "UnknownCategory",
    "add_categories",
    "category_paths",
    "change",
    "change_sku",
    "find_products",
    "find_skus_by_code",
    "get_product",
    "get_sku",
    "list_categories",
    "list_new",
    "list_products",
    "offers",
    "picture_path",
    "product_names",
    "put_picture",
    "reprice",
    "sku_refs",
    "store_picture",
]
