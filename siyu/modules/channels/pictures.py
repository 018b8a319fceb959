"""QR codes and printed posters: drawn here, lettered in the house's own typeface."""

from functools import cache
from io import BytesIO
from typing import Literal

import segno
from msgspec import Struct
from PIL import Image, ImageDraw, ImageFont, ImageOps

from siyu.kernel.errors import Language
from siyu.kernel.fonts import SANS

Paper = Literal["a4", "a5"]
DPI = 300
# Millimetres of ISO 216 at 300 dots an inch.
PIXELS: dict[Paper, tuple[int, int]] = {"a4": (2480, 3508), "a5": (1748, 2480)}
INK, PALE, PAPER, ACCENT = "#2b2521", "#8a7f76", "#ffffff", "#c8402a"
QUIET = 4
"""Modules left white around a code (ISO/IEC 18004, 6.3.8)."""
_WORDS = {
    "zh": {"scan": "微信或相机扫一扫", "guide": "您的专属导购"},
    "en": {"scan": "Scan with WeChat or your camera", "guide": "Your own guide"},
}


class Poster(Struct, frozen=True, kw_only=True):
    """What is printed: whose shop, who is behind the code, and what she gets."""

    url: str
    shop: str
    store: str = ""
    guide: str = ""
    offer: str = ""
    picture: bytes | None = None
    """A product's or an article's picture, above the code."""
    price: str = ""
    language: Language = "zh"


def qr_png(url: str, *, pixels: int = 600) -> bytes:
    """The code alone, in whole pixels per module and at least `pixels` wide."""
    out = BytesIO()
    made = segno.make(url, error="m", micro=False)
    wide = made.symbol_size(border=QUIET)[0]
    made.save(out, kind="png", scale=-(-pixels // wide), border=QUIET)
    return out.getvalue()


def poster_png(poster: Poster, paper: Paper) -> bytes:
    """The poster at 300 dots an inch."""
    sheet = _Sheet(PIXELS[paper])
    words = _WORDS[poster.language]
    sheet.band(0, 17, ACCENT)
    sheet.line(poster.shop, 5.4, size=4.8, colour=PAPER)
    sheet.line(poster.store, 11.8, size=2.6, colour=PAPER)
    if poster.picture:
        sheet.picture(poster.picture, 21, 46)
        sheet.line(poster.offer, 69, size=4.2, colour=INK)
        sheet.line(poster.price, 76, size=5.6, colour=ACCENT)
        code_at, code_size = 84, 38
    else:
        sheet.line(poster.offer, 26, size=7, colour=ACCENT)
        code_at, code_size = 42, 70
    sheet.code(poster.url, code_at, code_size)
    sheet.line(words["scan"], code_at + code_size + 1, size=2.8, colour=PALE)
    if poster.guide:
        sheet.line(f"{words['guide']} · {poster.guide}", 130, size=4, colour=INK)
    sheet.band(139, 141.5, ACCENT)
    return sheet.png()


class _Sheet:
    """A page whose width counts 100; its height then counts 141.4, as that of every A paper."""

    def __init__(self, pixels: tuple[int, int]) -> None:
        self._wide, self._high = pixels
        self._unit = pixels[0] / 100
        self._image = Image.new("RGB", pixels, PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def band(self, top: float, bottom: float, colour: str) -> None:
        self._draw.rectangle((0, top * self._unit, self._wide, bottom * self._unit), fill=colour)

    def line(self, text: str, top: float, *, size: float, colour: str) -> None:
        """One line in the middle, made smaller until it fits; nothing for an empty one."""
        if not text:
            return
        pixels, most = round(size * self._unit), 88 * self._unit
        length = _font(pixels).getlength(text)
        if length > most:
            pixels = int(pixels * most / length)
        font = _font(pixels)
        left = (self._wide - font.getlength(text)) / 2
        self._draw.text((left, top * self._unit), text, fill=colour, font=font)

    def code(self, url: str, top: float, size: float) -> None:
        """Modules are whole pixels wide, so that every printer keeps their edges."""
        made = segno.make(url, error="m", micro=False)
        modules = made.symbol_size(border=QUIET)[0]
        out = BytesIO()
        made.save(out, kind="png", scale=int(size * self._unit) // modules, border=QUIET)
        with Image.open(out) as drawn:
            left = (self._wide - drawn.width) // 2
            self._image.paste(drawn.convert("RGB"), (left, round(top * self._unit)))

    def picture(self, body: bytes, top: float, size: float) -> None:
        with Image.open(BytesIO(body)) as opened:
            side = round(size * self._unit)
            fitted = ImageOps.fit(opened.convert("RGB"), (side, side), Image.Resampling.LANCZOS)
        self._image.paste(fitted, ((self._wide - side) // 2, round(top * self._unit)))

    def png(self) -> bytes:
        out = BytesIO()
        self._image.save(out, "PNG", dpi=(DPI, DPI), compress_level=1)
        return out.getvalue()


@cache
def _font(pixels: int) -> ImageFont.FreeTypeFont:
    """Unpacking the typeface costs a tenth of a second, so each size is kept."""
    return ImageFont.truetype(str(SANS), pixels)
