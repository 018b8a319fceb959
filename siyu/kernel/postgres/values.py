"""What a caller may choose, and what it is told while it waits."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

SUPERUSER = "postgres"
PORT = 5432  # names the socket file only: nothing listens on TCP


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How to run the server; the defaults are what `siyu up` uses."""

    bin_folder: Path | None = None
    """Another PostgreSQL's programs instead of the wheel's."""
    settings: Mapping[str, str] = {}
    """Server settings on top of ours, as in postgresql.conf; `fsync=off` is for tests only."""
    shelter: Path = Path("/var/lib/siyu")
    """Where root puts what the server's account can't reach at its usual place."""
    start_within_s: float = 3600.0
    """Recovery after a power cut may take long, and giving up would only begin it anew."""
    stop_within_s: float = 60.0
    """How long a polite stop may take before a rude one."""
    report_every_s: float = 2.0


class Waited(msgspec.Struct, frozen=True, kw_only=True):
    """Told every few seconds while the server isn't ready yet; `said` is its last log line."""

    seconds: float
    said: str
