"""Seams, motifs and colours of cloth."""

from siyu.demo.pictures.canvas import Canvas, Colour, Point, mix
from siyu.demo.pictures.look import Look

WHITE = "#ffffff"
DARK = "#1d2733"


def stitch(c: Canvas, points: list[Point], colour: Colour) -> None:
    """A seam: a thin darker line."""
    c.line(points, 3, mix(colour, DARK, 0.16), bend=True)


def print_on(c: Canvas, look: Look, y: float) -> None:
    """The motif on a chest: a cloud, a leaf, or a small bear, by number."""
    tone = mix(look.accent, WHITE, 0.62)
    if look.number % 3 == 0:
        for dx, radius in ((-40, 24), (0, 34), (40, 24)):
            c.dot(400 + dx, y, radius, WHITE)
    elif look.number % 3 == 1:
        c.shape([(400, y - 46), (434, y - 6), (400, y + 40), (366, y - 6)], tone, light="soft")
        stitch(c, [(400, y - 30), (400, y + 30)], tone)
    else:
        for dx in (-26, 26):
            c.dot(400 + dx, y - 28, 16, tone)
        c.dot(400, y, 38, tone, light="soft")
        c.dot(388, y - 4, 5, DARK)
        c.dot(412, y - 4, 5, DARK)


def cloth(look: Look) -> Colour:
    return mix(look.accent, WHITE, 0.2) if look.number % 3 else mix(look.ink, WHITE, 0.4)
