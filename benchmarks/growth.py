"""How time grows with length: each text is doubled, and a doubling may on average take LIMIT times as long at most.

Run: python -m benchmarks.growth. The texts are the worst that are known for each function: one short date, number or
year said over and over. A row that grows faster is marked, and the exit status is then 1.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import pairwise

from toolkit.article import read_text
from toolkit.checks.highlights import highlight
from toolkit.evidence import check_claim, check_translation, find_dates, find_facts, find_numbers

__all__ = ["LIMIT", "ROWS", "ratios", "seconds"]

LIMIT = 2.3
_DOUBLINGS = 3
_AGAIN = 3

ROWS: dict[str, tuple[Callable[[int], object], int]] = {
    "find_numbers '4 مايو '": (lambda size: find_numbers("4 مايو " * size, "ar"), 500),
    "find_dates '4 مايو '": (lambda size: find_dates("4 مايو " * size, "ar"), 500),
    "find_dates '4 May '": (lambda size: find_dates("4 May " * size, "en"), 500),
    "find_numbers 'واحد و '": (lambda size: find_numbers("واحد و " * size, "ar"), 500),
    "find_facts 'عام 2022 '": (lambda size: find_facts(read_text("عام 2022 " * size)), 300),
    "find_facts 'قال خالد '": (lambda size: find_facts(read_text("قال خالد " * size)), 300),
    "check_translation '7 '": (lambda size: check_translation("7 " * size, "7 " * size), 200),
    # A reading of up to some thousand characters is kept for the next check; from 1,600 words on nothing is kept.
    "check_translation English '7 '": (lambda size: check_translation("وصل 7 جنود.", "7 " * size), 1600),
    "highlight '7 soldiers came '": (lambda size: highlight("7 soldiers came " * size, "وصل 7 جنود."), 200),
    "highlight 'وصل 7 جنود '": (lambda size: highlight("7 soldiers came.", "وصل 7 جنود " * size), 200),
    "check_claim '7 '": (lambda size: check_claim("7 " * size, ["7 soldiers came."]), 200),
}


def seconds(work: Callable[[int], object], size: int) -> float:
    """Return the shortest of some runs in processor time, each on a text that was not read before."""
    times = []
    for longer in range(_AGAIN):
        start = time.process_time()
        work(size + longer)
        times.append(time.process_time() - start)
    return min(times)


def ratios(work: Callable[[int], object], size: int) -> tuple[list[float], list[float]]:
    """Return the seconds for `size` and its doublings, and how many times each is longer than the one before."""
    times = [seconds(work, size * 2**step) for step in range(_DOUBLINGS + 1)]
    return times, [after / before for before, after in pairwise(times)]


def main() -> None:
    """Print the table."""
    slow = 0
    for name, (work, size) in ROWS.items():
        work(10)
        times, grown = ratios(work, size)
        mean = (times[-1] / times[0]) ** (1 / _DOUBLINGS)  # of all doublings: single ones vary on a busy machine
        worst = mean > LIMIT
        slow += worst
        shown = "  ".join(f"{length * 1000:8.1f} ms" for length in times)
        print(f"{name:32} from {size}: {shown}   x{'  x'.join(f'{g:.2f}' for g in grown)}{'   SLOW' if worst else ''}")
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
