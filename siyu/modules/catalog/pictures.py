"""Product pictures: whatever was uploaded becomes one tidy WebP, named by its content."""

from pathlib import Path

from siyu.kernel import pictures
from siyu.modules.catalog.errors import BadPicture, PictureTooBig

SIDE = 800
MEGABYTES = 5


def store(folder: Path, tenant: int, uploaded: bytes) -> str:
    """Keep the picture, at most 800 pixels a side; its name. The same picture is kept once."""
    if len(uploaded) > MEGABYTES * 1024 * 1024:
        raise PictureTooBig(most=MEGABYTES)
    try:
        webp = pictures.tidy(uploaded, side=SIDE, form="WEBP")
    except pictures.NotAPicture as why:
        raise BadPicture(most=pictures.MOST) from why
    name = f"{pictures.named(webp)}.webp"
    place = path(folder, tenant, name)
    if not place.exists():
        pictures.write(place, webp)
    return name


def path(folder: Path, tenant: int, name: str) -> Path:
    return folder / "pictures" / str(tenant) / name[:2] / name
