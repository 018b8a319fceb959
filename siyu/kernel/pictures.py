"""Pictures that people upload, read by what is in them and never by their name."""

import hashlib
import io
import os
import secrets
from pathlib import Path
from typing import Literal

from PIL import Image, ImageOps, UnidentifiedImageError

MOST = 8000
"""Pixels a side; what is larger is not read at all."""
KINDS = ("JPEG", "PNG", "WEBP")
Form = Literal["JPEG", "WEBP"]


class NotAPicture(Exception):
    """Not a JPEG, PNG or WebP, broken, or of more than `MOST` pixels a side."""


def tidy(uploaded: bytes, *, side: int, form: Form) -> bytes:
    """The picture upright, at most `side` pixels a side, without where and by what it was taken."""
    try:
        with Image.open(io.BytesIO(uploaded), formats=KINDS) as opened:
            if max(opened.size) > MOST:
                raise NotAPicture
            # Where the format can, it is not even read larger than twice that.
            opened.draft("RGB", (2 * side, 2 * side))
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as why:
        raise NotAPicture from why
    upright.thumbnail((side, side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    # An option of the other form is ignored.
    upright.save(out, form, quality=82, method=4, optimize=True)
    return out.getvalue()


def named(picture: bytes) -> str:
    """32 characters that are its content's."""
    return hashlib.sha256(picture).hexdigest()[:32]


def new_name() -> str:
    """A name that nobody else takes, for what is still being written."""
    return secrets.token_hex(8)


def write(place: Path, body: bytes) -> None:
    """Whole or not at all; of several at once each writes its own draft, and all say the same."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{new_name()}")
    try:
        with draft.open("xb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
