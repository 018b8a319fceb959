"""What carries a child: prams, car seats, slings and bags."""

from siyu.demo.pictures.canvas import Canvas, mix
from siyu.demo.pictures.look import Look

WHITE = "#ffffff"
DARK = "#1d2733"
METAL = "#8d96a2"


def stroller(c: Canvas, look: Look) -> None:
    tone = mix(look.ink, look.accent, 0.35)
    c.shadow(210, 600, 668, depth=16)
    c.line([(300, 610), (470, 420), (590, 200), (640, 190)], 14, METAL, bend=True)
    c.line([(540, 620), (400, 450), (300, 420)], 14, METAL, bend=True)
    c.line([(320, 600), (540, 600)], 10, METAL)
    c.box((330, 540, 520, 606), mix(tone, DARK, 0.3), radius=16, light="side")
    c.shape(
        [(250, 340), (300, 460), (420, 520), (520, 470), (540, 350), (400, 340)], tone, light="soft"
    )
    c.shape(
        [(268, 350), (250, 250), (320, 150), (440, 130), (520, 180), (400, 340)],
        mix(tone, WHITE, 0.15),
        light="soft",
    )
    for x, y in ((300, 190), (380, 146), (460, 140)):
        c.line([(x, y), (400, 338)], 3, mix(tone, DARK, 0.2))
    c.shape(
        [(330, 370), (360, 450), (440, 480), (500, 440), (506, 372)],
        mix(look.pale, WHITE, 0.4),
        light="soft",
    )
    for x in (296, 552):
        c.dot(x, 628, 46, "#333b46")
        c.dot(x, 628, 26, "#c9cfd6", light="soft")
        c.dot(x, 628, 8, "#333b46")


def carseat(c: Canvas, look: Look) -> None:
    tone = mix(mix(look.ink, WHITE, 0.12), look.accent, 0.45)
    c.shadow(220, 580, 676)
    if "提篮" in look.name:
        handle = [(222, 480), (196, 240), (280, 100), (400, 70), (520, 100), (604, 240), (578, 480)]
        c.line(handle, 30, "#3a424e", bend=True)
    c.box((230, 600, 570, 672), "#3a424e", radius=24, light="side")
    c.mirror(
        [(400, 110), (290, 130), (250, 230), (236, 400), (206, 520), (230, 620), (400, 640)],
        tone,
        light="soft",
    )
    c.mirror(
        [(400, 150), (326, 164), (300, 250), (306, 420), (286, 540), (330, 596), (400, 600)],
        mix(look.pale, WHITE, 0.3),
        light="soft",
    )
    c.mirror(
        [(400, 140), (306, 156), (280, 240), (330, 260), (400, 250)],
        mix(tone, DARK, 0.1),
        light="soft",
    )
    c.line([(352, 262), (368, 400), (398, 470)], 22, "#3a424e", bend=True)
    c.line([(448, 262), (432, 400), (402, 470)], 22, "#3a424e", bend=True)
    c.line([(400, 470), (400, 560)], 22, "#3a424e")
    c.box((376, 448, 424, 496), "#d5453f", radius=12, light="soft")
    c.text(400, 204, look.brand, 34, WHITE, width=160, bold=True)


def chair(c: Canvas, look: Look) -> None:
    tone = mix(look.accent, WHITE, 0.2)
    c.shadow(230, 570, 690, depth=16)
    for x0, x1 in ((330, 236), (470, 564)):
        c.line([(x0, 430), (x1, 680)], 22, "#d8b48a")
    c.line([(264, 600), (536, 600)], 14, "#c9a377")
    c.mirror([(400, 120), (316, 136), (290, 240), (288, 420), (400, 440)], tone, light="soft")
    c.mirror(
        [(400, 166), (344, 178), (330, 250), (336, 380), (400, 390)],
        mix(tone, WHITE, 0.5),
        light="soft",
    )
    c.box((230, 380, 570, 430), "#f7f5f0", radius=24, light="side")
    c.box((250, 424, 550, 470), mix(tone, DARK, 0.12), radius=18, light="soft")
    c.text(400, 280, look.brand, 32, look.deep, width=110, bold=True)


def carrier(c: Canvas, look: Look) -> None:
    tone = mix(look.ink, look.accent, 0.25)
    c.shadow(230, 570, 650)
    c.line(
        [(316, 220), (250, 130), (190, 260), (210, 480), (280, 540)],
        40,
        mix(tone, DARK, 0.15),
        bend=True,
    )
    c.line(
        [(484, 220), (550, 130), (610, 260), (590, 480), (520, 540)],
        40,
        mix(tone, DARK, 0.15),
        bend=True,
    )
    c.mirror(
        [(310, 196), (296, 300), (270, 440), (256, 560), (300, 610), (400, 620)], tone, light="soft"
    )
    c.box((180, 556, 620, 640), mix(tone, DARK, 0.22), radius=36, light="side")
    c.mirror([(320, 190), (320, 230), (400, 252), (400, 180)], mix(tone, WHITE, 0.35), light="soft")
    c.box((330, 330, 470, 500), mix(tone, WHITE, 0.15), radius=24, light="soft")
    c.text(400, 412, look.brand, 36, WHITE, width=120, bold=True)
    c.box((372, 580, 428, 616), "#2f3640", radius=8)


def bag(c: Canvas, look: Look) -> None:
    tone = mix(look.accent, DARK, 0.1) if look.number % 2 else mix(look.ink, look.accent, 0.35)
    c.shadow(220, 580, 666)
    c.line(
        [(310, 250), (320, 150), (400, 116), (480, 150), (490, 250)],
        22,
        mix(tone, DARK, 0.3),
        bend=True,
    )
    c.mirror(
        [(280, 230), (234, 280), (218, 460), (222, 620), (280, 662), (400, 664)], tone, light="soft"
    )
    c.mirror([(280, 226), (232, 280), (240, 350), (400, 366)], mix(tone, DARK, 0.12), light="soft")
    c.box((268, 430, 532, 620), mix(tone, WHITE, 0.12), radius=28, light="soft")
    c.line([(280, 462), (520, 462)], 5, mix(tone, DARK, 0.3))
    c.box((372, 340, 428, 396), "#d9b48a", radius=10, light="soft")
    c.text(400, 540, look.brand, 42, WHITE, width=220, bold=True)


SHAPES = {
    "stroller": stroller,
    "carseat": carseat,
    "chair": chair,
    "carrier": carrier,
    "bag": bag,
}
