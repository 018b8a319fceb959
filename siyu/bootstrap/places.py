"""Where built screens are: in the installed package, or beside it in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]
_CHECKOUT = PACKAGE.parent / "screens"


def _built(packed: str, fresh: str) -> Path:
    inside = PACKAGE / "screens" / packed
    return inside if inside.is_dir() else _CHECKOUT / fresh


CONSOLE = _built("console", "console/dist")
H5 = _built("h5", "mall/dist/build/h5")
MINI_PROGRAM = _built("mp-weixin", "mall/dist/build/mp-weixin")
