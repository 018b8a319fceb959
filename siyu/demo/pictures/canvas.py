"""A sheet to draw goods on: light from the left, a shadow on the floor, lettering that fits."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageFont

from siyu.kernel.fonts import SANS

SIZE = 800
EDGE = 2 * SIZE  # drawn twice as large and reduced: that is what smooths the edges
# Goods are drawn on a sheet of 800, of which the picture shows the part where they stand.
LEFT, TOP, SCALE = 44, 32, EDGE / 712
Colour = str
WHITE, NIGHT = "#ffffff", "#1c2430"
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
def get_surface(colour: Colour, light: str) -> Image.Image:
    """A colour as light and shade fall across it: a strip that is stretched over the thing."""
    strip = Image.new("RGB", (64, 1))
    for i in range(64):
        bright, dark = get_light(light, i / 63)
        strip.putpixel((i, 0), ImageColor.getrgb(mix(mix(colour, WHITE, bright), NIGHT, dark)))
    return strip.rotate(-90, expand=True) if light == "soft" else strip


def get_light(light: str, x: float) -> tuple[float, float]:
    """How much white and how much darkness lies at that part of the way across."""
    if light == "round":
        edge = 0.18 * max(0.0, 1 - x / 0.1)
        return 0.37 * max(0.0, 1 - abs(x - 0.27) / 0.2), 0.27 * max(0.0, x * 2 - 1) ** 1.6 + edge
    return 0.2 * (1 - x) ** 2, 0.16 * x**2


@cache
def get_backdrop(pale: Colour) -> Image.Image:
    """A wall with a disc of light, standing on a floor that is a shade darker."""
    small = Image.new("RGB", (200, 200), mix(pale, "#ffffff", 0.35))
    draw = ImageDraw.Draw(small)
    draw.rectangle((0, 150, 200, 200), fill=mix(pale, "#8a8f99", 0.1))
    draw.ellipse((22, 14, 178, 170), fill=mix(pale, "#ffffff", 0.8))
    soft = small.filter(ImageFilter.GaussianBlur(9))
    return soft.resize((EDGE, EDGE), Image.Resampling.BICUBIC, (11, 8, 189, 186))


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
        if light == "flat":
            self.image.paste(colour, at, mask)
            return
        # Smooth along itself, then copied across, which is the cheap part.
        strip = get_surface(colour, light)
        along = (1, mask.height) if light == "soft" else (mask.width, 1)
        surface = strip.resize(along, Image.Resampling.BILINEAR)
        self.image.paste(surface.resize(mask.size, Image.Resampling.NEAREST), at, mask)

    def box(
        self, frame: Sequence[float], colour: Colour, *, radius: float = 0, light: str = "flat"
    ) -> None:
        x0, y0, x1, y1 = get_pixels(frame)
        mask = Image.new("L", (x1 - x0, y1 - y0), 0)
        ImageDraw.Draw(mask).rounded_rectangle(
            (0, 0, x1 - x0 - 1, y1 - y0 - 1), radius * SCALE, fill=255
        )
        self.paint(mask, (x0, y0), colour, light)

    def oval(self, frame: Sequence[float], colour: Colour, *, light: str = "flat") -> None:
        x0, y0, x1, y1 = get_pixels(frame)
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
        path = [get_pixel(point) for point in (bend_through(points) if bend else points)]
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
        scaled = [get_pixel(point) for point in path]
        draw.line(scaled, fill=colour, width=round(width * SCALE), joint="curve")
        half = width * SCALE / 2
        for x, y in (scaled[0], scaled[-1]):
            draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)

    def ring(self, x: float, y: float, radius: float, width: float, colour: Colour) -> None:
        frame = get_pixels((x - radius, y - radius, x + radius, y + radius))
        ImageDraw.Draw(self.image).ellipse(frame, outline=colour, width=round(width * SCALE))

    def shadow(self, x0: float, x1: float, y: float, *, depth: float = 26) -> None:
        """Where the thing touches the floor: a dark core in a wide soft one."""
        small, part = Image.new("L", (200, 200), 0), EDGE // 200
        (left, middle), right = get_pixel((x0, y)), get_pixel((x1, y))[0]
        left, middle, right = left / part, middle / part, right / part
        draw, wide, low = ImageDraw.Draw(small), (right - left) * 0.06, depth * SCALE / part
        soft = (left - wide, middle - low * 0.7, right + wide * 2.2, middle + low)
        draw.ellipse(soft, fill=70)
        small = small.filter(ImageFilter.GaussianBlur(4))
        ImageDraw.Draw(small).ellipse((left + 2, middle - 2, right - 2, middle + 2), fill=125)
        small = small.filter(ImageFilter.GaussianBlur(2))
        top = max(0, int(middle - low * 2 - 12))
        strip = small.crop((0, top, 200, min(200, top + int(low * 5) + 24)))
        size = (strip.width * part, strip.height * part)
        self.image.paste("#27303c", (0, top * part), strip.resize(size, Image.Resampling.BILINEAR))

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
            get_pixel((x, y)),
            words,
            font=font,
            fill=colour,
            anchor="mm",
            stroke_width=stroke,
            stroke_fill=colour,
        )

    def get_jpeg(self) -> bytes:
        """The finished picture, 800 × 800, at most 40 kB."""
        small = self.image.reduce(EDGE // SIZE)
        for quality in (84, 78, 70, 60, 40):
            out = BytesIO()
            small.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
            if out.tell() <= 40_000:
                break
        return out.getvalue()


def get_pixel(point: Point) -> Point:
    return (point[0] - LEFT) * SCALE, (point[1] - TOP) * SCALE


def get_pixels(frame: Sequence[float]) -> tuple[int, int, int, int]:
    (x0, y0), (x1, y1) = get_pixel((frame[0], frame[1])), get_pixel((frame[2], frame[3]))
    return round(x0), round(y0), round(x1), round(y1)


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
