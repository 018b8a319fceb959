"""Clothes laid flat."""

from siyu.demo.pictures.canvas import Canvas, mix
from siyu.demo.pictures.cloth import DARK, WHITE, cloth, print_on, stitch
from siyu.demo.pictures.look import Look


def onesie(c: Canvas, look: Look) -> None:
    tone = cloth(look)
    c.shadow(300, 500, 676, depth=18)
    c.mirror(
        [(300, 180), (214, 260), (190, 372), (196, 380), (254, 398), (290, 330), (310, 330)],
        mix(tone, DARK, 0.05),
        light="soft",
    )
    body = [
        (336, 150),
        (296, 176),
        (288, 300),
        (276, 460),
        (286, 600),
        (292, 660),
        (292, 660),
        (384, 664),
        (384, 664),
        (396, 560),
    ]
    c.mirror(body, tone, light="soft")
    c.mirror([(346, 138), (340, 160), (368, 196), (400, 204)], mix(tone, WHITE, 0.55))
    c.mirror([(352, 136), (352, 158), (376, 184), (400, 190)], mix(look.pale, WHITE, 0.6))
    print_on(c, look, 330)
    for y in (230, 420, 470, 520):
        c.dot(400, y, 8, WHITE)
    stitch(c, [(290, 640), (340, 646), (382, 644)], tone)
    stitch(c, [(510, 640), (460, 646), (418, 644)], tone)


def tee(c: Canvas, look: Look) -> None:
    tone = cloth(look)
    c.shadow(270, 530, 650, depth=18)
    body = [
        (330, 190),
        (262, 210),
        (262, 210),
        (156, 330),
        (156, 330),
        (226, 396),
        (226, 396),
        (270, 354),
        (270, 354),
        (262, 500),
        (260, 640),
        (260, 640),
    ]
    c.mirror(body, tone, light="soft")
    c.mirror([(336, 184), (352, 226), (400, 246)], mix(tone, WHITE, 0.55))
    c.mirror([(350, 180), (364, 212), (400, 226)], mix(look.pale, WHITE, 0.6))
    stitch(c, [(268, 360), (284, 290), (276, 222)], tone)
    stitch(c, [(532, 360), (516, 290), (524, 222)], tone)
    stitch(c, [(264, 620), (400, 626), (536, 620)], tone)
    print_on(c, look, 400)


def pyjamas(c: Canvas, look: Look) -> None:
    tone = cloth(look)
    c.shadow(300, 510, 684, depth=18)
    legs = [
        (310, 400),
        (310, 400),
        (292, 540),
        (288, 676),
        (288, 676),
        (372, 680),
        (372, 680),
        (396, 500),
    ]
    c.mirror(legs, mix(tone, DARK, 0.08), light="soft")
    body = [
        (340, 130),
        (282, 146),
        (282, 146),
        (190, 330),
        (190, 330),
        (250, 366),
        (250, 366),
        (296, 280),
        (292, 420),
        (292, 420),
    ]
    c.mirror(body, tone, light="soft")
    c.mirror([(348, 124), (360, 160), (400, 174)], mix(tone, WHITE, 0.55))
    c.mirror([(360, 120), (370, 148), (400, 158)], mix(look.pale, WHITE, 0.6))
    stitch(c, [(296, 404), (400, 410), (504, 404)], tone)
    for x, y in (
        (340, 240),
        (450, 220),
        (400, 290),
        (330, 340),
        (470, 340),
        (340, 500),
        (460, 540),
        (330, 610),
        (468, 640),
    ):
        c.dot(x, y, 9, mix(tone, WHITE, 0.6))


def cardigan(c: Canvas, look: Look) -> None:
    tone = cloth(look)
    c.shadow(260, 540, 650, depth=18)
    body = [
        (330, 176),
        (260, 200),
        (260, 200),
        (164, 470),
        (164, 470),
        (226, 500),
        (226, 500),
        (276, 380),
        (264, 640),
        (264, 640),
    ]
    c.mirror(body, tone, light="soft")
    c.mirror([(334, 170), (360, 300), (392, 400), (400, 400)], mix(look.pale, WHITE, 0.55))
    c.box((388, 396, 412, 640), mix(tone, DARK, 0.1))
    for y in (430, 490, 550, 610):
        c.dot(400, y, 10, mix(tone, WHITE, 0.6), light="soft")
    for y in range(600, 640, 12):
        stitch(c, [(266, y), (380, y + 2)], tone)
        stitch(c, [(534, y), (420, y + 2)], tone)
    c.box((292, 500, 350, 556), mix(tone, DARK, 0.07), radius=8)
    c.box((450, 500, 508, 556), mix(tone, DARK, 0.07), radius=8)


def coat(c: Canvas, look: Look) -> None:
    tone = mix(look.ink, WHITE, 0.1) if look.number % 2 else mix(look.accent, DARK, 0.12)
    c.shadow(250, 550, 662, depth=20)
    c.mirror([(330, 110), (276, 150), (280, 220), (340, 250)], mix(tone, DARK, 0.16), light="soft")
    body = [
        (320, 190),
        (250, 214),
        (250, 214),
        (150, 480),
        (150, 480),
        (222, 512),
        (222, 512),
        (268, 400),
        (252, 650),
        (252, 650),
    ]
    c.mirror(body, tone, light="soft")
    for y in (300, 370, 440, 510, 580):
        c.line([(262, y), (330, y + 10), (394, y + 6)], 4, mix(tone, DARK, 0.18), bend=True)
        c.line([(538, y), (470, y + 10), (406, y + 6)], 4, mix(tone, DARK, 0.18), bend=True)
    c.mirror([(352, 120), (346, 180), (372, 226), (400, 234)], mix(look.pale, WHITE, 0.4))
    c.box((393, 226, 407, 648), mix(tone, WHITE, 0.5))
    c.box((390, 250, 410, 284), "#d9dde3", radius=6)


def dress(c: Canvas, look: Look) -> None:
    tone = cloth(look)
    c.shadow(230, 570, 668, depth=18)
    c.mirror(
        [(330, 200), (248, 236), (220, 318), (270, 340), (320, 300)],
        mix(tone, DARK, 0.06),
        light="soft",
    )
    c.mirror(
        [(340, 360), (340, 360), (250, 520), (196, 640), (196, 640), (300, 664)], tone, light="soft"
    )
    c.mirror(
        [(336, 180), (318, 200), (326, 300), (334, 380), (334, 380)],
        mix(tone, WHITE, 0.12),
        light="soft",
    )
    c.mirror([(344, 174), (352, 216), (400, 232)], mix(look.pale, WHITE, 0.6))
    c.box((330, 364, 470, 390), mix(look.ink, WHITE, 0.1), radius=10)
    for x in (280, 340, 400, 460, 520):
        stitch(c, [(400 + (x - 400) * 0.4, 400), (x, 640)], tone)
    c.line(
        [(208, 632), (300, 652), (400, 658), (500, 652), (592, 632)],
        10,
        mix(tone, WHITE, 0.55),
        bend=True,
    )


def trousers(c: Canvas, look: Look) -> None:
    tone = mix(look.ink, look.accent, 0.4) if look.number % 2 else mix(look.accent, DARK, 0.05)
    c.shadow(250, 550, 690, depth=18)
    legs = [
        (280, 160),
        (280, 160),
        (258, 400),
        (232, 676),
        (232, 676),
        (356, 684),
        (356, 684),
        (392, 380),
    ]
    c.mirror(legs, tone, light="soft")
    c.box((276, 140, 524, 206), mix(tone, DARK, 0.1), radius=14, light="side")
    for x in range(292, 520, 14):
        c.line([(x, 148), (x, 198)], 2, mix(tone, DARK, 0.22))
    c.line([(360, 196), (356, 250)], 6, WHITE)
    c.line([(440, 196), (444, 250)], 6, WHITE)
    stitch(c, [(400, 206), (400, 360)], tone)
    stitch(c, [(288, 300), (330, 280), (344, 214)], tone)
    stitch(c, [(512, 300), (470, 280), (456, 214)], tone)
    c.box((234, 640, 358, 682), mix(tone, WHITE, 0.35), radius=8, light="side")
    c.box((442, 640, 566, 682), mix(tone, WHITE, 0.35), radius=8, light="side")


SHAPES = {
    "onesie": onesie,
    "tee": tee,
    "pyjamas": pyjamas,
    "cardigan": cardigan,
    "coat": coat,
    "dress": dress,
    "trousers": trousers,
}
