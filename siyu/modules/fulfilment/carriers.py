"""Who carries parcels: the codes that tracking sites know, and their names."""

from collections.abc import Mapping
from typing import Literal, get_args

Carrier = Literal[
    "sf", "zto", "yto", "sto", "yunda", "jtexpress", "jd", "ems", "post", "deppon", "other"
]
CARRIERS: Mapping[Carrier, tuple[str, str]] = {
    "sf": ("顺丰速运", "SF Express"),
    "zto": ("中通快递", "ZTO Express"),
    "yto": ("圆通速递", "YTO Express"),
    "sto": ("申通快递", "STO Express"),
    "yunda": ("韵达快递", "Yunda"),
    "jtexpress": ("极兔速递", "J&T Express"),
    "jd": ("京东物流", "JD Logistics"),
    "ems": ("EMS", "EMS"),
    "post": ("邮政快递包裹", "China Post"),
    "deppon": ("德邦快递", "Deppon"),
    "other": ("其他快递", "Another carrier"),
}
assert set(CARRIERS) == set(get_args(Carrier))


def carrier_name(code: str, *, zh: bool) -> str:
    """The code itself for one that is not known any more."""
    for known, names in CARRIERS.items():
        if known == code:
            return names[0 if zh else 1]
    return code
