"""How long the toolkit takes to start: import, help, and `toolkit brief` with a full and with an empty cache.

Run `python -m benchmarks.start`; each figure is wall-clock seconds of a process of its own, the median of five (of one
where the cache is empty). Nothing of the person's own cache or memory is used. Wanted: import 0.4, help 0.5, the second
brief of one sample 2.5, of the five 5, of the five with an empty cache 20.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ARTICLES = sorted(map(str, (Path(__file__).parents[1] / "notebooks" / "articles").glob("*.txt")))
ROUNDS = 5


def seconds(arguments: Sequence[str], environment: Mapping[str, str], rounds: int = ROUNDS) -> float:
    """Return the median time of a process."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        done = subprocess.run([sys.executable, *arguments], env=dict(environment), capture_output=True, check=False)
        times.append(time.perf_counter() - start)
        if done.returncode:
            raise SystemExit(done.stderr.decode())
    return statistics.median(times)


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        own = {"TOOLKIT_CACHE_DIR": f"{scratch}/cache", "TOOLKIT_DATA_DIR": f"{scratch}/data", "HF_HUB_OFFLINE": "1"}
        environment = {**os.environ, **own, "TOOLKIT_MEMORY": f"{scratch}/memory.sqlite"}
        brief = ["-m", "toolkit", "brief", "--out", f"{scratch}/briefs"]
        rows = {
            "python alone": seconds(["-c", ""], environment),
            "import toolkit": seconds(["-c", "import toolkit"], environment),
            "toolkit --help": seconds(["-m", "toolkit", "--help"], environment),
            "five samples, empty cache": seconds([*brief, *ARTICLES], environment, 1),
            "five samples, again": seconds([*brief, *ARTICLES], environment),
            "one sample, again": seconds([*brief, ARTICLES[0]], environment),
        }
    for name, value in rows.items():
        print(f"{name:<28} {value:5.2f} s")


if __name__ == "__main__":
    main()
