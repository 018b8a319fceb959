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


class BadOptions(Refusal):
    code = "catalog.bad_options"
    status = 422
    zh = "规格项最多 {options} 个，每个要有名称和 1 至 {values} 个值，名称、值都不能重复。"
    en = (
        "At most {options} options, each with a name and 1 to {values} values; neither names nor "
        "values may repeat."
    )


class BadChoice(Refusal):
    code = "catalog.bad_choice"
    status = 422
    zh = "规格 {sku} 要在每个规格项里选一个已有的值。"
    en = "SKU {sku} needs one of the given values for each option."


class ChoiceTwice(Refusal):
    code = "catalog.choice_twice"
    status = 422
    zh = "“{choice}”写了两次，每种组合只能有一个规格。"
    en = "'{choice}' stands there twice; each combination is one SKU."


class BadSchedule(Refusal):
    code = "catalog.bad_schedule"
    status = 422
    zh = "下架时间要晚于上架时间。"
    en = "A product has to leave the shop after it comes in."


class TooManyPictures(Refusal):
    code = "catalog.too_many_pictures"
    status = 422
    zh = "一个商品最多 {most} 张图片，请先删掉一张。"
    en = "A product has at most {most} pictures; take one away first."


class PictureTooBig(Refusal):
    code = "catalog.picture_too_big"
    status = 422
    zh = "图片超过 {most} MB，请压缩后再上传。"
    en = "The picture is larger than {most} MB; make it smaller first."


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


class SheetLacks(Refusal):
    code = "catalog.sheet_lacks"
    status = 422
    zh = "表格里没有“{zh}”这一列，请用导出的表格作模板。"
    en = "The table has no column '{en}'; use an exported one as a template."


class SheetTooLong(Refusal):
    code = "catalog.sheet_too_long"
    status = 413
    zh = "一次最多导入 {most} 行，请分成几个文件。"
    en = "At most {most} rows at a time; make several files of it."


class CellMissing(Refusal):
    code = "catalog.cell_missing"
    status = 422
    zh = "“{zh}”没有填写。"
    en = "'{en}' is empty."


class CellBad(Refusal):
    code = "catalog.cell_bad"
    status = 422
    zh = "“{zh}”读不懂：{said}。"
    en = "'{en}' can't be read: {said}."


class UnknownSku(Refusal):
    code = "catalog.unknown_sku"
    status = 422
    zh = "没有这个商品规格：{unknown}。"
    en = "There is no such SKU: {unknown}."


class BadBook(Refusal):
    code = "catalog.bad_book"
    status = 422
    zh = "价格本的结束时间要晚于开始时间。"
    en = "A price book has to end after it begins."


class PricedTwice(Refusal):
    code = "catalog.priced_twice"
    status = 422
    zh = "规格 {sku} 从 {quantity} 件起写了两个价格，请只留一个。"
    en = "SKU {sku} has two prices from {quantity} pieces on; keep one of them."


class PriceRises(Refusal):
    """Whoever takes more would pay more for each."""

    code = "catalog.price_rises"
    status = 422
    zh = "规格 {sku} 从 {quantity} 件起的单价比件数更少时还高，请核对。"
    en = "From {quantity} pieces on, SKU {sku} would cost more apiece than fewer do; check it."


class BookCodeTaken(Refusal):
    code = "catalog.book_code_taken"
    zh = "价格本编码 {taken} 已被使用，请换一个。"
    en = "There is a price book with the code {taken}; choose another."


class BadVoucher(Refusal):
    code = "catalog.bad_voucher"
    status = 422
    zh = "核销券要写明次数，以及到哪天为止或购买后多少天有效，二选一。"
    en = "A voucher needs a number of uses, and either a last day or days from the purchase on."
