"""Bottles, cups, bowls, bibs and what stands on the kitchen table."""

from siyu.demo.pictures.canvas import Canvas, mix
from siyu.demo.pictures.look import Look

WHITE = "#ffffff"
MILK = "#fbf8f1"
DARK = "#1d2733"


def bottle(c: Canvas, look: Look) -> None:
    c.shadow(296, 504, 672)
    c.mirror([(376, 74), (374, 110), (350, 150), (344, 196), (344, 196)], "#f2d7bd", light="round")
    c.box((318, 190, 482, 262), look.ink, radius=16, light="round")
    body = [(322, 262), (322, 262), (306, 310), (300, 380), (300, 620), (312, 664), (350, 674)]
    c.mirror(body, mix(look.pale, WHITE, 0.55), light="round")
    c.within()
    c.box((280, 430, 520, 700), MILK, light="round")
    c.free()
    for i in range(5):
        c.box((456, 470 + i * 36, 484 - (i % 2) * 10, 474 + i * 36), mix(look.ink, WHITE, 0.25))
    c.text(392, 340, look.brand, 34, look.ink, width=170, bold=True)
    c.dot(378, 560, 42, mix(look.accent, WHITE, 0.35), light="soft")
    c.dot(362, 554, 5, look.deep)
    c.dot(394, 554, 5, look.deep)
    c.line([(366, 572), (378, 580), (390, 572)], 4, look.deep, bend=True)


def pacifier(c: Canvas, look: Look) -> None:
    c.shadow(250, 550, 640, depth=20)
    c.ring(400, 544, 84, 22, mix(look.accent, WHITE, 0.1))
    c.mirror([(366, 150), (340, 196), (352, 250), (362, 330)], "#f0d5ba", light="soft")
    wing = [(330, 330), (238, 350), (214, 420), (262, 488), (350, 470)]
    c.mirror(wing, look.ink, light="soft")
    c.dot(288, 414, 20, mix(look.pale, WHITE, 0.4))
    c.dot(512, 414, 20, mix(look.pale, WHITE, 0.4))
    c.dot(400, 412, 66, mix(look.ink, WHITE, 0.35), light="soft")
    c.text(400, 410, look.brand, 30, WHITE, width=110, bold=True)


def cup(c: Canvas, look: Look) -> None:
    c.shadow(276, 524, 672)
    c.line(
        [(300, 380), (206, 400), (214, 530), (306, 560)],
        26,
        mix(look.accent, WHITE, 0.1),
        bend=True,
    )
    c.line(
        [(500, 380), (594, 400), (586, 530), (494, 560)],
        26,
        mix(look.accent, WHITE, 0.1),
        bend=True,
    )
    c.line([(420, 250), (430, 160), (492, 128)], 24, mix(look.ink, WHITE, 0.3), bend=True)
    c.mirror(
        [(286, 296), (286, 296), (278, 420), (292, 620), (316, 672), (316, 672)],
        mix(look.pale, WHITE, 0.2),
        light="round",
    )
    c.within()
    c.box((250, 520, 550, 700), look.ink, light="round")
    c.free()
    c.mirror([(308, 226), (280, 262), (278, 312), (278, 312)], look.ink, light="round")
    c.text(400, 400, look.brand, 40, look.ink, width=190, bold=True)
    c.text(400, 458, look.name, 30, look.deep, width=196)
    c.text(400, 598, look.note, 28, WHITE, width=180)


def bowl(c: Canvas, look: Look) -> None:
    c.shadow(210, 590, 610)
    c.box((290, 574, 510, 612), mix(look.accent, DARK, 0.1), radius=16, light="round")
    c.mirror(
        [(160, 360), (160, 360), (180, 470), (260, 560), (330, 586), (330, 586)],
        look.ink,
        light="round",
    )
    c.oval((156, 310, 644, 414), mix(look.ink, WHITE, 0.35), light="side")
    c.oval((186, 324, 614, 402), mix(look.ink, WHITE, 0.62), light="side")
    c.oval((222, 346, 578, 398), "#f3dfb4", light="soft")
    for x, y in ((300, 368), (360, 380), (430, 364), (500, 376)):
        c.dot(x, y, 13, look.accent, light="soft")
    c.text(400, 484, look.brand, 44, WHITE, width=300, bold=True)


def spoon(c: Canvas, look: Look) -> None:
    c.shadow(260, 560, 672, depth=16)
    for x, tone in ((320, look.ink), (480, look.accent)):
        c.line([(x, 330), (x - 8, 480), (x + 6, 650)], 36, tone, bend=True)
        c.line([(x - 8, 420), (x - 10, 480), (x - 2, 560)], 8, mix(tone, WHITE, 0.4), bend=True)
    c.oval((262, 140, 378, 344), mix(look.ink, WHITE, 0.25), light="side")
    c.oval((284, 166, 356, 310), mix(look.ink, WHITE, 0.5), light="soft")
    c.box((424, 230, 536, 346), mix(look.accent, WHITE, 0.25), radius=44, light="side")
    for x in (426, 466, 506):
        c.box((x, 140, x + 28, 270), mix(look.accent, WHITE, 0.25), radius=13, light="side")


def bib(c: Canvas, look: Look) -> None:
    c.shadow(230, 570, 668, depth=18)
    cloth = [(322, 150), (268, 190), (232, 300), (222, 440), (252, 580), (330, 646), (400, 656)]
    c.mirror(cloth[:-1], mix(look.ink, WHITE, 0.45), light="soft")
    c.mirror(
        [(344, 120), (322, 180), (346, 250), (400, 272)], mix(look.pale, WHITE, 0.75), light="flat"
    )
    c.mirror(
        [(232, 540), (232, 540), (262, 596), (330, 640), (400, 650), (400, 650)],
        look.ink,
        light="soft",
    )
    c.dot(340, 400, 26, look.accent, light="soft")
    c.dot(460, 400, 26, look.accent, light="soft")
    c.dot(400, 404, 64, mix(look.accent, WHITE, 0.35), light="soft")
    c.dot(380, 396, 6, look.deep)
    c.dot(420, 396, 6, look.deep)
    c.oval((386, 414, 414, 434), mix(look.accent, DARK, 0.25))
    c.text(400, 608, look.brand, 34, WHITE, width=240, bold=True)


def brush(c: Canvas, look: Look) -> None:
    c.shadow(300, 510, 676, depth=16)
    for x, tone in ((330, look.ink), (470, look.accent)):
        c.box((x - 20, 340, x + 20, 670), tone, radius=20, light="round")
        c.box((x - 11, 236, x + 11, 360), mix(tone, WHITE, 0.3), radius=8, light="round")
        for y in range(150, 250, 20):
            c.box((x + 8, y, x + 60, y + 15), mix(tone, WHITE, 0.78), radius=5, light="side")
        c.box((x - 26, 136, x + 26, 266), mix(tone, WHITE, 0.15), radius=20, light="round")
        c.text(x, 560, look.brand[0], 26, WHITE, bold=True)


def appliance(c: Canvas, look: Look) -> None:
    c.shadow(240, 560, 668)
    c.box((244, 380, 556, 664), "#f6f6f4", radius=40, light="round")
    c.box((244, 420, 556, 456), look.ink, light="round")
    c.mirror(
        [(292, 388), (272, 300), (276, 210), (300, 164), (300, 164)],
        mix(look.ink, WHITE, 0.75),
        light="round",
    )
    c.box((286, 128, 514, 178), mix(look.ink, WHITE, 0.15), radius=22, light="round")
    c.box((370, 96, 430, 136), look.deep, radius=16, light="round")
    c.dot(400, 540, 62, mix(look.deep, DARK, 0.3), light="soft")
    c.text(
        400,
        540,
        "45°" if "温" in look.name or "消毒" in look.name else "ON",
        46,
        "#bfe8ff",
        bold=True,
    )
    c.text(400, 634, look.brand, 28, look.ink, width=200, bold=True)
    c.text(400, 280, look.name, 30, look.deep, width=220)


def tub(c: Canvas, look: Look) -> None:
    c.shadow(150, 650, 620)
    c.mirror(
        [(126, 360), (126, 360), (150, 500), (226, 600), (300, 618), (300, 618)],
        look.ink,
        light="round",
    )
    c.oval((118, 300, 682, 430), mix(look.ink, WHITE, 0.4), light="side")
    c.oval((150, 318, 650, 416), "#cfe9f3", light="soft")
    for x, y, radius in (
        (270, 340, 34),
        (330, 322, 42),
        (400, 340, 36),
        (470, 318, 46),
        (540, 344, 32),
    ):
        c.dot(x, y, radius, WHITE, light="soft")
    c.shape([(556, 330), (560, 270), (600, 250), (640, 276), (632, 330)], "#f4c542", light="soft")
    c.dot(612, 278, 5, DARK)
    c.text(400, 520, look.brand, 48, WHITE, width=300, bold=True)


SHAPES = {
    "bottle": bottle,
    "pacifier": pacifier,
    "cup": cup,
    "bowl": bowl,
    "spoon": spoon,
    "bib": bib,
    "brush": brush,
    "appliance": appliance,
    "tub": tub,
}
