"""Shoes, hats, socks, and what is folded in a linen cupboard."""

from siyu.demo.pictures.canvas import Canvas, mix
from siyu.demo.pictures.cloth import DARK, WHITE, cloth, print_on, stitch
from siyu.demo.pictures.look import Look


def shoes(c: Canvas, look: Look) -> None:
    tone = mix(look.accent, WHITE, 0.1)
    for dx, dy, part in ((-40, -120, 0.12), (30, 40, 0.0)):
        upper = [
            (190, 400),
            (200, 330),
            (290, 316),
            (330, 380),
            (430, 430),
            (540, 450),
            (566, 510),
            (560, 530),
            (560, 530),
            (190, 530),
            (190, 530),
        ]
        c.shadow(190 + dx, 570 + dx, 566 + dy, depth=18)
        c.shape([(x + dx, y + dy) for x, y in upper], mix(tone, DARK, part), light="soft")
        c.box((182 + dx, 516 + dy, 576 + dx, 562 + dy), "#f8f6f1", radius=22, light="side")
        c.box((312 + dx, 376 + dy, 352 + dx, 480 + dy), mix(look.ink, WHITE, 0.1), radius=12)
        c.box((372 + dx, 404 + dy, 410 + dx, 496 + dy), mix(look.ink, WHITE, 0.1), radius=12)
        c.oval((198 + dx, 318 + dy, 300 + dx, 352 + dy), mix(tone, DARK, 0.3))


def hat(c: Canvas, look: Look) -> None:
    tone = cloth(look)
    c.shadow(200, 600, 574)
    c.mirror([(400, 210), (300, 232), (252, 340), (240, 480), (240, 480)], tone, light="soft")
    for x in (320, 400, 480):
        stitch(c, [(400, 214), (400 + (x - 400) * 1.2, 330), (400 + (x - 400) * 1.4, 480)], tone)
    c.mirror(
        [(240, 460), (160, 540), (180, 578), (300, 590), (400, 592)],
        mix(tone, DARK, 0.08),
        light="soft",
    )
    c.line(
        [(243, 462), (320, 490), (400, 497), (480, 490), (557, 462)],
        26,
        mix(look.ink, WHITE, 0.1),
        bend=True,
    )
    print_on(c, look, 370)


def socks(c: Canvas, look: Look) -> None:
    for x, y, tone in (
        (210, 150, look.accent),
        (330, 190, mix(look.ink, WHITE, 0.3)),
        (450, 230, mix(look.accent, WHITE, 0.5)),
    ):
        c.shadow(x, x + 200, y + 410, depth=14)
        path = [
            (x, y),
            (x, y),
            (x + 4, y + 240),
            (x + 30, y + 340),
            (x + 120, y + 400),
            (x + 200, y + 380),
            (x + 196, y + 320),
            (x + 120, y + 280),
            (x + 104, y + 200),
            (x + 108, y),
            (x + 108, y),
        ]
        c.shape(path, tone, light="side")
        c.box((x - 4, y - 8, x + 112, y + 50), mix(tone, WHITE, 0.4), radius=10, light="side")
        c.dot(x + 166, y + 356, 34, mix(tone, DARK, 0.1))


def fold(c: Canvas, look: Look) -> None:
    c.shadow(190, 610, 630)
    layers = (
        (560, look.ink),
        (490, look.accent),
        (420, mix(look.ink, WHITE, 0.45)),
        (350, mix(look.accent, WHITE, 0.45)),
    )
    for y, tone in layers:
        c.box((190, y, 610, y + 76), mix(tone, WHITE, 0.15), radius=34, light="soft")
        c.box((560, y + 12, 602, y + 64), mix(tone, DARK, 0.12), radius=20)
        c.line([(206, y + 38), (552, y + 38)], 3, mix(tone, DARK, 0.12))
    c.box((318, 336, 482, 640), mix(look.pale, WHITE, 0.6), radius=6, light="side")
    c.text(400, 420, look.brand, 38, look.ink, width=150, bold=True)
    c.text(400, 480, look.name, 34, look.deep, width=150)
    c.text(400, 580, look.note, 22, look.deep, width=150)


def pillow(c: Canvas, look: Look) -> None:
    tone = cloth(look)
    c.shadow(180, 620, 590)
    c.mirror(
        [
            (400, 262),
            (290, 256),
            (168, 268),
            (168, 268),
            (190, 360),
            (178, 480),
            (160, 580),
            (160, 580),
            (290, 596),
            (400, 592),
        ],
        tone,
        light="soft",
    )
    c.oval((300, 340, 500, 520), mix(tone, WHITE, 0.45), light="soft")
    c.text(400, 412, look.brand, 40, look.ink, width=160, bold=True)
    c.text(400, 464, look.name, 26, look.deep, width=160)
    stitch(c, [(182, 290), (204, 370), (190, 560)], tone)
    stitch(c, [(618, 290), (596, 370), (610, 560)], tone)


def belt(c: Canvas, look: Look) -> None:
    tone = mix(look.ink, WHITE, 0.35)
    c.shadow(190, 610, 580)
    c.mirror(
        [(170, 300), (150, 420), (180, 560), (180, 560), (300, 584)],
        mix(tone, DARK, 0.1),
        light="round",
    )
    c.mirror([(240, 280), (226, 420), (244, 574), (244, 574)], tone, light="round")
    for x in (280, 340, 460, 520):
        stitch(c, [(x, 286), (x, 574)], tone)
    c.box((360, 276, 440, 586), mix(look.accent, WHITE, 0.2), radius=8, light="side")
    c.text(400, 430, look.brand, 32, WHITE, width=72, bold=True)


def sleepbag(c: Canvas, look: Look) -> None:
    tone = cloth(look)
    c.shadow(250, 550, 690)
    c.mirror(
        [(320, 170), (222, 250), (206, 320), (262, 350), (310, 310)],
        mix(tone, DARK, 0.07),
        light="soft",
    )
    c.mirror(
        [(336, 140), (300, 180), (296, 330), (252, 520), (250, 640), (310, 690)], tone, light="soft"
    )
    c.mirror([(346, 130), (346, 160), (372, 188), (400, 196)], mix(look.pale, WHITE, 0.5))
    c.box((393, 196, 407, 680), mix(tone, WHITE, 0.6))
    c.box((388, 216, 412, 252), "#d9dde3", radius=6)
    for x, y in (
        (340, 300),
        (460, 340),
        (330, 440),
        (470, 480),
        (320, 570),
        (360, 630),
        (480, 600),
    ):
        c.shape(
            [
                (x, y - 20),
                (x + 7, y - 6),
                (x + 20, y),
                (x + 7, y + 6),
                (x, y + 20),
                (x - 7, y + 6),
                (x - 20, y),
                (x - 7, y - 6),
            ],
            mix(tone, WHITE, 0.6),
        )


SHAPES = {
    "shoes": shoes,
    "hat": hat,
    "socks": socks,
    "fold": fold,
    "pillow": pillow,
    "belt": belt,
    "sleepbag": sleepbag,
}
