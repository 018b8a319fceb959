"""Product pictures: whatever was uploaded becomes one tidy WebP, named by its content."""

import hashlib
import io
import os
import secrets
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from siyu.modules.catalog.errors import BadPicture, PictureTooBig

SIDE = 800
MOST = 8000
MEGABYTES = 5
KINDS = ("JPEG", "PNG", "WEBP")


def store(folder: Path, tenant: int, uploaded: bytes) -> str:
    """Keep the picture, at most 800 pixels a side; its name. The same picture is kept once."""
    if len(uploaded) > MEGABYTES * 1024 * 1024:
        raise PictureTooBig(most=MEGABYTES)
    webp = _webp(uploaded)
    name = f"{hashlib.sha256(webp).hexdigest()[:32]}.webp"
    place = path(folder, tenant, name)
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        _write(place, webp)
    return name


def _write(place: Path, body: bytes) -> None:
    """Whole or not at all; of several at once each writes its own draft, and all say the same."""
    draft = place.with_name(f".{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)


def path(folder: Path, tenant: int, name: str) -> Path:
    return folder / "pictures" / str(tenant) / name[:2] / name


def _webp(uploaded: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(uploaded), formats=KINDS) as opened:
            if max(opened.size) > MOST:
                raise BadPicture(most=MOST)
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as why:
        raise BadPicture(most=MOST) from why
    upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    upright.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()
