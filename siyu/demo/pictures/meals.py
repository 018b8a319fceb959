"""What a restaurant serves, seen from the edge of the table."""

from siyu.demo.pictures.canvas import Canvas, Colour, mix
from siyu.demo.pictures.look import Look, split

WHITE = "#ffffff"
DARK = "#1d2733"
FOODS = ("#a5502f", "#e0a84a", "#7ea24f", "#d9714e", "#efe2c4", "#8a3f2c", "#c7d08a")


def heap(c: Canvas, x: float, y: float, size: float, number: int) -> None:
    """A helping: pieces in two colours and a little green."""
    one, two = FOODS[number % len(FOODS)], FOODS[(number * 3 + 1) % len(FOODS)]
    places = (
        (-0.6, 0.1),
        (-0.2, -0.25),
        (0.3, -0.2),
        (0.65, 0.1),
        (-0.3, 0.3),
        (0.15, 0.2),
        (0.45, 0.35),
        (0, -0.5),
    )
    for i, (dx, dy) in enumerate(places):
        radius = size * (0.3 - i % 3 * 0.035)
        c.dot(
            x + dx * size,
            y + dy * size * 0.5,
            radius,
            mix(one if i % 2 else two, DARK, 0.04 * (i % 3)),
            light="round",
        )
    for dx, dy in ((-0.15, -0.1), (0.3, 0.05), (-0.4, 0.12)):
        c.oval(
            (x + dx * size, y + dy * size, x + dx * size + size * 0.2, y + dy * size + size * 0.08),
            "#6f9a45",
        )


def plate(c: Canvas, x: float, y: float, size: float, tone: Colour) -> None:
    c.oval(
        (x - size, y - size * 0.44, x + size, y + size * 0.5), mix(tone, DARK, 0.15), light="side"
    )
    c.oval((x - size, y - size * 0.48, x + size, y + size * 0.44), tone, light="side")
    c.oval(
        (x - size * 0.74, y - size * 0.34, x + size * 0.74, y + size * 0.3),
        mix(tone, DARK, 0.05),
        light="soft",
    )


def caption(c: Canvas, look: Look) -> None:
    """The name on a wooden tag, since dishes carry no label."""
    c.box((230, 132, 570, 214), mix("#b98a5a", WHITE, 0.1), radius=14, light="side")
    c.text(400, 171, look.name, 44, WHITE, width=310, bold=True)


def dish(c: Canvas, look: Look) -> None:
    c.shadow(180, 620, 560)
    plate(c, 400, 470, 250, "#fbfaf6")
    heap(c, 400, 440, 140, look.number)
    caption(c, look)


def pot(c: Canvas, look: Look) -> None:
    c.shadow(190, 610, 630)
    for x in (176, 624):
        c.oval((x - 44, 420, x + 44, 480), "#4a3b33", light="soft")
    c.mirror([(186, 400), (186, 400), (200, 520), (260, 610), (400, 626)], "#5a463b", light="round")
    c.oval((180, 340, 620, 466), "#6d574a", light="side")
    c.oval((208, 352, 592, 450), mix(FOODS[look.number % len(FOODS)], WHITE, 0.25), light="soft")
    heap(c, 400, 400, 130, look.number + 2)
    steam(c)
    caption(c, look)


def steam(c: Canvas) -> None:
    for x in (340, 400, 460):
        c.line([(x, 320), (x - 14, 290), (x + 12, 262), (x - 4, 236)], 8, WHITE, bend=True)


def soup(c: Canvas, look: Look) -> None:
    c.shadow(210, 590, 612)
    c.box((310, 570, 490, 612), "#e9e3d6", radius=14, light="round")
    c.mirror([(180, 400), (180, 400), (210, 520), (290, 584), (400, 590)], "#fbfaf6", light="round")
    c.oval((174, 344, 626, 456), "#ffffff", light="side")
    c.oval((204, 356, 596, 444), "#e7c98f", light="soft")
    for i in range(9):
        y = 384 + i * 6
        c.line(
            [(250 + i * 6, y), (360, y - 12 + i % 3 * 8), (470, y + 8), (556 - i * 6, y - 4)],
            5,
            "#f7e6bd",
            bend=True,
        )
    for x, y in ((330, 392), (420, 384), (480, 410), (380, 424)):
        c.oval((x, y, x + 26, y + 10), "#6f9a45")
    caption(c, look)


def drink(c: Canvas, look: Look) -> None:
    tone = FOODS[look.number * 2 % len(FOODS)]
    c.shadow(290, 510, 664)
    c.line([(440, 330), (478, 130)], 14, mix(look.ink, WHITE, 0.2))
    c.mirror(
        [(292, 256), (292, 256), (310, 460), (328, 656), (328, 656)],
        mix("#dfe9ee", WHITE, 0.4),
        light="round",
    )
    c.within()
    c.box((270, 330, 530, 700), mix(tone, WHITE, 0.15), light="round")
    for x, y in ((330, 350), (400, 370), (452, 346)):
        c.box((x, y, x + 54, y + 50), mix(tone, WHITE, 0.6), radius=10, light="soft")
    c.free()
    c.oval((288, 236, 512, 280), mix("#dfe9ee", WHITE, 0.55), light="side")
    c.box((326, 456, 474, 560), "#fbf7ee", radius=12)
    c.text(400, 508, look.name, 34, look.deep, width=132, bold=True)


def tray(c: Canvas, look: Look) -> None:
    c.shadow(120, 680, 640)
    c.box((96, 300, 704, 640), "#8a5a3c", radius=40, light="side")
    c.box((118, 318, 682, 616), "#a87048", radius=30, light="soft")
    plate(c, 280, 420, 128, "#fbfaf6")
    heap(c, 280, 404, 72, look.number)
    plate(c, 524, 410, 112, "#f3f0e8")
    heap(c, 524, 396, 62, look.number + 3)
    plate(c, 400, 540, 118, "#fbfaf6")
    heap(c, 400, 524, 66, look.number + 5)
    c.oval((180, 510, 268, 580), "#efe2c4", light="soft")
    c.oval((560, 510, 640, 580), mix(look.ink, WHITE, 0.4), light="soft")
    first, second = split(look.name)
    c.text(400, 176, first, 56, look.deep, width=460, bold=True)
    c.text(400, 244, second, 56, look.deep, width=460, bold=True)


SHAPES = {"dish": dish, "pot": pot, "soup": soup, "drink": drink, "tray": tray}
