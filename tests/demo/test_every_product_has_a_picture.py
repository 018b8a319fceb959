from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFont, ImageStat

from siyu.demo.goods import get_products
from siyu.demo.pictures import SHAPES, draw
from siyu.demo.pictures.look import get_look
from siyu.demo.values import Product
from siyu.kernel.fonts import SANS

GOODS = get_products("chain.csv") + get_products("restaurant.csv")
ONE_OF_EACH = list({product.shape: product for product in GOODS}.values())


def ink(font: ImageFont.FreeTypeFont, sign: str) -> bytes:
    sheet = Image.new("L", (60, 60))
    ImageDraw.Draw(sheet).text((5, 5), sign, font=font, fill=255)
    return sheet.tobytes()


def test_every_product_has_a_shape_to_be_drawn_in() -> None:
    assert {product.shape for product in GOODS} == set(SHAPES)


@pytest.mark.parametrize("product", ONE_OF_EACH, ids=lambda product: product.shape)
def test_a_picture_is_square_small_and_shows_something(product: Product) -> None:
    data = draw(product)
    picture = Image.open(BytesIO(data))
    assert picture.size == (800, 800)
    assert len(data) <= 40_000
    middle = picture.crop((200, 200, 600, 600))
    assert max(ImageStat.Stat(middle).stddev) > 12


def test_the_same_product_is_drawn_the_same_way_again() -> None:
    assert draw(GOODS[0]) == draw(GOODS[0])


def test_two_products_of_one_shape_can_be_told_apart() -> None:
    tins = [product for product in GOODS if product.shape == "tin"]
    assert len({draw(product) for product in tins[:4]}) == 4


def test_the_typeface_has_every_sign_that_labels_need() -> None:
    font = ImageFont.truetype(str(SANS), 40)
    missing = ink(font, "\ue000")
    words = {sign for product in GOODS for sign in product.full_name + product.skus[0].name}
    assert all(ink(font, sign) != missing for sign in words if not sign.isspace())


def test_no_two_products_without_a_label_look_the_same() -> None:
    kinds: dict[tuple[str, str], list[Product]] = {}
    for product in GOODS:
        kinds.setdefault((product.shape, product.brand), []).append(product)
    for alike in kinds.values():
        looks = {get_look(product)._replace(number=0) for product in alike}
        assert len(looks) == len(alike)
    bare = [
        one for one in GOODS if one.shape in ("spoon", "trousers", "carseat", "bag", "stroller")
    ]
    assert len({draw(product) for product in bare}) == len(bare)
