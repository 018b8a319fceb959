"""What can go wrong in the catalog."""

from siyu.kernel.errors import Refusal


class CodeTaken(Refusal):
    code = "catalog.code_taken"
    zh = "编码 {taken} 已被使用，请换一个。"
    en = "The code {taken} is in use; choose another."


class BarcodeTaken(Refusal):
    code = "catalog.barcode_taken"
    zh = "条码 {taken} 已用在另一个规格上，请核对。"
    en = "The barcode {taken} is another SKU's; please check it."


class NoSkus(Refusal):
    code = "catalog.no_skus"
    status = 422
    zh = "商品至少要有一个 SKU。"
    en = "A product needs at least one SKU."


class UnknownCategory(Refusal):
    code = "catalog.unknown_category"
    status = 422
    zh = "没有编码为 {unknown} 的分类。"
    en = "There is no category with the code {unknown}."


class BadPicture(Refusal):
    code = "catalog.bad_picture"
    status = 422
    zh = "图片读不出来，请用 JPEG、PNG 或 WebP，边长不超过 {most} 像素。"
    en = "The picture can't be read; use JPEG, PNG or WebP, at most {most} pixels a side."
