"""Pictures of invented goods, drawn when wanted: the same product always looks the same."""

from siyu.demo.pictures import clothes, linen, meals, nursing, packs, toys, travel
from siyu.demo.pictures.canvas import Canvas
from siyu.demo.pictures.look import get_look
from siyu.demo.values import Product

SHAPES = (
    packs.SHAPES
    | nursing.SHAPES
    | clothes.SHAPES
    | linen.SHAPES
    | toys.SHAPES
    | travel.SHAPES
    | meals.SHAPES
)


def draw(product: Product) -> bytes:
    """A JPEG of 800 × 800 and at most 40 kB."""
    look = get_look(product)
    canvas = Canvas(look.pale)
    SHAPES[product.shape](canvas, look)
    return canvas.get_jpeg()
