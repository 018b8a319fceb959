"""How long random tests go on: briefly with every change, and far longer in `make deep`."""

import os

DEEP = os.environ.get("TEST_DEEP") == "1"


def times(few: int, many: int) -> int:
    """So many rounds, kills or examples."""
    return many if DEEP else few
