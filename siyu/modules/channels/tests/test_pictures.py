"""What is printed: big enough, lettered, and with a code that a camera reads."""

from io import BytesIO

import pytest
from msgspec import structs
from PIL import Image

from siyu.modules.channels import Paper, Poster, poster_png, qr_png
from siyu.modules.channels.pictures import ACCENT, DPI, PIXELS

URL = "https://shop.example.com/c/ab3k9xyz"
POSTER = Poster(url=URL, shop="春溪母婴", store="竹巷店", guide="安安", offer="扫码领 20 元新人券")


def opened(body: bytes) -> Image.Image:
    return Image.open(BytesIO(body)).convert("RGB")


def modules(image: Image.Image, box: tuple[int, int, int, int], count: int) -> list[list[bool]]:
    """Dark or not, in the middle of each of `count` by `count` squares."""
    left, top, right, _ = box
    step = (right - left) / count
    at = [round(step * (n + 0.5)) for n in range(count)]
    pixels = image.convert("L")
    return [[pixels.getpixel((left + x, top + y)) < 128 for x in at] for y in at]  # type: ignore[operator]


def finder(corner: list[list[bool]]) -> list[str]:
    return ["".join("#" if dark else "." for dark in row) for row in corner]


FINDER = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"]


@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_a_poster_is_as_large_as_its_paper_at_300_dots_an_inch(paper: Paper) -> None:
    body = poster_png(POSTER, paper)
    image = Image.open(BytesIO(body))
    assert image.size == PIXELS[paper]
    assert tuple(round(d) for d in image.info["dpi"]) == (DPI, DPI)


def test_every_word_of_a_poster_is_drawn() -> None:
    whole = poster_png(POSTER, "a5")
    for field in ("shop", "store", "guide", "offer"):
        without = structs.replace(POSTER, **{field: ""})
        assert poster_png(without, "a5") != whole, field


def test_a_long_offer_stays_on_the_page() -> None:
    long = Poster(
        **{f: getattr(POSTER, f) for f in POSTER.__struct_fields__} | {"offer": "礼" * 40}
    )
    image = opened(poster_png(long, "a5"))
    edge = image.crop((0, image.height // 5, image.width // 20, image.height * 9 // 10))
    assert edge.getcolors() == [(edge.width * edge.height, (255, 255, 255))]


def test_a_code_stands_on_its_own_with_its_quiet_zone() -> None:
    image = opened(qr_png(URL))
    assert image.width >= 600
    dark = image.convert("L").point(lambda p: 255 if p < 128 else 0).getbbox()
    assert dark is not None
    module = dark[0] // 4
    assert dark[0] == dark[1] == image.width - dark[2]
    count = (dark[2] - dark[0]) // module
    corner = modules(image, dark, count)
    assert finder([row[:7] for row in corner[:7]]) == FINDER
    assert finder([row[-7:] for row in corner[:7]]) == FINDER
    assert finder([row[:7] for row in corner[-7:]]) == FINDER


def test_a_poster_with_a_picture_shows_it() -> None:
    picture = BytesIO()
    Image.new("RGB", (300, 200), "#119922").save(picture, "PNG")
    shown = Poster(url=URL, shop="店", offer="羊奶粉", price="¥268.00", picture=picture.getvalue())
    image = opened(poster_png(shown, "a5"))
    middle = image.getpixel((image.width // 2, round(image.width * 0.44)))
    assert middle == (0x11, 0x99, 0x22)
    red = tuple(int(ACCENT[i : i + 2], 16) for i in (1, 3, 5))
    assert image.getpixel((5, 5)) == red
