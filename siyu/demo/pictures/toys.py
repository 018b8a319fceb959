"""Toys and books."""

from siyu.demo.pictures.canvas import Canvas, mix
from siyu.demo.pictures.look import ACCENTS, Look, split

WHITE = "#ffffff"
DARK = "#1d2733"


def plush(c: Canvas, look: Look) -> None:
    tone = mix("#c99b6d", look.accent, 0.25) if look.number % 2 else "#aab6c6"
    belly = mix(tone, WHITE, 0.5)
    c.shadow(236, 564, 676)
    for x in (296, 504):
        c.oval((x - 74, 560, x + 74, 690), mix(tone, DARK, 0.05), light="soft")
        c.oval((x - 36, 600, x + 36, 672), belly, light="soft")
    for x in (252, 548):
        c.oval((x - 50, 400, x + 50, 560), mix(tone, DARK, 0.07), light="soft")
    c.oval((276, 380, 524, 660), tone, light="soft")
    c.oval((324, 440, 476, 620), belly, light="soft")
    for x in (286, 514):
        c.dot(x, 170, 58, tone, light="soft")
        c.dot(x, 170, 32, belly, light="soft")
    c.oval((244, 130, 556, 410), tone, light="soft")
    c.oval((336, 270, 464, 370), belly, light="soft")
    for x in (340, 460):
        c.dot(x, 264, 14, DARK)
        c.dot(x + 4, 260, 4, WHITE)
    c.oval((380, 286, 420, 316), mix(DARK, tone, 0.2))
    c.line([(400, 316), (400, 334), (384, 344)], 4, mix(DARK, tone, 0.2), bend=True)
    c.line([(400, 334), (416, 344)], 4, mix(DARK, tone, 0.2))
    c.box((330, 396, 470, 426), look.ink, radius=14, light="side")


def rattle(c: Canvas, look: Look) -> None:
    c.shadow(290, 520, 676, depth=18)
    c.box((378, 400, 422, 660), mix(look.ink, WHITE, 0.2), radius=22, light="round")
    c.dot(400, 640, 42, look.accent, light="round")
    c.ring(400, 270, 150, 44, mix(look.accent, WHITE, 0.1))
    for i, (x, y) in enumerate(((400, 142), (522, 232), (476, 376), (324, 376), (278, 232))):
        c.dot(x, y, 38, ACCENTS[(look.number + i) % len(ACCENTS)], light="round")
    c.dot(400, 270, 74, WHITE, light="soft")
    c.dot(376, 258, 8, DARK)
    c.dot(424, 258, 8, DARK)
    c.line([(374, 288), (400, 304), (426, 288)], 6, DARK, bend=True)


def blocks(c: Canvas, look: Look) -> None:
    c.shadow(190, 610, 650)
    places = ((190, 510), (330, 510), (470, 510), (260, 370), (400, 370), (330, 230))
    for i, (x, y) in enumerate(places):
        tone = ACCENTS[(look.number * 3 + i * 2) % len(ACCENTS)]
        c.shape(
            [(x, y), (x + 22, y - 18), (x + 158, y - 18), (x + 136, y)],
            mix(tone, WHITE, 0.35),
            bend=False,
        )
        c.shape(
            [(x + 136, y), (x + 158, y - 18), (x + 158, y + 118), (x + 136, y + 136)],
            mix(tone, DARK, 0.18),
            bend=False,
        )
        c.box((x, y, x + 136, y + 136), tone, radius=6, light="side")
        mark(c, x + 68, y + 68, i)


def mark(c: Canvas, x: float, y: float, i: int) -> None:
    """A circle, a square, a triangle or a cross in white."""
    if i % 4 == 0:
        c.dot(x, y, 32, WHITE)
    elif i % 4 == 1:
        c.box((x - 28, y - 28, x + 28, y + 28), WHITE, radius=8)
    elif i % 4 == 2:
        c.shape([(x, y - 34), (x + 36, y + 28), (x - 36, y + 28)], WHITE, bend=False)
    else:
        c.box((x - 34, y - 12, x + 34, y + 12), WHITE, radius=6)
        c.box((x - 12, y - 34, x + 12, y + 34), WHITE, radius=6)


def rings(c: Canvas, look: Look) -> None:
    c.shadow(220, 580, 660)
    c.box((384, 190, 416, 620), mix(look.ink, WHITE, 0.5), radius=14, light="round")
    for i, half in enumerate((170, 146, 122, 98, 74)):
        y = 600 - i * 76
        c.box(
            (400 - half, y - 72, 400 + half, y),
            ACCENTS[(i * 3 + 1) % len(ACCENTS)],
            radius=36,
            light="round",
        )
    c.dot(400, 200, 44, look.ink, light="round")
    c.box((214, 596, 586, 660), mix(look.ink, DARK, 0.1), radius=28, light="round")


def drum(c: Canvas, look: Look) -> None:
    c.shadow(200, 600, 650)
    c.box((210, 320, 590, 640), look.accent, radius=24, light="round")
    for x in range(230, 590, 60):
        c.line([(x, 350), (x + 30, 610), (x + 60, 350)], 6, mix(look.accent, WHITE, 0.55))
    c.box((200, 306, 600, 356), look.ink, radius=20, light="round")
    c.box((200, 600, 600, 650), look.ink, radius=20, light="round")
    c.oval((204, 250, 596, 352), "#fbf6ea", light="side")
    for x0, y0, x1, y1 in ((270, 130, 370, 300), (560, 140, 450, 300)):
        c.line([(x0, y0), (x1, y1)], 14, "#d9b48a")
        c.dot(x0, y0, 26, look.ink, light="round")
    c.text(400, 478, look.brand, 52, WHITE, width=260, bold=True)


def ball(c: Canvas, look: Look) -> None:
    c.shadow(250, 550, 650)
    c.dot(400, 410, 240, mix(look.accent, WHITE, 0.1), light="round")
    c.within()
    c.oval((230, 120, 430, 720), mix(look.ink, WHITE, 0.2), light="round")
    c.oval((430, 130, 560, 700), mix(look.accent, WHITE, 0.55), light="round")
    c.free()
    c.dot(330, 300, 34, mix(look.accent, WHITE, 0.75))
    c.text(400, 450, look.brand, 50, WHITE, width=240, bold=True)


def bucket(c: Canvas, look: Look) -> None:
    c.shadow(210, 620, 660)
    c.line(
        [(264, 330), (300, 170), (400, 120), (500, 170), (536, 330)],
        16,
        mix(look.ink, WHITE, 0.2),
        bend=True,
    )
    c.line([(640, 240), (590, 640)], 22, look.accent)
    c.shape(
        [(600, 130), (690, 150), (672, 260), (600, 250)],
        mix(look.accent, WHITE, 0.15),
        light="soft",
    )
    side = [(244, 330), (244, 330), (270, 500), (292, 652), (292, 652)]
    c.mirror(side, mix("#5aa9d6", look.ink, 0.25), light="round")
    c.box((232, 306, 568, 356), mix("#5aa9d6", WHITE, 0.3), radius=22, light="round")
    star = [
        (400, 410),
        (420, 462),
        (474, 466),
        (432, 502),
        (446, 556),
        (400, 526),
        (354, 556),
        (368, 502),
        (326, 466),
        (380, 462),
    ]
    c.shape(star, "#ffe08a", bend=False)
    c.dot(230, 620, 40, "#f2a65a", light="soft")
    c.dot(188, 636, 24, "#f7c488", light="soft")


def book(c: Canvas, look: Look) -> None:
    c.shadow(210, 600, 664)
    c.box((236, 166, 604, 660), "#f1eadc", radius=8)
    for x in range(588, 604, 5):
        c.line([(x, 176), (x, 650)], 2, "#d8cfbd")
    c.box((210, 150, 584, 650), mix(look.accent, WHITE, 0.05), radius=12, light="side")
    c.box((210, 150, 244, 650), mix(look.accent, DARK, 0.18), radius=12)
    first, second = split(look.name)
    c.text(412, 224, first, 54, WHITE, width=310, bold=True)
    c.text(412, 290, second, 54, WHITE, width=310, bold=True)
    c.shape(
        [(270, 560), (340, 470), (410, 540), (480, 450), (560, 560), (560, 600), (270, 600)],
        mix(look.accent, DARK, 0.12),
        light="soft",
    )
    c.dot(480, 410, 44, "#ffe39a", light="soft")
    for dx in (-24, 24):
        c.oval((372 + dx - 12, 440, 372 + dx + 12, 520), WHITE, light="soft")
    c.oval((330, 490, 414, 576), WHITE, light="soft")
    c.dot(358, 528, 5, DARK)
    c.dot(386, 528, 5, DARK)
    c.text(412, 626, look.brand, 24, WHITE, width=300)


def bike(c: Canvas, look: Look) -> None:
    c.shadow(180, 630, 640, depth=16)
    for x in (260, 560):
        c.dot(x, 550, 96, "#3a424e")
        c.dot(x, 550, 72, mix(look.pale, WHITE, 0.4), light="soft")
        c.dot(x, 550, 20, look.ink)
    c.line([(260, 550), (380, 420), (520, 400), (560, 550)], 24, look.ink, bend=True)
    c.line([(560, 550), (510, 300), (500, 220)], 24, mix(look.ink, WHITE, 0.1), bend=True)
    c.line([(430, 220), (500, 214), (566, 232)], 22, "#3a424e", bend=True)
    c.line([(370, 420), (350, 340)], 18, "#9aa3ae")
    c.shape([(280, 320), (300, 292), (410, 306), (424, 334), (340, 352)], look.accent, light="soft")
    c.box((478, 290, 548, 330), look.accent, radius=12, light="side")


SHAPES = {
    "plush": plush,
    "rattle": rattle,
    "blocks": blocks,
    "rings": rings,
    "drum": drum,
    "ball": ball,
    "bucket": bucket,
    "book": book,
    "bike": bike,
}
