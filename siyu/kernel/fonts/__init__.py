"""The one typeface that pictures are lettered in: none depends on what a machine has installed."""

from pathlib import Path

# Pillow reads woff2 as it is; 7,552 characters: GB2312, ASCII and the signs that price labels need.
SANS = Path(__file__).parent / "NotoSansSC-GB2312.woff2"
