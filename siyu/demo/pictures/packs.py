"""Tins, bottles, tubes, bags and cartons: what is filled and labelled."""

from siyu.demo.pictures.canvas import Canvas, mix
from siyu.demo.pictures.look import Look, split

WHITE = "#ffffff"
CREAM = "#fbfaf7"


def label(
    c: Canvas,
    look: Look,
    x: float,
    y: float,
    *,
    size: float = 40,
    width: float = 220,
    ink: str = "",
) -> None:
    """Brand, name in one or two lines, a rule and the note, downwards from y."""
    first, second = split(look.name)
    c.text(x, y, look.brand, size * 0.8, ink or look.ink, width=width, bold=True)
    c.text(x, y + size * 1.35, first, size, ink or look.deep, width=width, bold=True)
    if second:
        c.text(x, y + size * 2.5, second, size, ink or look.deep, width=width, bold=True)
    c.text(
        x,
        y + size * (3.7 if second else 2.6),
        look.note,
        size * 0.62,
        ink or mix(look.deep, WHITE, 0.3),
        width=width,
    )


def tin(c: Canvas, look: Look) -> None:
    c.shadow(240, 560, 672)
    c.oval((244, 632, 556, 690), mix(look.ink, "#1d2733", 0.15), light="round")
    c.box((244, 190, 556, 664), mix(look.pale, WHITE, 0.45), radius=14, light="round")
    c.within()
    wave = [(200, 540), (244, 522), (320, 500), (420, 548), (500, 530), (560, 500), (600, 500)]
    c.shape([*wave, (600, 700), (600, 700), (200, 700), (200, 700)], look.ink, light="round")
    c.free()
    c.box((236, 150, 564, 222), mix(look.ink, WHITE, 0.12), radius=16, light="round")
    c.oval((236, 128, 564, 178), mix(look.ink, WHITE, 0.28), light="side")
    c.oval((262, 136, 538, 168), mix(look.ink, WHITE, 0.4), light="side")
    first, second = split(look.name)
    c.text(400, 268, look.brand, 44, look.ink, width=250, bold=True)
    c.text(400, 332, first, 38, look.deep, width=250, bold=True)
    c.text(400, 380, second, 38, look.deep, width=250, bold=True)
    c.dot(400, 476, 56, look.accent)
    c.dot(400, 476, 46, WHITE)
    stage = look.note[:1] if look.note.endswith("段") else "妈"
    c.text(400, 473, stage, 58, look.deep, bold=True)
    c.text(400, 610, "净含量 800克" if stage != "妈" else "孕产妇适用", 28, WHITE, width=240)


def softpack(c: Canvas, look: Look) -> None:
    c.shadow(172, 628, 652)
    c.mirror(
        [(232, 156), (196, 172), (198, 206), (300, 206)], mix(look.ink, WHITE, 0.3), light="soft"
    )
    c.box((346, 122, 454, 172), mix(look.ink, WHITE, 0.5), radius=20)
    c.box((366, 138, 434, 158), look.pale, radius=10)
    sides = [(206, 186), (184, 220), (170, 330), (164, 480), (172, 610), (196, 650), (196, 650)]
    c.mirror([(206, 186), *sides], mix(look.ink, WHITE, 0.06), light="side")
    c.within()
    wave = [(120, 420), (170, 418), (260, 384), (400, 426), (540, 380), (640, 400), (680, 400)]
    c.shape([*wave, (680, 700), (680, 700), (120, 700), (120, 700)], CREAM, light="side")
    c.free()
    c.text(400, 262, look.brand, 64, WHITE, width=380, bold=True)
    c.text(400, 334, look.name, 40, WHITE, width=420)
    c.dot(400, 514, 82, look.accent, light="soft")
    letters = "".join(sign for sign in look.note if sign in "NBSMLX")
    c.text(400, 511, letters or look.note[:3].strip(), 62, WHITE, width=140, bold=True)
    c.text(400, 624, look.note, 28, look.deep, width=320)


def wipes(c: Canvas, look: Look) -> None:
    c.shadow(140, 660, 612)
    sides = [(150, 300), (132, 330), (124, 430), (130, 560), (150, 606), (150, 606)]
    c.mirror([(150, 300), *sides], mix(look.pale, WHITE, 0.4), light="side")
    c.within()
    c.box((110, 500, 690, 700), look.ink, light="side")
    c.box((110, 280, 690, 344), mix(look.ink, WHITE, 0.35), light="soft")
    c.free()
    c.oval((256, 268, 544, 356), mix(look.ink, WHITE, 0.12), light="side")
    c.oval((284, 278, 516, 338), WHITE, light="soft")
    tissue = [(350, 316), (366, 244), (398, 200), (420, 226), (452, 186), (462, 250), (452, 318)]
    c.shape(tissue, CREAM, light="soft")
    c.text(400, 400, look.brand, 48, look.ink, width=440, bold=True)
    c.text(400, 458, look.name, 38, look.deep, width=440, bold=True)
    c.text(400, 554, look.note, 34, WHITE, width=440)


def carton(c: Canvas, look: Look) -> None:
    c.shadow(230, 600, 662)
    c.shape(
        [(556, 176), (612, 206), (612, 636), (556, 662)], mix(look.ink, "#1d2733", 0.22), bend=False
    )
    c.shape([(240, 176), (296, 150), (612, 206), (556, 176)], mix(look.ink, WHITE, 0.4), bend=False)
    c.shape(
        [(240, 176), (300, 146), (604, 150), (556, 176)], mix(look.ink, WHITE, 0.45), bend=False
    )
    c.shape(
        [(556, 176), (604, 150), (612, 206), (556, 200)], mix(look.ink, "#1d2733", 0.1), bend=False
    )
    c.box((240, 176, 556, 662), CREAM, light="side")
    c.box((240, 176, 556, 300), look.ink, light="side")
    c.text(398, 240, look.brand, 52, WHITE, width=270, bold=True)
    first, second = split(look.name)
    c.text(398, 350, first, 42, look.deep, width=270, bold=True)
    c.text(398, 404, second, 42, look.deep, width=270, bold=True)
    c.dot(398, 520, 76, mix(look.accent, WHITE, 0.5))
    c.dot(372, 508, 34, look.accent, light="soft")
    c.dot(424, 512, 34, mix(look.accent, look.ink, 0.35), light="soft")
    c.dot(398, 550, 34, mix(look.accent, "#ffffff", 0.25), light="soft")
    c.text(398, 628, look.note, 26, look.deep, width=270)


def pouch(c: Canvas, look: Look) -> None:
    c.shadow(244, 556, 666)
    c.box((362, 96, 438, 160), mix(look.ink, WHITE, 0.1), radius=12, light="round")
    c.box((376, 150, 424, 206), WHITE, light="round")
    sides = [
        (334, 196),
        (272, 230),
        (256, 300),
        (250, 420),
        (238, 560),
        (236, 640),
        (256, 664),
        (256, 664),
    ]
    c.mirror([(334, 196), *sides], mix(look.ink, WHITE, 0.18), light="side")
    c.within()
    c.oval((180, 590, 620, 760), mix(look.ink, "#1d2733", 0.14), light="side")
    c.free()
    c.oval((276, 262, 524, 478), CREAM)
    label(c, look, 400, 314, size=36, width=206)
    c.dot(330, 540, 46, look.accent, light="soft")
    c.dot(478, 552, 40, mix(look.accent, WHITE, 0.35), light="soft")
    c.dot(408, 524, 54, mix(look.accent, look.ink, 0.4), light="soft")


def jar(c: Canvas, look: Look) -> None:
    c.shadow(250, 550, 648)
    c.box((250, 250, 550, 650), mix(look.pale, WHITE, 0.3), radius=46, light="round")
    c.box((250, 330, 550, 570), CREAM, light="round")
    c.box((250, 330, 550, 342), look.ink, light="round")
    c.box((250, 558, 550, 570), look.ink, light="round")
    c.box((262, 170, 538, 262), look.ink, radius=18, light="round")
    c.oval((262, 152, 538, 194), mix(look.ink, WHITE, 0.3), light="side")
    label(c, look, 400, 380, size=38, width=240)


def pump(c: Canvas, look: Look) -> None:
    c.shadow(258, 542, 664)
    c.shape(
        [(392, 92), (470, 92), (540, 108), (552, 128), (536, 132), (470, 120), (392, 120)],
        look.ink,
        light="soft",
    )
    c.box((384, 92, 416, 190), mix(look.ink, WHITE, 0.2), light="round")
    c.box((352, 172, 448, 236), look.ink, radius=10, light="round")
    c.mirror(
        [(350, 232), (272, 270), (258, 340), (258, 620), (270, 660), (340, 668)],
        mix(look.pale, WHITE, 0.25),
        light="round",
    )
    c.box((258, 340, 542, 590), WHITE, light="round")
    c.box((258, 540, 542, 590), look.ink, light="round")
    label(c, look, 400, 384, size=36, width=230)
    c.dot(400, 566, 9, WHITE)
    c.dot(372, 566, 6, WHITE)
    c.dot(428, 566, 6, WHITE)


def tube(c: Canvas, look: Look) -> None:
    c.shadow(318, 482, 690)
    c.mirror(
        [(270, 112), (270, 112), (278, 300), (312, 560), (334, 610)],
        mix(look.pale, WHITE, 0.4),
        light="round",
    )
    c.mirror(
        [(270, 112), (270, 112), (270, 142), (270, 142)],
        mix(look.ink, WHITE, 0.45),
        light="side",
        bend=False,
    )
    c.mirror([(292, 430), (292, 430), (312, 560), (334, 610)], look.ink, light="round")
    c.box((322, 600, 478, 690), mix(look.ink, "#1d2733", 0.25), radius=12, light="round")
    label(c, look, 400, 204, size=34, width=210)
    c.dot(400, 510, 34, mix(look.accent, WHITE, 0.3), light="soft")


def dropper(c: Canvas, look: Look) -> None:
    c.shadow(286, 514, 664)
    c.mirror([(372, 96), (356, 130), (360, 196), (366, 216)], "#4a4f58", light="round")
    c.box((342, 210, 458, 280), look.ink, radius=8, light="round")
    c.mirror(
        [
            (346, 278),
            (346, 278),
            (346, 310),
            (290, 352),
            (284, 400),
            (284, 630),
            (300, 664),
            (350, 668),
        ],
        "#b8793f",
        light="round",
    )
    c.box((284, 400, 516, 610), CREAM, light="round")
    c.box((284, 400, 516, 414), look.ink, light="round")
    label(c, look, 400, 446, size=32, width=200)


def oil(c: Canvas, look: Look) -> None:
    c.shadow(290, 510, 672)
    c.box((352, 110, 448, 196), look.deep, radius=12, light="round")
    c.mirror(
        [
            (362, 192),
            (362, 192),
            (360, 262),
            (300, 320),
            (288, 400),
            (288, 636),
            (304, 670),
            (350, 674),
        ],
        mix("#e2b64f", WHITE, 0.15),
        light="round",
    )
    c.box((288, 390, 512, 600), CREAM, light="round")
    c.box((288, 580, 512, 600), look.ink, light="round")
    label(c, look, 400, 432, size=32, width=196)


def spray(c: Canvas, look: Look) -> None:
    c.shadow(290, 510, 664)
    c.shape(
        [
            (346, 110),
            (450, 106),
            (470, 140),
            (450, 200),
            (350, 200),
            (350, 158),
            (316, 150),
            (320, 122),
        ],
        look.ink,
        light="soft",
    )
    c.box((352, 196, 448, 240), mix(look.ink, WHITE, 0.35), light="round")
    c.mirror(
        [(352, 236), (296, 280), (290, 350), (290, 630), (304, 664), (350, 668)],
        mix(look.ink, WHITE, 0.55),
        light="round",
    )
    c.box((290, 350, 510, 580), WHITE, light="round")
    label(c, look, 400, 390, size=34, width=196)


def giftbox(c: Canvas, look: Look) -> None:
    c.shadow(150, 650, 640)
    c.box((160, 330, 640, 640), mix(look.ink, WHITE, 0.2), radius=8, light="side")
    c.box((142, 254, 658, 350), look.ink, radius=10, light="side")
    c.box((366, 254, 434, 640), mix(look.accent, WHITE, 0.3), light="side")
    c.shape([(400, 256), (330, 170), (250, 176), (262, 236), (400, 262)], look.accent, light="soft")
    c.shape([(400, 256), (470, 170), (550, 176), (538, 236), (400, 262)], look.accent, light="soft")
    c.dot(400, 250, 26, mix(look.accent, look.deep, 0.2), light="soft")
    c.box((190, 420, 610, 566), CREAM, radius=12)
    c.text(400, 462, look.brand, 36, look.ink, width=390, bold=True)
    c.text(400, 516, look.name, 44, look.deep, width=390, bold=True)


SHAPES = {
    "tin": tin,
    "softpack": softpack,
    "wipes": wipes,
    "carton": carton,
    "pouch": pouch,
    "jar": jar,
    "pump": pump,
    "tube": tube,
    "dropper": dropper,
    "oil": oil,
    "spray": spray,
    "giftbox": giftbox,
}
