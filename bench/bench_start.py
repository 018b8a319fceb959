"""How long `siyu up` takes to its first answer, and what all its processes hold when idle.

    python bench/bench_start.py [IDLE_SECONDS]

The last line is one JSON object. Memory is PSS: what processes share is counted once between them.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from siyu.bootstrap.ground import environment
from siyu.kernel.config import Settings

SECOND_START_S = 10
IDLE_MB = 800
IDLE_S = 20


def main() -> int:
    idle_s = int(sys.argv[1]) if len(sys.argv) > 1 else IDLE_S
    folder = Path(tempfile.mkdtemp(prefix="siyu-bench-"))
    folder.chmod(0o755)
    try:
        first, _ = measure(folder / "data", idle_s=0)
        second, held = measure(folder / "data", idle_s=idle_s)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    whole = sum(held.values())
    result = {
        "bench": "start",
        "first_start_s": round(first, 1),
        "second_start_s": round(second, 1),
        "second_start_limit_ratio": round(second / SECOND_START_S, 2),
        "idle_pss_mb": {name: round(mb, 1) for name, mb in held.items()},
        "idle_pss_sum_mb": round(whole, 1),
        "idle_limit_ratio": round(whole / IDLE_MB, 2),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }
    for name, mb in held.items():
        print(f"{mb:8.1f} MB  {name}")
    print(json.dumps(result))
    return 0


def measure(data: Path, *, idle_s: int) -> tuple[float, dict[str, float]]:
    """Seconds to the address, and after a while of rest PSS by process."""
    began = time.monotonic()
    up = subprocess.Popen(
        [sys.executable, "-m", "siyu", "up", "--json"],
        env=environment(Settings(data=data, port=0)),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        assert up.stdout is not None
        if not any("url" in json.loads(line) for line in up.stdout):
            raise SystemExit("up ended before it told an address")
        seconds = time.monotonic() - began
        time.sleep(idle_s)
        return seconds, {"up": pss_mb(up.pid), **held(data)}
    finally:
        up.send_signal(signal.SIGINT)
        up.wait(60)


def held(data: Path) -> dict[str, float]:
    """PSS of each process that `up` keeps; PostgreSQL with all of its own."""
    for _ in range(50):
        if (data / "processes.json").exists():
            break
        time.sleep(0.1)
    seen = json.loads((data / "processes.json").read_bytes())
    return {one["name"]: sum(pss_mb(pid) for pid in family(one["pid"])) for one in seen}


def family(pid: int) -> list[int]:
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in below for one in family(int(child)))]


def pss_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    sys.exit(main())
