"""A sheet to draw goods on: light from the left, a shadow on the floor, lettering that fits."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageFont

from siyu.kernel.fonts import SANS

SIZE = 800
SCALE = 2  # drawn twice as large and reduced: that is what smooths the edges
Colour = str
Point = tuple[float, float]


def mix(one: Colour, other: Colour, part: float) -> Colour:
    """`one` with `part` of `other` in it."""
    pairs = zip(ImageColor.getrgb(one)[:3], ImageColor.getrgb(other)[:3], strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


@cache
def get_font(size: int) -> ImageFont.FreeTypeFont:
    """The typeface in a size that is a multiple of six: unpacking it costs a tenth of a second."""
    return ImageFont.truetype(str(SANS), size)


@cache
def get_ramp(kind: str) -> tuple[Image.Image, Image.Image]:
    """How strongly light and shade fall across a surface, as strips that are stretched over it."""
    light, shade = Image.new("L", (64, 1)), Image.new("L", (64, 1))
    for i in range(64):
        x = i / 63
        if kind == "round":
            light.putpixel((i, 0), int(95 * max(0.0, 1 - abs(x - 0.27) / 0.2)))
            shade.putpixel(
                (i, 0), int(70 * max(0.0, (x - 0.5) / 0.5) ** 1.6 + 45 * max(0.0, 1 - x / 0.1))
            )
        else:
            light.putpixel((i, 0), int(52 * (1 - x) ** 2))
            shade.putpixel((i, 0), int(40 * x**2))
    if kind == "soft":
        return light.rotate(-90, expand=True), shade.rotate(-90, expand=True)
    return light, shade


@cache
def get_backdrop(pale: Colour) -> Image.Image:
    """A wall with a disc of light, standing on a floor that is a shade darker."""
    small = Image.new("RGB", (200, 200), mix(pale, "#ffffff", 0.35))
    draw = ImageDraw.Draw(small)
    draw.rectangle((0, 150, 200, 200), fill=mix(pale, "#8a8f99", 0.1))
    draw.ellipse((22, 14, 178, 170), fill=mix(pale, "#ffffff", 0.8))
    soft = small.filter(ImageFilter.GaussianBlur(9))
    return soft.resize((SIZE * SCALE, SIZE * SCALE), Image.Resampling.BICUBIC)


def stretch(ramp: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A strip over a surface: smooth along itself, then copied across, which is the cheap part."""
    strip = (size[0], 1) if ramp.height == 1 else (1, size[1])
    return ramp.resize(strip, Image.Resampling.BILINEAR).resize(size, Image.Resampling.NEAREST)


class Canvas:
    """Coordinates run from 0 to 800; everything that is drawn covers what was drawn before."""

    def __init__(self, pale: Colour) -> None:
        self.image = get_backdrop(pale).copy()
        self.last: tuple[Image.Image, tuple[int, int]] | None = None
        self.clip: Image.Image | None = None

    def within(self) -> None:
        """From here on nothing is drawn outside of what was drawn last."""
        self.clip = Image.new("L", self.image.size, 0)
        if self.last:
            self.clip.paste(self.last[0], self.last[1])

    def free(self) -> None:
        self.clip = None

    def paint(self, mask: Image.Image, at: tuple[int, int], colour: Colour, light: str) -> None:
        """Fills a mask and models it: round like a tin, soft like cloth, flat, or side-lit like a
        box.
        """
        if self.clip:
            area = self.clip.crop((*at, at[0] + mask.width, at[1] + mask.height))
            mask = ImageChops.multiply(mask, area)
        self.last = mask, at
        self.image.paste(colour, at, mask)
        if light == "flat":
            return
        for tone, ramp in zip(("#ffffff", "#1c2430"), get_ramp(light), strict=True):
            self.image.paste(tone, at, ImageChops.multiply(mask, stretch(ramp, mask.size)))

    def box(
        self, frame: Sequence[float], colour: Colour, *, radius: float = 0, light: str = "flat"
    ) -> None:
        x0, y0, x1, y1 = (round(v * SCALE) for v in frame)
        mask = Image.new("L", (x1 - x0, y1 - y0), 0)
        ImageDraw.Draw(mask).rounded_rectangle(
            (0, 0, x1 - x0 - 1, y1 - y0 - 1), radius * SCALE, fill=255
        )
        self.paint(mask, (x0, y0), colour, light)

    def oval(self, frame: Sequence[float], colour: Colour, *, light: str = "flat") -> None:
        x0, y0, x1, y1 = (round(v * SCALE) for v in frame)
        mask = Image.new("L", (x1 - x0, y1 - y0), 0)
        ImageDraw.Draw(mask).ellipse((0, 0, x1 - x0 - 1, y1 - y0 - 1), fill=255)
        self.paint(mask, (x0, y0), colour, light)

    def dot(
        self, x: float, y: float, radius: float, colour: Colour, *, light: str = "flat"
    ) -> None:
        self.oval((x - radius, y - radius, x + radius, y + radius), colour, light=light)

    def shape(
        self, points: Sequence[Point], colour: Colour, *, light: str = "flat", bend: bool = True
    ) -> None:
        """A closed outline through the points, bent into a curve or left with its corners."""
        path = [(x * SCALE, y * SCALE) for x, y in (bend_through(points) if bend else points)]
        x0, y0 = int(min(x for x, _ in path)), int(min(y for _, y in path))
        x1, y1 = int(max(x for x, _ in path)) + 2, int(max(y for _, y in path)) + 2
        mask = Image.new("L", (x1 - x0, y1 - y0), 0)
        ImageDraw.Draw(mask).polygon([(x - x0, y - y0) for x, y in path], fill=255)
        self.paint(mask, (x0, y0), colour, light)

    def mirror(
        self, points: Sequence[Point], colour: Colour, *, light: str = "flat", bend: bool = True
    ) -> None:
        """The outline whose left half is given from top to bottom; the right half is its
        reflection.
        """
        other = [(SIZE - x, y) for x, y in reversed(points)]
        self.shape([*points, *other], colour, light=light, bend=bend)

    def line(
        self, points: Sequence[Point], width: float, colour: Colour, *, bend: bool = False
    ) -> None:
        path = bend_through(points, closed=False) if bend else list(points)
        draw = ImageDraw.Draw(self.image)
        scaled = [(x * SCALE, y * SCALE) for x, y in path]
        draw.line(scaled, fill=colour, width=round(width * SCALE), joint="curve")
        half = width * SCALE / 2
        for x, y in (scaled[0], scaled[-1]):
            draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)

    def ring(self, x: float, y: float, radius: float, width: float, colour: Colour) -> None:
        frame = tuple(v * SCALE for v in (x - radius, y - radius, x + radius, y + radius))
        ImageDraw.Draw(self.image).ellipse(frame, outline=colour, width=round(width * SCALE))

    def shadow(self, x0: float, x1: float, y: float, *, depth: float = 26) -> None:
        """Where the thing touches the floor: a dark core in a wide soft one."""
        small = Image.new("L", (200, 200), 0)
        draw = ImageDraw.Draw(small)
        wide, low = (x1 - x0) * 0.06 / 4, depth / 4
        draw.ellipse((x0 / 4 - wide, y / 4 - low * 0.7, x1 / 4 + wide * 2.2, y / 4 + low), fill=70)
        small = small.filter(ImageFilter.GaussianBlur(4))
        ImageDraw.Draw(small).ellipse((x0 / 4 + 2, y / 4 - 2, x1 / 4 - 2, y / 4 + 2), fill=125)
        small = small.filter(ImageFilter.GaussianBlur(2))
        top, edge = max(0, int(y / 4 - low * 2 - 12)), SIZE * SCALE // 200
        strip = small.crop((0, top, 200, min(200, top + int(low * 5) + 24)))
        wide_strip = strip.resize(
            (strip.width * edge, strip.height * edge), Image.Resampling.BILINEAR
        )
        self.image.paste("#27303c", (0, top * edge), wide_strip)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        colour: Colour,
        *,
        width: float = 700,
        bold: bool = False,
    ) -> None:
        """One line centred on a point, made smaller until it is no wider than asked."""
        height = max(12, round(size * SCALE / 6) * 6)
        while height > 12 and get_font(height).getlength(words) > width * SCALE:
            height -= 6
        font = get_font(height)
        stroke = round(font.size * 0.022) if bold else 0
        ImageDraw.Draw(self.image).text(
            (x * SCALE, y * SCALE),
            words,
            font=font,
            fill=colour,
            anchor="mm",
            stroke_width=stroke,
            stroke_fill=colour,
        )

    def get_jpeg(self) -> bytes:
        """The finished picture, 800 × 800, at most 40 kB."""
        edge = SIZE * SCALE
        frame = (edge * 0.055, edge * 0.04, edge * 0.945, edge * 0.93)
        small = self.image.resize((SIZE, SIZE), Image.Resampling.LANCZOS, frame)
        for quality in (84, 78, 70, 60, 40):
            out = BytesIO()
            small.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
            if out.tell() <= 40_000:
                break
        return out.getvalue()


def bend_through(points: Sequence[Point], *, closed: bool = True) -> list[Point]:
    """A Catmull-Rom curve through the points; a point given twice in a row stays a corner."""
    count, out = len(points), []
    for i in range(count if closed else count - 1):
        p0, p1, p2, p3 = (pick(points, i + k, closed) for k in (-1, 0, 1, 2))
        if p1 == p2:
            continue
        p0, p3 = (p1 if p0 == p1 else p0), (p2 if p3 == p2 else p3)
        out += [
            (curve(t / 12, p0[0], p1[0], p2[0], p3[0]), curve(t / 12, p0[1], p1[1], p2[1], p3[1]))
            for t in range(12)
        ]
    return out if closed else [*out, points[-1]]


def pick(points: Sequence[Point], i: int, closed: bool) -> Point:
    return points[i % len(points)] if closed else points[min(max(i, 0), len(points) - 1)]


def curve(t: float, a: float, b: float, c: float, d: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3
    )
